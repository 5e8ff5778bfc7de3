import { tonesOfColour } from "../colours.ts";
import { bow, ellipse, leaf, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const white = tonesOfColour("white");
const cream = tonesOfColour("cream");
const printed = ["plain", "plain", "stripes", "dots", "waves", "leaves", "bands"] as const;

/** A paper label with two lines of "text". */
function label(s: Sketch, x: number, y: number, w: number, h: number): void {
  s.pen.solid(rect(x, y, w, h, 6), white, { shade: 0 });
  s.pen.ink(line([x + w * 0.22, y + h * 0.34], [x + w * 0.78, y + h * 0.34]), 1.3);
  s.pen.ink(line([x + w * 0.32, y + h * 0.56], [x + w * 0.68, y + h * 0.56]), 0.7);
  s.pen.flat(ellipse(x + w / 2, y + h * 0.77, h * 0.08), s.body.deep);
}

export const pantry = {
  "coffee-bag": {
    tint: "pantry",
    forms: ["gusset", "folded"],
    patterns: printed,
    focus: [240, 270, 2],
    scene: "kitchen",
    sceneScale: 0.56,
    shadow: 110,
    draw(s) {
      s.main(
        soft([
          [134, 76, 8],
          [346, 76, 8],
          [358, 398, 18],
          [122, 398, 18],
        ]),
        { shade: 0.09 },
      );
      s.plain(rect(130, 60, 220, s.form === "folded" ? 62 : 36, 6), { shade: 0.05 });
      if (s.form === "folded")
        for (const x of [112, 336]) s.frame(rect(x, 98, 32, 22, 5), { shade: 0 });
      label(s, 164, 176, 148, 150);
      s.pen.solid(ellipse(240, 150, 11), cream, { shade: 0 });
      for (const [x, y] of [
        [386, 384],
        [416, 396],
        [92, 392],
      ] as const)
        s.pen.solid(ellipse(x, y, 17, 12), tonesOfColour("brown"), { shade: 0 });
      s.pen.ink("M374 388q12 -10 24 -8M404 400q12 -10 24 -8M80 396q12 -10 24 -8", 0.5);
    },
  },
  "tea-tin": {
    tint: "pantry",
    forms: ["round", "square", "caddy"],
    patterns: ["plain", "stripes", "dots", "waves", "leaves", "check", "bands"],
    focus: [240, 280, 2],
    scene: "kitchen",
    sceneScale: 0.54,
    shadow: 105,
    draw(s) {
      const half = s.range(90, 106);
      s.main(
        s.form === "caddy"
          ? turned(240, [
              [half * 0.7, 150, 20],
              [half, 196, 30],
              [half, 398, 16],
            ])
          : turned(240, [
              [half, 146, 4],
              [half, 398, s.form === "round" ? 20 : 8],
            ]),
      );
      label(s, 240 - half * 0.6, 226, half * 1.2, 124);
      s.plain(
        turned(
          240,
          s.form === "caddy"
            ? [
                [half * 0.56, 96, 10],
                [half * 0.6, 156, 4],
              ]
            : [
                [half + 5, 96, 12],
                [half + 5, 168, 4],
              ],
        ),
        { texture: "smooth" },
      );
      if (s.form !== "square") s.frame(ellipse(240, 86, 16, 14));
      s.pen.solid(leaf(330, 398, 396, 380, 16), tonesOfColour("green"), { shade: 0 });
      s.pen.solid(leaf(346, 402, 420, 404, 14), tonesOfColour("green"), { shade: 0 });
    },
  },
  preserve: {
    tint: "pantry",
    forms: ["jam", "honey", "pickles"],
    patterns: ["check", "dots", "stripes", "plain"],
    focus: [240, 180, 1.9],
    scene: "kitchen",
    sceneScale: 0.54,
    shadow: 105,
    draw(s) {
      const half = s.range(96, 112);
      s.plain(
        turned(240, [
          [half * 0.8, 146, 4],
          [half, 190, 40],
          [half, 398, 30],
        ]),
        { texture: "smooth" },
      );
      if (s.form === "pickles")
        for (const [x, y] of [
          [-0.5, 210],
          [0.1, 200],
          [0.5, 230],
          [-0.2, 376],
          [0.4, 372],
        ] as const)
          s.pen.solid(ellipse(240 + half * x, y, 24, 15), tonesOfColour("green"), { shade: 0 });
      s.pen.gloss(line([240 - half * 0.78, 220], [240 - half * 0.78, 350]), 9);
      label(s, 240 - half * 0.58, 246, half * 1.16, 112);
      if (s.form === "honey")
        s.frame(
          turned(240, [
            [half * 0.82, 98, 10],
            [half * 0.86, 154, 6],
          ]),
        );
      else {
        s.pen.solid(
          soft([
            [240 - half * 0.6, 84, 30],
            [240 + half * 0.6, 84, 30],
            [240 + half * 1.06, 164, 6],
            [240 + half * 0.5, 152, 10],
            [240, 170, 20],
            [240 - half * 0.5, 152, 10],
            [240 - half * 1.06, 164, 6],
          ]),
          { ...cream, mark: s.body.base },
          { pattern: s.pattern, shade: 0.06, scale: 0.7 },
        );
        s.pen.tube(bow(240 - half * 0.78, 130, 240 + half * 0.78, 130, 5), 8, s.body.deep);
      }
    },
  },
  chocolate: {
    tint: "pantry",
    forms: ["bar", "box"],
    patterns: ["plain", "stripes", "dots", "leaves", "waves", "herringbone"],
    focus: [210, 190, 2],
    scene: "table",
    sceneScale: 0.52,
    shadow: 140,
    draw(s) {
      const cocoa = tonesOfColour("brown");
      if (s.form === "box") {
        s.main(
          soft(
            [
              [80, 236],
              [400, 236],
              [420, 398],
              [60, 398],
            ],
            14,
          ),
          { shade: 0.03 },
        );
        s.pen.solid(
          soft(
            [
              [100, 160],
              [380, 160],
              [408, 252],
              [72, 252],
            ],
            10,
          ),
          cream,
          { shade: 0 },
        );
        for (let r = 0; r < 2; r++)
          for (let c = 0; c < 5; c++)
            s.pen.solid(
              ellipse(138 + c * 52 - r * 4 + (c - 2) * r * 4, 184 + r * 42, 20, 16),
              (r + c) % 3 ? cocoa : cream,
              { shade: 0.16 },
            );
        label(s, 176, 284, 128, 84);
        return;
      }
      s.pen.solid(rect(130, 50, 220, 180, 10), cocoa, { shade: 0 });
      for (let r = 0; r < 2; r++)
        for (let c = 0; c < 3; c++)
          s.pen.solid(
            rect(142 + c * 67, 62 + r * 60, 60, 52, 6),
            { ...cocoa, base: cocoa.light },
            { shade: 0.1 },
          );
      s.pen.solid(
        soft([
          [120, 172, 3],
          [150, 158, 3],
          [180, 172, 3],
          [210, 158, 3],
          [240, 172, 3],
          [270, 158, 3],
          [300, 172, 3],
          [330, 158, 3],
          [360, 172, 3],
          [360, 250, 3],
          [120, 250, 3],
        ]),
        tonesOfColour("grey"),
        { shade: 0 },
      );
      s.main(rect(114, 202, 252, 196, 6), { shade: 0.05 });
      label(s, 164, 240, 152, 116);
    },
  },
  oil: {
    tint: "pantry",
    forms: ["tall", "square", "can"],
    patterns: printed,
    focus: [240, 280, 2],
    scene: "kitchen",
    sceneScale: 0.6,
    shadow: 85,
    draw(s) {
      const half = s.form === "square" ? 76 : s.range(64, 74);
      if (s.form === "can") {
        s.leg("M190 120Q190 70 240 70T290 120", 8);
        s.main(rect(136, 140, 208, 258, 8), { shade: 0.08 });
        s.plain(
          soft(
            [
              [160, 108],
              [320, 108],
              [344, 144],
              [136, 144],
            ],
            6,
          ),
          { shade: 0 },
        );
        s.frame(rect(290, 76, 34, 34, 6), { shade: 0 });
        label(s, 172, 196, 136, 146);
        return;
      }
      s.main(
        turned(240, [
          [22, 96, 3],
          [24, 170, 20],
          [half, 216, 40],
          [half, 398, 18],
        ]),
        { texture: "smooth" },
      );
      s.frame(
        turned(240, [
          [22, 42, 6],
          [26, 104, 4],
        ]),
      );
      label(s, 240 - half * 0.76, 250, half * 1.52, 110);
      s.pen.gloss(line([240 - half * 0.7, 240], [240 - half * 0.7, 246]), 8);
      s.pen.solid(leaf(316, 396, 380, 350, 14), tonesOfColour("olive"), { shade: 0 });
      s.pen.solid(ellipse(340, 390, 15, 13), tonesOfColour("olive"), { shade: 0.2 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
