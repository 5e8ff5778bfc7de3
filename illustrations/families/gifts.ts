import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { ellipse, heart, line, rect, soft, star, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const printed = ["plain", "dots", "stripes", "check", "leaves", "waves", "grid"] as const;

function bowKnot(s: Sketch, y: number, colour: string): void {
  s.pen.tube(
    `M240 ${y}Q150 ${y - 90} 136 ${y - 26}T240 ${y}Q330 ${y - 90} 344 ${y - 26}T240 ${y}`,
    15,
    colour,
  );
  s.pen.tube(`M240 ${y}L206 ${y + 50}M240 ${y}L276 ${y + 46}`, 13, colour);
  s.pen.solid(ellipse(240, y, 17), { ...s.body, base: colour }, { shade: 0 });
}

export const gifts = {
  parcel: {
    tint: "gifts",
    forms: ["string", "ribbon", "tall"],
    patterns: printed,
    focus: [250, 230, 1.9],
    scene: "table",
    sceneScale: 0.54,
    shadow: 150,
    draw(s) {
      const half = s.form === "tall" ? s.range(100, 112) : s.range(132, 150);
      const top = s.form === "tall" ? 150 : 196;
      const ribbon = s.form === "string" ? tonesOfColour("brown").light : s.body.mark;
      s.main(rect(240 - half, top, 2 * half, 398 - top, 6), { shade: 0.08 });
      s.main(rect(240 - half - 8, top - 22, 2 * half + 16, 58, 6), { shade: 0.04 });
      const w = s.form === "string" ? 7 : 34;
      s.pen.solid(
        rect(240 - w / 2, top - 22, w, 420 - top, 0),
        { ...s.body, base: ribbon },
        { shade: 0 },
      );
      bowKnot(s, top - 24, ribbon);
      if (s.form !== "string") return;
      s.pen.ink(line([252, top - 20], [300, top + 70]), 0.7);
      s.pen.solid(
        soft(
          [
            [288, top + 62],
            [336, top + 50],
            [352, top + 116],
            [304, top + 126],
          ],
          6,
        ),
        tonesOfColour("cream"),
        { shade: 0 },
      );
    },
  },
  "gift-bag": {
    tint: "gifts",
    forms: ["bag", "pillow"],
    patterns: ["dots", "stripes", "check", "leaves", "waves", "plain"],
    focus: [240, 280, 2],
    scene: "table",
    sceneScale: 0.54,
    shadow: 120,
    draw(s) {
      s.pen.tube("M184 160Q184 60 240 60T296 160", 10, s.trim.base);
      for (const [x, c] of [
        [150, "cream"],
        [212, "yellow"],
        [270, "cream"],
      ] as const)
        s.pen.solid(
          soft(
            [
              [x - 16, 190],
              [x + 10, 96],
              [x + 66, 190],
            ],
            6,
          ),
          tonesOfColour(c),
          { shade: 0 },
        );
      s.main(
        soft([
          [124, 156, 4],
          [356, 156, 4],
          [356, 398, 6],
          [124, 398, 6],
        ]),
        { shade: 0.1 },
      );
      if (s.form === "pillow") s.pen.solid(heart(240, 220, 110), s.trim);
      else s.plain(rect(124, 156, 232, 32), { shade: 0 });
      for (const x of [184, 296]) s.pen.flat(ellipse(x, 172, 7), INK);
    },
  },
  "storage-box": {
    tint: "gifts",
    forms: ["lidded", "drawer", "hat-box"],
    patterns: printed,
    focus: [250, 280, 2],
    scene: "desk",
    sceneScale: 0.56,
    shadow: 160,
    draw(s) {
      if (s.form === "drawer") {
        s.frame(rect(64, 130, 352, 268, 12), { shade: 0.03 });
        for (const y of [146, 230, 314]) {
          s.main(rect(82, y, 316, 70, 6), { shade: 0.02 });
          s.pen.solid(ellipse(240, y + 36, 13), tonesOfColour("mustard"), { shade: 0 });
        }
        return;
      }
      const r = s.form === "hat-box" ? 34 : 6;
      s.main(rect(86, 216, 308, 182, r), { shade: 0.06 });
      s.plain(rect(74, 168, 332, 74, s.form === "hat-box" ? 22 : 8), { shade: 0.04 });
      if (s.form === "hat-box") s.pen.tube("M132 170Q240 60 348 170", 12, s.trim.base);
      s.pen.solid(rect(190, 282, 100, 60, 6), tonesOfColour("white"), { shade: 0 });
      s.pen.ink(line([212, 304], [268, 304]));
      s.pen.ink(line([222, 322], [258, 322]), 0.6);
    },
  },
  "money-box": {
    tint: "gifts",
    forms: ["pig", "house"],
    patterns: ["plain", "dots", "leaves", "stripes"],
    focus: [230, 220, 1.9],
    scene: "desk",
    sceneScale: 0.54,
    shadow: 140,
    draw(s) {
      if (s.form === "house") {
        s.main(rect(120, 210, 240, 188, 8), { shade: 0.08 });
        s.frame(
          soft(
            [
              [240, 80],
              [396, 226],
              [84, 226],
            ],
            14,
          ),
          { shade: 0.05 },
        );
        s.pen.solid(rect(204, 290, 72, 108, 30), tonesOfColour("charcoal"), { shade: 0 });
        s.pen.stroke(line([206, 170], [274, 170]), INK, 9);
        return;
      }
      for (const x of [150, 206, 300, 350])
        s.plain(
          soft(
            [
              [x - 24, 330],
              [x + 24, 330],
              [x + 18, 398],
              [x - 18, 398],
            ],
            10,
          ),
          { shade: 0.1 },
        );
      s.pen.tube("M396 250q40 -30 30 10t20 20", 9, s.body.base);
      s.main(ellipse(258, 262, 150, 112), { shade: 0.08 });
      s.plain(
        soft(
          [
            [150, 170],
            [140, 106],
            [212, 142],
          ],
          12,
        ),
        { shade: 0 },
      );
      s.plain(ellipse(118, 278, 36, 42), { shade: 0.1, texture: "smooth" });
      for (const y of [266, 290]) s.pen.flat(ellipse(108, y, 6), INK);
      s.pen.flat(ellipse(178, 226, 9), INK);
      s.pen.stroke(line([242, 166], [304, 166]), INK, 9);
      s.pen.solid(ellipse(272, 112, 32), tonesOfColour("mustard"), { shade: 0.1 });
      s.pen.stroke(star(272, 112, 15, 7).d, tonesOfColour("mustard").dark, 4);
    },
  },
  "party-ware": {
    tint: "gifts",
    forms: ["cups", "cases", "balloons"],
    patterns: ["dots", "stripes", "check", "leaves", "waves"],
    focus: [240, 260, 1.9],
    scene: "table",
    sceneScale: 0.56,
    shadow: 120,
    draw(s) {
      if (s.form === "balloons") {
        for (const [x, y, t] of [
          [170, 130, tonesOfColour("cream")],
          [310, 140, tonesOfColour("yellow")],
          [240, 110, s.body],
        ] as const) {
          s.pen.ink(`M${x} ${y + 90}Q${x + 20} 320 240 400`, 0.8);
          s.pen.solid(ellipse(x, y, 76, 92), t, { pattern: t === s.body ? s.pattern : "plain" });
          s.pen.gloss(line([x - 40, y + 6], [x - 26, y - 40]), 8);
        }
        return;
      }
      if (s.form === "cases") {
        for (const [x, y] of [
          [150, 300],
          [330, 300],
          [240, 330],
        ] as const) {
          s.pen.solid(
            turned(x, [
              [60, y - 94, 40],
              [64, y - 26, 10],
            ]),
            tonesOfColour(x === 240 ? "pink" : "cream"),
            { shade: 0.1 },
          );
          s.pen.solid(ellipse(x, y - 100, 15), tonesOfColour("red"), { shade: 0.1 });
          s.main(
            turned(x, [
              [74, y - 40, 3],
              [50, y + 66, 6],
            ]),
            { scale: 0.7 },
          );
        }
        return;
      }
      for (const [x, y] of [
        [170, 160],
        [312, 190],
      ] as const) {
        s.pen.tube(line([x + 14, y + 20], [x + 40, y - 100]), 9, tonesOfColour("red").base);
        s.main(
          turned(x, [
            [72, y, 4],
            [52, 398, 8],
          ]),
        );
        s.pen.solid(ellipse(x, y, 72, 13), { ...s.body, base: s.body.light }, { shade: 0 });
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
