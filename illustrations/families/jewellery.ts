import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, heart, line, rect, soft, star } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const white = tonesOfColour("white");

function charm(s: Sketch, x: number, y: number, size: number): void {
  const shape =
    s.form === "heart"
      ? heart(x, y - size * 0.9, size * 1.9)
      : s.form === "star"
        ? star(x, y, size * 1.1)
        : s.form === "drop"
          ? soft([
              [x, y - size * 1.3, 4],
              [x + size * 0.9, y + size * 0.4, size * 0.7],
              [x, y + size * 1.1, size * 0.7],
              [x - size * 0.9, y + size * 0.4, size * 0.7],
            ])
          : ellipse(x, y, size);
  s.pen.solid(shape, s.body, { pattern: s.pattern, scale: 0.7 });
  s.pen.gloss(line([x - size * 0.36, y - size * 0.1], [x - size * 0.2, y - size * 0.4]), 6);
}

/** A stand like those of a jeweller's window. */
function bust(s: Sketch): void {
  s.pen.solid(
    soft([
      [206, 40, 14],
      [274, 40, 14],
      [284, 150, 40],
      [392, 216, 60],
      [372, 398, 40],
      [108, 398, 40],
      [88, 216, 60],
      [196, 150, 40],
    ]),
    tonesOfColour("cream"),
    { shade: 0.06 },
  );
}

