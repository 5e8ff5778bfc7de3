import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { curve, ellipse, lathe, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const black = tonesOfColour("charcoal");

/** The eight-sided pot that brews on the stove. */
function moka(s: Sketch): void {
  s.leg("M318 170Q400 170 388 300", 18);
  s.main(
    turned(240, [
      [66, 130, 6],
      [88, 138, 4],
      [58, 262, 6],
      [96, 398, 10],
    ]),
  );
  s.plain(
    soft([
      [176, 136, 4],
      [146, 122, 4],
      [176, 186, 4],
    ]),
    { shade: 0 },
  );
  s.plain(
    turned(
      240,
      [
        [10, 84],
        [72, 134],
      ],
      8,
    ),
    { texture: "smooth" },
  );
  s.pen.solid(
    turned(
      240,
      [
        [12, 62],
        [9, 92],
      ],
      6,
    ),
    black,
  );
  for (const x of [212, 240, 268]) s.pen.ink(line([x, 150], [240 + (x - 240) * 0.7, 258]), 0.5);
  s.pen.solid(rect(180, 254, 120, 18, 6), s.trim, { shade: 0 });
}

/** A glass beaker with plunger. */
function press(s: Sketch): void {
  s.leg("M300 190Q392 190 380 290T306 356", 15);
  s.leg(line([240, 70], [240, 140]), 6);
  s.pen.solid(ellipse(240, 66, 18), black);
  s.pen.solid(rect(164, 150, 152, 240, 10), tonesOfColour("sky"), { opacity: 0.8 });
  s.pen.flat(rect(170, 240, 140, 146, 8), tonesOfColour("brown").base);
  s.plain(
    turned(240, [
      [54, 130, 16],
      [84, 164, 4],
    ]),
  );
  for (const y of [196, 378]) s.plain(rect(158, y, 164, 20, 6), { shade: 0 });
  s.pen.gloss(line([186, 236], [186, 350]), 8);
}

export const cookware = {
  kettle: {
    tint: "kitchen",
    forms: ["stovetop", "gooseneck", "whistling"],
    patterns: ["plain", "plain", "plain", "dots"],
    focus: [200, 260, 1.9],
    scene: "kitchen",
    sceneScale: 0.56,
    shadow: 120,
    draw(s) {
      const half = s.range(100, 118);
      const top = s.form === "whistling" ? 190 : 206;
      if (s.form === "gooseneck") {
        s.pen.tube(
          `M${240 - half * 0.7} 350C${240 - half - 70} 360 ${240 - half - 10} 230 ${240 - half - 74} 204`,
          15,
          s.body.base,
        );
        s.leg(
          `M${240 + half * 0.66} ${top + 20}C${240 + half + 80} ${top - 10} ${240 + half + 60} 330 ${240 + half + 30} 350`,
          17,
        );
        s.main(
          turned(240, [
            [half * 0.66, top, 10],
            [half, 398, 14],
          ]),
        );
      } else {
        s.plain(
          soft([
            [240 - half * 0.7, 290, 8],
            [240 - half - 62, top + 4, 6],
            [240 - half - 88, top + 22, 6],
            [240 - half * 0.6, 376, 20],
          ]),
          { shade: 0.2 },
        );
        s.leg(
          `M${240 - half * 0.68} ${top + 34}Q${240 - half * 0.9} ${top - 112} 240 ${top - 112}T${240 + half * 0.68} ${top + 34}`,
          13,
        );
        s.main(
          s.form === "whistling"
            ? turned(240, [
                [half * 0.46, top, 16],
                [half * 1.08, 398, 18],
              ])
            : lathe(240, [
                [half * 0.5, top],
                [half * 0.92, top + 50],
                [half * 1.06, top + 120],
                [half * 1.02, 398],
              ]),
        );
      }
      s.plain(
        lathe(240, [
          [half * 0.2, top - 14],
          [half * 0.5, top + 6],
        ]),
        { texture: "smooth" },
      );
      s.pen.solid(ellipse(240, top - 24, 13), black);
      s.gloss(
        curve([
          [240 - half * 0.72, 350],
          [240 - half * 0.7, 300],
          [240 - half * 0.5, 256],
        ]),
        9,
      );
    },
  },
  pan: {
    tint: "kitchen",
    forms: ["frying", "saucepan"],
    patterns: ["plain"],
    focus: [220, 290, 2],
    scene: "kitchen",
    sceneScale: 0.58,
    shadow: 130,
    draw(s) {
      if (s.form === "frying") {
        s.leg(line([300, 190], [440, 70]), 22);
        s.pen.flat(ellipse(428, 80, 5), INK);
        s.plain(ellipse(196, 280, 150, 124));
        s.pen.solid(
          ellipse(196, 274, 128, 102),
          { ...s.body, base: s.body.deep, deep: s.body.dark },
          { shade: 0.05, texture: s.bodyTexture },
        );
        s.gloss(
          curve([
            [104, 296],
            [112, 240],
            [150, 204],
          ]),
        );
        return;
      }
      s.leg(line([320, 286], [458, 262]), 20);
      s.main(
        turned(216, [
          [120, 250, 4],
          [120, 398, 24],
        ]),
      );
      s.pen.solid(ellipse(216, 250, 120, 20), { ...s.body, base: s.body.dark }, { shade: 0 });
      s.gloss(line([128, 290], [128, 350]), 9);
    },
  },
  casserole: {
    tint: "kitchen",
    forms: ["round", "oval"],
    patterns: ["plain", "plain", "plain", "stripes"],
    focus: [240, 240, 1.9],
    scene: "kitchen",
    sceneScale: 0.6,
    shadow: 150,
    draw(s) {
      const half = s.form === "oval" ? 168 : s.range(128, 142);
      for (const side of [-1, 1])
        s.pen.tube(
          `M${240 + side * (half - 10)} 290h${side * 34}v26h${side * -34}`,
          13,
          s.body.base,
        );
      s.main(
        turned(240, [
          [half, 262, 4],
          [half * 0.94, 398, 34],
        ]),
      );
      s.plain(
        lathe(240, [
          [30, 196],
          [half * 0.7, 216],
          [half + 6, 262],
        ]),
        { texture: "smooth" },
      );
      s.pen.ink(line([240 - half - 4, 266], [240 + half + 4, 266]));
      s.frame(
        turned(
          240,
          [
            [26, 168],
            [16, 198],
          ],
          8,
        ),
      );
      s.gloss(
        curve([
          [240 - half * 0.8, 246],
          [240 - half * 0.6, 226],
        ]),
        8,
      );
    },
  },
  "coffee-maker": {
    tint: "kitchen",
    forms: ["pour-over", "moka", "press"],
    patterns: ["plain"],
    focus: [240, 230, 1.9],
    scene: "kitchen",
    sceneScale: 0.6,
    shadow: 90,
    draw(s) {
      if (s.form === "moka") {
        moka(s);
        return;
      }
      if (s.form === "press") {
        press(s);
        return;
      }
      s.pen.solid(
        lathe(240, [
          [58, 220],
          [40, 256],
          [88, 330],
          [96, 372],
          [80, 398],
        ]),
        tonesOfColour("sky"),
        { opacity: 0.8 },
      );
      s.pen.flat(
        lathe(240, [
          [72, 318],
          [88, 346],
          [86, 378],
          [76, 390],
        ]),
        tonesOfColour("brown").base,
      );
      s.main(
        turned(240, [
          [104, 112, 6],
          [34, 230, 8],
        ]),
      );
      s.pen.solid(ellipse(240, 112, 104, 17), { ...s.body, base: s.body.light }, { shade: 0 });
      s.frame(rect(176, 224, 128, 20, 10));
      s.gloss(line([164, 138], [196, 194]), 7);
    },
  },
} as const satisfies Record<string, KindDrawing>;
