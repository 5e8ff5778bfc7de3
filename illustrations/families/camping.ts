import { tonesOfColour } from "../colours.ts";
import { bow, ellipse, lathe, line, rect, soft, star, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const dark = tonesOfColour("charcoal");

export const camping = {
  tent: {
    tint: "outdoor",
    forms: ["ridge", "dome", "teepee"],
    patterns: ["plain", "plain", "stripes", "dots"],
    focus: [230, 280, 1.9],
    scene: "outdoor",
    sceneScale: 0.72,
    shadow: 210,
    draw(s) {
      const inside = { ...dark, base: s.body.dark };
      s.pen.ink("M60 380L20 404M420 380L460 404");
      if (s.form === "dome") {
        s.main(
          { d: "M40 398C50 170 150 110 240 110S430 170 440 398z", x: 40, y: 110, w: 400, h: 288 },
          { shade: 0.06 },
        );
        s.pen.ink("M240 110Q120 200 96 398M240 110Q360 200 384 398");
        s.pen.solid(
          {
            d: "M170 398C176 290 206 240 240 240S304 290 310 398z",
            x: 170,
            y: 240,
            w: 140,
            h: 158,
          },
          inside,
          { shade: 0 },
        );
        s.plain(
          soft([
            [240, 240, 30],
            [300, 290, 30],
            [330, 398, 4],
            [286, 398, 4],
          ]),
          { shade: 0 },
        );
        return;
      }
      if (s.form === "teepee") {
        s.leg("M222 40L262 110M262 36L220 110M240 30V100", 9);
        s.main(
          soft([
            [232, 72, 4],
            [250, 72, 4],
            [380, 398, 6],
            [100, 398, 6],
          ]),
          { shade: 0.06 },
        );
      } else {
        s.plain(
          soft([
            [300, 120, 6],
            [440, 398, 6],
            [250, 398, 4],
          ]),
          { shade: 0 },
        );
        s.main(
          soft([
            [210, 110, 6],
            [304, 118, 6],
            [354, 398, 6],
            [60, 398, 6],
          ]),
          { shade: 0.04 },
        );
      }
      const cx = s.form === "teepee" ? 240 : 208;
      s.pen.solid(
        soft([
          [cx, 190, 4],
          [cx + 58, 398, 2],
          [cx - 58, 398, 2],
        ]),
        inside,
        { shade: 0 },
      );
      s.pen.solid(
        soft([
          [cx, 190, 4],
          [cx - 10, 330, 10],
          [cx - 76, 398, 4],
          [cx - 52, 340, 4],
        ]),
        { ...s.body, base: s.body.light },
        { shade: 0 },
      );
    },
  },
  torch: {
    tint: "outdoor",
    forms: ["torch", "lantern"],
    patterns: ["plain", "plain", "bands", "dots"],
    focus: [240, 230, 2],
    scene: "outdoor",
    sceneScale: 0.56,
    shadow: 80,
    draw(s) {
      const light = tonesOfColour("yellow");
      if (s.form === "lantern") {
        s.leg("M150 190Q140 40 240 40T330 190", 8);
        s.plain(
          turned(240, [
            [40, 92, 10],
            [86, 146, 8],
          ]),
          { texture: "smooth" },
        );
        s.pen.solid(
          lathe(240, [
            [70, 146],
            [92, 230],
            [70, 306],
          ]),
          light,
          { opacity: 0.85 },
        );
        s.pen.solid(ellipse(240, 246, 24, 36), tonesOfColour("orange"), { shade: 0 });
        s.main(
          turned(240, [
            [84, 304, 6],
            [104, 398, 16],
          ]),
        );
        return;
      }
      s.pen.solid(ellipse(240, 62, 94, 20), light, { shade: 0 });
      s.plain(
        turned(240, [
          [94, 62, 4],
          [96, 104, 6],
          [54, 170, 10],
        ]),
        { texture: "smooth" },
      );
      s.main(
        turned(240, [
          [54, 166, 4],
          [54, 398, 16],
        ]),
      );
      for (const y of [330, 350, 370]) s.pen.ink(line([190, y], [290, y]), 0.7);
      s.pen.solid(rect(224, 206, 32, 52, 14), tonesOfColour("red"), { shade: 0 });
      s.gloss(line([204, 210], [204, 310]), 8);
    },
  },
  mat: {
    tint: "outdoor",
    forms: ["rolled", "strapped"],
    patterns: ["plain", "plain", "stripes", "leaves", "waves"],
    focus: [160, 280, 2],
    scene: "floor",
    sceneScale: 0.62,
    shadow: 170,
    draw(s) {
      s.plain(
        soft(
          [
            [160, 352],
            [448, 352],
            [462, 398],
            [130, 398],
          ],
          6,
        ),
        { shade: 0 },
      );
      s.main(rect(66, 222, 350, 174, 84), { shade: 0 });
      s.plain(ellipse(110, 309, 70, 86), { shade: 0.05 });
      s.pen.ink("M110 309q20 -24 34 4t-34 40q-50 -2 -46 -50t52 -50q40 4 44 40");
      if (s.form === "rolled") return;
      for (const x of [236, 340]) s.pen.tube(bow(x, 224, x, 394, -9), 14, s.trim.base);
      s.pen.tube("M240 224Q290 110 344 224", 13, s.trim.base);
    },
  },
  "hot-water-bottle": {
    tint: "textiles",
    forms: ["knitted", "plain"],
    patterns: ["plain", "stripes", "check", "dots", "herringbone", "leaves"],
    focus: [240, 250, 2],
    scene: "sofa",
    sceneScale: 0.56,
    shadow: 110,
    draw(s) {
      s.pen.solid(
        turned(240, [
          [34, 40, 12],
          [26, 110, 6],
        ]),
        dark,
      );
      s.main(
        soft([
          [202, 92, 14],
          [278, 92, 14],
          [276, 130, 20],
          [356, 170, 60],
          [352, 398, 56],
          [128, 398, 56],
          [124, 170, 60],
          [204, 130, 20],
        ]),
        { shade: 0.07, texture: s.form === "knitted" ? "knit" : s.texture },
      );
      s.plain(rect(194, 78, 92, 46, 16), { shade: 0.06 });
      s.pen.solid(star(240, 286, 40, 19), { ...s.body, base: s.body.light }, { shade: 0 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
