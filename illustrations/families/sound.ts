import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, lathe, line, rect, soft } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const dark = tonesOfColour("charcoal");
const cream = tonesOfColour("cream");

export const sound = {
  headphones: {
    tint: "sound",
    forms: ["over-ear", "on-ear"],
    patterns: ["plain"],
    focus: [130, 300, 2],
    scene: "desk",
    sceneScale: 0.58,
    shadow: 140,
    draw(s) {
      const r = s.range(122, 140);
      s.pen.tube(
        `M${240 - r} 290C${240 - r - 20} 30 ${240 + r + 20} 30 ${240 + r} 290`,
        24,
        s.form === "on-ear" ? s.trim.base : s.body.base,
      );
      s.pen.tube(`M${240 - r * 0.72} 150Q240 62 ${240 + r * 0.72} 150`, 14, s.body.deep);
      for (const side of [-1, 1]) {
        const x = 240 + side * r;
        s.pen.solid(ellipse(x - side * 22, 308, 34, s.form === "on-ear" ? 54 : 76), dark, {
          shade: 0,
        });
        s.plain(
          ellipse(x + side * 8, 308, s.form === "on-ear" ? 46 : 50, s.form === "on-ear" ? 54 : 80),
          { shade: 0.16 },
        );
        s.frame(ellipse(x + side * 14, 308, 20, 30), { shade: 0 });
      }
    },
  },
  speaker: {
    tint: "sound",
    forms: ["bookshelf", "portable", "cylinder"],
    patterns: ["plain", "plain", "dots", "grid"],
    focus: [240, 290, 2],
    scene: "desk",
    sceneScale: 0.58,
    shadow: 110,
    draw(s) {
      if (s.form === "portable") {
        s.leg("M150 190Q150 120 240 120T330 190", 13);
        s.main(rect(74, 184, 332, 214, 48), { shade: 0.04 });
        s.pen.solid(
          rect(98, 210, 284, 162, 34),
          { ...s.body, base: s.body.deep },
          { texture: "weave", shade: 0 },
        );
        s.frame(rect(206, 276, 68, 28, 8), { shade: 0 });
        return;
      }
      if (s.form === "cylinder") {
        s.main(
          lathe(240, [
            [92, 96],
            [104, 200],
            [104, 320],
            [92, 398],
          ]),
          { texture: "weave" },
        );
        s.frame(ellipse(240, 98, 92, 24));
        s.pen.flat(ellipse(240, 98, 34, 8), INK);
        s.pen.flat(ellipse(240, 362, 6), tonesOfColour("sage").light);
        return;
      }
      s.frame(rect(122, 56, 236, 342, 14), {
        texture: s.texture === "grain" ? "grain" : "smooth",
        shade: 0.06,
      });
      s.main(rect(142, 76, 190, 302, 8), { shade: 0 });
      s.pen.solid(ellipse(237, 272, 78), dark, { shade: 0 });
      s.pen.solid(ellipse(237, 272, 56), { ...dark, base: dark.light }, { shade: 0.08 });
      s.pen.solid(ellipse(237, 272, 21), dark, { shade: 0 });
      s.pen.solid(ellipse(237, 134, 37), dark, { shade: 0 });
      s.pen.solid(ellipse(237, 134, 15), s.trim, { shade: 0 });
    },
  },
  camera: {
    tint: "sound",
    forms: ["rangefinder", "instant", "reflex"],
    patterns: ["plain"],
    focus: [240, 290, 2],
    scene: "desk",
    sceneScale: 0.58,
    shadow: 160,
    draw(s) {
      if (s.form === "reflex")
        s.plain(
          soft(
            [
              [176, 170],
              [204, 104],
              [276, 104],
              [304, 170],
            ],
            10,
          ),
          { texture: "smooth" },
        );
      s.pen.solid(rect(96, 148, 58, 26, 7), tonesOfColour("grey"), { shade: 0 });
      s.pen.solid(rect(342, 154, 40, 18, 6), s.trim, { shade: 0 });
      s.plain(rect(52, 166, 376, 232, s.form === "instant" ? 54 : 26), {
        shade: 0.04,
        texture: "smooth",
      });
      s.pen.solid(
        rect(52, 226, 376, s.form === "instant" ? 50 : 116, 2),
        s.form === "instant" ? s.trim : dark,
        { shade: 0, texture: s.form === "instant" ? "smooth" : "speckle" },
      );
      if (s.form === "instant") s.pen.solid(rect(140, 358, 200, 22, 6), dark, { shade: 0 });
      s.pen.solid(rect(330, 186, 66, 30, 6), cream, { shade: 0 });
      s.pen.solid(ellipse(240, 282, 98), tonesOfColour("grey"), { shade: 0.05 });
      s.pen.solid(ellipse(240, 282, 76), dark, { shade: 0 });
      s.pen.solid(ellipse(240, 282, 52), tonesOfColour("navy"), { shade: 0.1 });
      s.pen.gloss(bow(208, 286, 230, 254, -8), 9);
      s.pen.flat(ellipse(94, 196, 10), tonesOfColour("red").base);
    },
  },
  keyboard: {
    tint: "sound",
    forms: ["compact", "full"],
    patterns: ["plain"],
    focus: [180, 270, 2.1],
    scene: "desk",
    sceneScale: 0.66,
    shadow: 190,
    draw(s) {
      s.frame(
        soft(
          [
            [44, 166],
            [436, 166],
            [464, 366],
            [16, 366],
          ],
          20,
        ),
        { shade: 0 },
      );
      s.pen.flat(
        soft(
          [
            [56, 180],
            [424, 180],
            [446, 346],
            [34, 346],
          ],
          10,
        ),
        s.body.dark,
      );
      const columns = s.form === "compact" ? 10 : 13;
      for (let r = 0; r < 4; r++) {
        const left = 62 - r * 7;
        const width = (356 + r * 14) / columns;
        const y = 186 + r * 39;
        const keys = Array.from({ length: columns }, (_, c) => c);
        const space = r === 3;
        for (const c of keys) {
          if (space && c > 2 && c < columns - 3) continue;
          const tones =
            (r === 0 && c === 0) || (r === 2 && c === columns - 1)
              ? tonesOfColour("orange")
              : (c + r) % 5 === 0
                ? s.body
                : cream;
          s.pen.flat(rect(left + c * width + 2, y, width - 4, 32, 6), tones.base);
        }
        if (space)
          s.pen.flat(rect(left + 3 * width + 2, y, width * (columns - 6) - 4, 32, 6), s.body.light);
      }
    },
  },
  radio: {
    tint: "sound",
    forms: ["retro", "wide"],
    patterns: ["plain", "plain", "stripes"],
    focus: [310, 290, 2],
    scene: "kitchen",
    sceneScale: 0.56,
    shadow: 160,
    draw(s) {
      s.leg("M130 190Q130 110 240 110T350 190", 13);
      s.pen.tube(line([370, 190], [420, 60]), 5, tonesOfColour("grey").base);
      s.plain(rect(58, 186, 364, 212, s.form === "retro" ? 50 : 18), {
        shade: 0.04,
        texture: s.bodyTexture,
      });
      s.pen.solid(ellipse(160, 292, 76), cream, { texture: "weave", shade: 0 });
      s.pen.solid(rect(262, 216, 130, 62, 8), cream, { shade: 0 });
      for (let x = 276; x < 390; x += 14) s.pen.ink(line([x, 226], [x, x % 28 ? 240 : 250]), 0.6);
      s.pen.stroke(
        line([s.range(290, 360), 222], [s.range(290, 360), 270]),
        tonesOfColour("red").base,
        5,
      );
      for (const x of [292, 362]) s.frame(ellipse(x, 334, 27));
    },
  },
  guitar: {
    tint: "sound",
    forms: ["guitar", "ukulele"],
    patterns: ["plain"],
    focus: [240, 290, 2],
    scene: "floor",
    sceneScale: 0.74,
    shadow: 80,
    draw(s) {
      const slim = s.form === "ukulele" ? 0.82 : 1;
      const neck = s.form === "ukulele" ? 86 : 40;
      s.pen.solid(
        soft(
          [
            [214, neck - 28],
            [266, neck - 28],
            [258, neck + 34],
            [222, neck + 34],
          ],
          8,
        ),
        s.trim,
      );
      for (const dy of [-14, 8])
        for (const side of [-1, 1])
          s.pen.solid(ellipse(240 + side * 34, neck + dy, 9), cream, { shade: 0 });
      const w = (v: number): number => v * slim;
      s.main(
        lathe(240, [
          [w(34), 186],
          [w(84), 206],
          [w(84), 244],
          [w(66), 278],
          [w(112), 330],
          [w(102), 382],
          [w(40), 400],
        ]),
      );
      s.pen.solid(rect(226, neck + 30, 28, 210 - neck, 3), tonesOfColour("brown"), { shade: 0 });
      for (let y = neck + 52; y < 230; y += 24)
        s.pen.stroke(line([228, y], [252, y]), cream.base, 2);
      s.pen.solid(ellipse(240, 266, w(36)), dark, { shade: 0 });
      s.pen.solid(rect(240 - w(44), 350, w(88), 15, 5), tonesOfColour("brown"), { shade: 0 });
      for (const x of [233, 240, 247]) s.pen.stroke(line([x, neck], [x, 354]), cream.light, 1.5);
    },
  },
} as const satisfies Record<string, KindDrawing>;
