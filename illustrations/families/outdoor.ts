import { tonesOfColour } from "../colours.ts";
import { bow, ellipse, lathe, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const dark = tonesOfColour("charcoal");

export const outdoor = {
  helmet: {
    tint: "outdoor",
    forms: ["city", "vented"],
    patterns: ["plain", "plain", "stripes", "dots"],
    focus: [250, 190, 2],
    scene: "street",
    sceneScale: 0.56,
    shadow: 140,
    draw(s) {
      s.pen.tube("M150 300Q190 404 240 404Q290 404 330 300", 13, dark.base);
      s.pen.solid(rect(214, 388, 52, 26, 7), s.trim, { shade: 0 });
      s.main(
        soft([
          [70, 310, 24],
          [72, 110, 150],
          [300, 70, 110],
          [412, 180, 100],
          [418, 310, 24],
          [300, 296, 40],
          [180, 300, 40],
        ]),
        { shade: 0.07 },
      );
      if (s.form === "vented")
        for (const [a, b] of [
          [130, 240],
          [200, 190],
          [276, 176],
          [346, 206],
        ] as const)
          s.pen.solid(
            soft(
              [
                [a, b],
                [a + 34, b - 36],
                [a + 46, b + 30],
                [a + 10, b + 56],
              ],
              14,
            ),
            dark,
            { shade: 0 },
          );
      else {
        s.plain(
          soft([
            [66, 292, 20],
            [424, 292, 20],
            [440, 326, 16],
            [50, 326, 16],
          ]),
          { shade: 0 },
        );
        for (const x of [180, 240, 300])
          s.pen.solid(ellipse(x, 170 - (x === 240 ? 18 : 0), 17, 10), dark, { shade: 0 });
      }
      s.gloss(bow(112, 230, 160, 144, -14), 10);
    },
  },
  bottle: {
    tint: "outdoor",
    forms: ["slim", "wide", "flask"],
    patterns: ["plain", "plain", "bands", "dots", "stripes", "waves", "leaves"],
    focus: [240, 230, 2],
    scene: "outdoor",
    sceneScale: 0.56,
    shadow: 80,
    draw(s) {
      const half = s.form === "slim" ? 58 : s.range(72, 84);
      if (s.form === "flask")
        s.leg(`M${240 + half * 0.9} 200Q${240 + half + 70} 210 ${240 + half * 0.95} 340`, 15);
      s.main(
        turned(240, [
          [half * 0.52, 112, 4],
          [half * 0.56, 140, 10],
          [half, 190, 34],
          [half, 398, 22],
        ]),
      );
      s.plain(
        turned(240, [
          [half, 356, 0],
          [half, 398, 22],
        ]),
        { shade: 0.13, texture: "smooth" },
      );
      if (s.form === "wide") s.leg("M212 66Q212 26 240 26T268 66", 10);
      s.frame(
        turned(240, [
          [half * 0.6, s.form === "flask" ? 44 : 62, 10],
          [half * 0.64, 120, 5],
        ]),
      );
      s.gloss(line([240 - half * 0.62, 220], [240 - half * 0.62, 330]), 9);
    },
  },
  "lunch-box": {
    tint: "outdoor",
    forms: ["latched", "tiffin", "strap"],
    patterns: ["plain", "dots", "check", "stripes", "leaves"],
    focus: [240, 290, 2],
    scene: "outdoor",
    sceneScale: 0.56,
    shadow: 140,
    draw(s) {
      if (s.form === "tiffin") {
        s.leg("M140 380V120Q140 66 240 66T340 120V380", 10);
        [
          [316, 82],
          [236, 78],
          [158, 76],
        ].forEach(([y, h], i) => {
          s.pen.solid(
            rect(122, y!, 236, h!, 14),
            i === 1 ? s.body : { ...s.body, base: s.body.light },
            { pattern: i === 1 ? s.pattern : "plain", texture: s.bodyTexture },
          );
        });
        s.plain(
          lathe(240, [
            [30, 116],
            [96, 130],
            [122, 160],
          ]),
        );
        return;
      }
      if (s.form === "latched") s.leg("M176 200Q176 128 240 128T304 200", 13);
      s.main(rect(66, 232, 348, 166, 26), { shade: 0.05 });
      s.plain(rect(58, 186, 364, 70, 24), { shade: 0.04, texture: s.bodyTexture });
      if (s.form === "strap")
        s.pen.solid(rect(212, 178, 56, 222, 4), s.trim, { shade: 0, texture: "weave" });
      else
        for (const x of [124, 326])
          s.pen.solid(rect(x, 232, 32, 50, 7), tonesOfColour("grey"), { shade: 0 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