export const jewellery = {
  necklace: {
    tint: "accessories",
    forms: ["round", "heart", "drop", "beads"],
    patterns: ["plain"],
    focus: [240, 280, 1.9],
    scene: "desk",
    sceneScale: 0.62,
    draw(s) {
      bust(s);
      if (s.form !== "beads") {
        s.pen.stroke("M196 128Q190 250 240 276Q290 250 284 128", INK, 9);
        s.pen.stroke("M196 128Q190 250 240 276Q290 250 284 128", s.trim.base, 4);
        charm(s, 240, 304, s.range(24, 34));
        return;
      }
      for (let i = 0; i <= 18; i++) {
        const a = (i / 18) * Math.PI;
        const size = 11 + 9 * Math.sin(a);
        s.pen.solid(
          ellipse(240 - 76 * Math.cos(a), 150 + 150 * Math.sin(a), size),
          i % 3 === 1 ? s.trim : s.body,
          { shade: 0.16 },
        );
      }
    },
  },
  earrings: {
    tint: "accessories",
    forms: ["round", "heart", "drop", "star", "hoop"],
    patterns: ["plain"],
    focus: [170, 290, 1.9],
    scene: "desk",
    sceneScale: 0.56,
    draw(s) {
      s.pen.solid(rect(92, 76, 296, 322, 18), white, { shade: 0.03 });
      s.pen.ink(line([206, 110], [274, 110]), 1.2);
      const size = s.range(32, 44);
      for (const x of [172, 308]) {
        if (s.form === "hoop") {
          s.pen.tube(ellipse(x, 270, 54).d, 13, s.body.base);
          s.frame(ellipse(x, 214, 12), { shade: 0 });
        } else {
          s.pen.stroke(`M${x} 250V200q0 -34 22 -34t20 30`, INK, 5);
          s.frame(ellipse(x, 232, 11), { shade: 0 });
          charm(s, x, 292, size);
        }
      }
    },
  },
  bracelet: {
    tint: "accessories",
    forms: ["beads", "bangle", "charm"],
    patterns: ["plain"],
    focus: [250, 330, 2],
    scene: "desk",
    sceneScale: 0.52,
    shadow: 140,
    draw(s) {
      if (s.form === "bangle") {
        for (const [y, tones] of [
          [230, s.body],
          [272, s.trim],
          [312, s.body],
        ] as const)
          s.pen.tube(ellipse(240, y, 150, 76).d, 20, tones.base);
        return;
      }
      if (s.form === "charm") {
        s.pen.tube(ellipse(240, 230, 150, 120).d, 8, s.trim.base);
        for (const [x, y] of [
          [150, 330],
          [240, 356],
          [330, 330],
        ] as const) {
          s.pen.ink(line([x, y - 20], [x, y]));
          s.pen.solid(
            x === 240 ? heart(x, y, 58) : ellipse(x, y + 18, 24),
            x === 240 ? s.body : s.trim,
          );
        }
        return;
      }
      for (let i = 0; i < 22; i++) {
        const a = (i / 22) * Math.PI * 2 - Math.PI / 2;
        s.pen.solid(
          ellipse(240 + 146 * Math.cos(a), 264 + 112 * Math.sin(a), 22),
          i % 4 === 0 ? s.trim : i % 2 ? s.body : { ...s.body, base: s.body.light },
          { shade: 0.16 },
        );
      }
    },
  },
  ring: {
    tint: "accessories",
    forms: ["stone", "band", "heart"],
    patterns: ["plain"],
    focus: [240, 170, 1.9],
    scene: "desk",
    sceneScale: 0.42,
    shadow: 80,
    draw(s) {
      s.pen.tube(ellipse(240, 284, 106).d, s.form === "band" ? 38 : 20, s.trim.base);
      s.pen.gloss(bow(150, 250, 190, 196, -6), 7);
      if (s.form === "band") s.pen.stroke(ellipse(240, 284, 106).d, s.body.base, 12);
      else if (s.form === "heart") s.pen.solid(heart(240, 100, 120), s.body);
      else {
        s.frame(
          soft(
            [
              [190, 160],
              [290, 160],
              [264, 206],
              [216, 206],
            ],
            6,
          ),
        );
        s.pen.solid(
          soft([
            [194, 80, 6],
            [286, 80, 6],
            [318, 116, 6],
            [240, 190, 6],
            [162, 116, 6],
          ]),
          s.body,
          { shade: 0.3 },
        );
        s.pen.ink("M164 116H316M210 116L240 186L270 116L256 82M210 116L224 82", 0.6);
      }
    },
  },
  watch: {
    tint: "accessories",
    forms: ["round", "square"],
    patterns: ["plain", "plain", "stripes", "herringbone"],
    focus: [240, 240, 1.9],
    scene: "desk",
    sceneScale: 0.6,
    draw(s) {
      s.main(
        soft([
          [202, 20, 14],
          [278, 20, 14],
          [292, 180, 4],
          [188, 180, 4],
        ]),
        { shade: 0.1 },
      );
      s.main(
        soft([
          [188, 300, 4],
          [292, 300, 4],
          [276, 430, 30],
          [204, 430, 30],
        ]),
        { shade: 0.1 },
      );
      for (const y of [350, 374, 398]) s.pen.flat(ellipse(240, y, 5), INK);
      const metal = tonesOfColour(s.pick(["mustard", "grey", "charcoal"]));
      s.pen.solid(rect(322, 226, 24, 30, 5), metal, { shade: 0 });
      s.pen.solid(
        s.form === "round" ? ellipse(240, 240, 92) : rect(150, 150, 180, 180, 34),
        metal,
        { shade: 0.07 },
      );
      s.pen.solid(
        s.form === "round" ? ellipse(240, 240, 76) : rect(166, 166, 148, 148, 24),
        white,
        { shade: 0 },
      );
      for (let i = 0; i < 12; i++) {
        const a = (i * Math.PI) / 6;
        s.pen.ink(
          line(
            [240 + 58 * Math.cos(a), 240 + 58 * Math.sin(a)],
            [240 + 66 * Math.cos(a), 240 + 66 * Math.sin(a)],
          ),
          i % 3 ? 0.7 : 1.3,
        );
      }
      s.pen.stroke("M240 240L212 222M240 240L270 200", INK, 7);
    },
  },
  sunglasses: {
    tint: "accessories",
    forms: ["round", "square", "cat-eye"],
    patterns: ["plain"],
    focus: [160, 250, 2],
    scene: "desk",
    sceneScale: 0.56,
    shadow: 170,
    draw(s) {
      s.pen.tube("M70 232L44 150M410 232L436 150", 14, s.body.base);
      s.pen.tube("M206 244Q240 218 274 244", 14, s.body.base);
      const lens = tonesOfColour(s.pick(["charcoal", "green", "brown"]));
      for (const side of [-1, 1]) {
        const x = 240 + side * 104;
        const shape = (inset: number) =>
          s.form === "round"
            ? ellipse(x, 274, 84 - inset)
            : s.form === "square"
              ? rect(x - 88 + inset, 204 + inset, 176 - 2 * inset, 146 - 2 * inset, 34)
              : soft([
                  [x + side * 104 - side * inset, 186 + inset, 20],
                  [x - side * 78 + side * inset, 216 + inset, 30],
                  [x - side * 60 + side * inset, 346 - inset, 60],
                  [x + side * 76 - side * inset, 336 - inset, 70],
                ]);
        s.plain(shape(0), { shade: 0, texture: "smooth" });
        s.pen.solid(shape(17), lens, { shade: 0.2 });
        s.pen.gloss(line([x - 34, 290], [x - 4, 246]), 8);
      }
    },
  },
  keyring: {
    tint: "accessories",
    forms: ["round", "heart", "star", "tassel"],
    patterns: ["plain", "plain", "dots", "stripes"],
    focus: [240, 320, 2],
    scene: "pegs",
    hangs: true,
    sceneScale: 0.5,
    draw(s) {
      s.pen.tube(ellipse(240, 110, 70).d, 12, s.trim.base);
      s.pen.tube(line([240, 184], [240, 226]), 9, s.trim.base);
      if (s.form === "tassel") {
        s.main(
          soft([
            [204, 262, 10],
            [276, 262, 10],
            [300, 420, 6],
            [180, 420, 6],
          ]),
          { shade: 0.1 },
        );
        for (const x of [206, 228, 250, 272])
          s.pen.ink(line([240 + (x - 240) * 0.7, 290], [x, 416]), 0.6);
        s.plain(ellipse(240, 246, 40, 34));
      } else charm(s, 240, 312, 86);
    },
  },
} as const satisfies Record<string, KindDrawing>;
