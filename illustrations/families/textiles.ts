import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { blob, bow, ellipse, line, rect, soft } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const woven = [
  "plain",
  "stripes",
  "check",
  "herringbone",
  "dots",
  "waves",
  "leaves",
  "grid",
] as const;

export const textiles = {
  rug: {
    tint: "textiles",
    forms: ["fringed", "round", "runner"],
    patterns: ["stripes", "check", "herringbone", "waves", "bands", "grid", "plain"],
    focus: [330, 330, 2.1],
    scene: "carpet",
    shadow: 10,
    draw(s) {
      if (s.form === "round") {
        s.main(ellipse(240, 262, 196, 150), { shade: 0.02, scale: 1.3 });
        s.pen.stroke(ellipse(240, 262, 176, 132).d, s.body.mark, 5);
        return;
      }
      const w = s.form === "runner" ? 86 : 136;
      const [tl, tr, br, bl] = [
        [240 - w, 96],
        [240 + w, 96],
        [240 + w * 1.4, 404],
        [240 - w * 1.4, 404],
      ] as const;
      for (let i = 0; i <= 14; i++) {
        const t = i / 14;
        s.pen.stroke(
          line(
            [bl[0] + 6 + t * (br[0] - bl[0] - 12), 404],
            [bl[0] + 4 + t * (br[0] - bl[0] - 8), 426],
          ),
          INK,
          3.5,
        );
        s.pen.stroke(
          line(
            [tl[0] + 4 + t * (tr[0] - tl[0] - 8), 96],
            [tl[0] + 6 + t * (tr[0] - tl[0] - 12), 80],
          ),
          INK,
          3,
        );
      }
      s.main(soft([tl, tr, br, bl], 5), { shade: 0.02, scale: 1.3 });
      s.pen.stroke(
        soft(
          [
            [240 - w + 16, 114],
            [240 + w - 16, 114],
            [240 + w * 1.4 - 26, 384],
            [240 - w * 1.4 + 26, 384],
          ],
          3,
        ).d,
        s.body.mark,
        5,
      );
    },
  },
  cushion: {
    tint: "textiles",
    forms: ["square", "bolster", "round"],
    patterns: woven,
    focus: [300, 300, 2.1],
    scene: "sofa",
    sceneScale: 0.52,
    shadow: 130,
    draw(s) {
      if (s.form === "round") {
        s.main(ellipse(240, 246, 156, 152), { shade: 0.08 });
        s.pen.flat(ellipse(240, 246, 10), s.body.dark);
        for (let i = 0; i < 10; i++)
          s.pen.ink(
            line(
              [240 + 22 * Math.cos(i * 0.628), 246 + 22 * Math.sin(i * 0.628)],
              [240 + 78 * Math.cos(i * 0.628), 246 + 78 * Math.sin(i * 0.628)],
            ),
            0.5,
          );
        return;
      }
      const t = s.form === "bolster" ? 190 : 104;
      const h = s.form === "bolster" ? 200 : 290;
      const x = s.form === "bolster" ? 52 : 92;
      const w = 480 - 2 * x;
      s.main(
        blob([
          [x, t],
          [240, t + 16],
          [x + w, t],
          [x + w - 14, t + h / 2],
          [x + w, t + h],
          [240, t + h - 16],
          [x, t + h],
          [x + 14, t + h / 2],
        ]),
        { shade: 0.07 },
      );
      for (const [cx, cy] of [
        [x + 22, t + 20],
        [x + w - 22, t + h - 20],
      ] as const)
        s.pen.ink(line([cx, cy], [240 + (cx - 240) * 0.72, 248 + (cy - 248) * 0.7]), 0.5);
      if (s.chance(0.4))
        for (const [cx, cy] of [
          [x, t],
          [x + w, t],
          [x, t + h],
          [x + w, t + h],
        ] as const)
          s.frame(ellipse(cx, cy, 13), { shade: 0 });
    },
  },
  blanket: {
    tint: "textiles",
    forms: ["folded", "rolled", "draped"],
    patterns: woven,
    focus: [260, 280, 2.1],
    scene: "sofa",
    sceneScale: 0.6,
    shadow: 160,
    draw(s) {
      if (s.form === "rolled") {
        s.main(rect(96, 232, 300, 150, 74), { shade: 0 });
        s.plain(ellipse(122, 307, 62, 74), { shade: 0.06 });
        s.pen.ink("M122 307q14 -22 28 0t-28 30q-40 -4 -36 -40t50 -34");
        for (const x of [230, 320]) s.pen.tube(bow(x, 234, x, 380, -8), 11, s.trim.base);
        return;
      }
      if (s.form === "draped") {
        for (let i = 0; i <= 15; i++)
          s.pen.stroke(line([110 + i * 17.4, 392], [108 + i * 17.6, 416]), INK, 4);
        s.main(
          soft([
            [130, 96, 16],
            [350, 96, 16],
            [376, 396, 6],
            [104, 396, 6],
          ]),
          { shade: 0.06 },
        );
        for (const x of [190, 262, 312]) s.pen.ink(bow(x, 110, x - 8, 390, 5), 0.6);
        s.plain(rect(122, 86, 236, 40, 18), { shade: 0.03 });
        return;
      }
      [
        [322, 76],
        [248, 74],
        [176, 72],
      ].forEach(([y, h], i) => {
        s.main(rect(84 + i * 5, y!, 312 - i * 10, h!, 32), { shade: 0.03 });
        s.pen.ink(line([100 + i * 5, y! + h! / 2], [250, y! + h! / 2]), 0.6);
      });
      for (let i = 0; i < 9; i++)
        s.pen.stroke(line([386, 188 + i * 6], [418, 192 + i * 8]), INK, 3);
    },
  },
  towel: {
    tint: "bath",
    forms: ["hanging", "stack"],
    patterns: ["plain", "stripes", "bands", "check", "herringbone", "grid"],
    focus: [240, 290, 2.1],
    scene: "bath",
    sceneScale: 0.62,
    draw(s) {
      if (s.form === "stack") {
        const second = { ...s.body, base: s.body.light };
        [s.body, second, s.body].forEach((tones, i) => {
          const y = 324 - i * 76;
          s.pen.solid(rect(92 + i * 8, y, 296 - i * 16, 74, 30), tones, {
            pattern: i === 1 ? "plain" : s.pattern,
            texture: s.texture,
            shade: 0.03,
          });
          s.pen.ink(bow(110, y + 38, 370 - i * 16, y + 38, 4), 0.6);
        });
        return;
      }
      s.leg(line([90, 86], [390, 86]), 12);
      s.main(
        soft([
          [138, 80, 8],
          [342, 80, 8],
          [350, 396, 6],
          [130, 396, 6],
        ]),
        { shade: 0.06 },
      );
      s.plain(rect(132, 336, 216, 26), { shade: 0 });
      s.pen.ink(bow(206, 96, 202, 330, 5), 0.6);
      for (let i = 0; i < 14; i++)
        s.pen.stroke(line([138 + i * 15.6, 398], [138 + i * 15.6, 412]), INK, 3);
    },
  },
  "table-linen": {
    tint: "textiles",
    forms: ["napkins", "runner", "cloth"],
    patterns: woven,
    focus: [240, 300, 2],
    scene: "table",
    sceneScale: 0.6,
    shadow: 140,
    draw(s) {
      if (s.form === "napkins") {
        s.main(
          soft(
            [
              [240, 60],
              [414, 234],
              [240, 408],
              [66, 234],
            ],
            8,
          ),
          { shade: 0.04 },
        );
        s.plain(
          soft([
            [240, 234, 2],
            [414, 234, 8],
            [240, 408, 8],
          ]),
          { shade: 0 },
        );
        s.pen.tube(line([180, 292], [300, 176]), 24, s.trim.base);
        return;
      }
      if (s.form === "runner") s.leg(line([60, 150], [420, 150]), 20);
      s.main(
        soft(
          s.form === "runner"
            ? [
                [160, 138, 4],
                [320, 138, 4],
                [326, 392, 4],
                [240, 430, 4],
                [154, 392, 4],
              ]
            : [
                [96, 124, 10],
                [384, 124, 10],
                [420, 390, 60],
                [60, 390, 60],
              ],
        ),
        { shade: 0.05 },
      );
      if (s.form === "cloth")
        for (const x of [150, 216, 282, 340])
          s.pen.ink(bow(x, 180, x + (x - 240) * 0.16, 380, 6), 0.6);
      s.pen.stroke(line([160, 372], [320, 372]), s.body.mark, 6);
    },
  },
  quilt: {
    tint: "textiles",
    forms: ["folded", "spread"],
    patterns: ["grid", "check", "dots", "leaves", "stripes"],
    focus: [200, 300, 2],
    scene: "sofa",
    sceneScale: 0.62,
    shadow: 170,
    draw(s) {
      const accent = tonesOfColour("cream");
      if (s.form === "folded") {
        [330, 268, 206].forEach((y, i) => {
          s.pen.solid(rect(70 + i * 4, y, 340 - i * 8, 66, 30), i === 1 ? accent : s.body, {
            pattern: i === 1 ? "plain" : s.pattern,
            shade: 0.03,
          });
          for (let x = 120; x < 380; x += 52) s.pen.ink(bow(x, y + 8, x, y + 58, 5), 0.5);
        });
        return;
      }
      for (let r = 0; r < 4; r++)
        for (let c = 0; c < 4; c++)
          s.pen.solid(rect(80 + c * 80, 84 + r * 80, 80, 80, 2), (r + c) % 2 ? accent : s.body, {
            pattern: (r + c) % 2 ? "plain" : s.pattern,
            shade: 0,
          });
      s.pen.stroke(rect(80, 84, 320, 320, 10).d, s.body.dark, 12);
    },
  },
} as const satisfies Record<string, KindDrawing>;
