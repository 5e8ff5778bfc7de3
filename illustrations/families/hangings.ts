import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { curve, ellipse, heart, lathe, leaf, line, rect, soft, star, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const green = tonesOfColour("green");
const white = tonesOfColour("white");

const ornaments = {
  bauble: () => ellipse(240, 256, 134),
  star: () => star(240, 262, 158),
  heart: () => heart(240, 118, 286),
  tree: () =>
    soft([
      [240, 110, 10],
      [308, 222, 10],
      [280, 222, 6],
      [344, 330, 12],
      [262, 330, 2],
      [262, 390, 4],
      [218, 390, 4],
      [218, 330, 2],
      [136, 330, 12],
      [200, 222, 6],
      [172, 222, 10],
    ]),
  bird: () =>
    soft([
      [92, 232, 4],
      [146, 206, 20],
      [180, 150, 50],
      [256, 190, 30],
      [350, 200, 30],
      [412, 150, 10],
      [392, 262, 30],
      [320, 340, 80],
      [200, 340, 80],
      [130, 254, 20],
    ]),
  egg: () =>
    lathe(240, [
      [20, 112],
      [86, 176],
      [122, 268],
      [104, 350],
      [24, 396],
    ]),
  bell: () =>
    lathe(240, [
      [26, 112],
      [72, 136],
      [92, 240],
      [104, 306],
      [142, 350],
    ]),
};

export const hangings = {
  ornament: {
    tint: "decor",
    forms: ["bauble", "star", "heart", "tree", "bird", "egg", "bell"],
    patterns: ["plain", "dots", "stripes", "waves", "leaves", "bands"],
    focus: [250, 260, 2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.5,
    draw(s) {
      s.pen.stroke("M240 -10V104", INK, 4);
      s.pen.stroke(ellipse(240, 96, 15, 20).d, INK, 5);

      if (s.form === "bell") s.frame(ellipse(240, 356, 28, 26));
      s.main(ornaments[s.form as keyof typeof ornaments](), { shade: 0.1 });
      if (s.form === "bauble")
        s.frame(
          turned(
            240,
            [
              [26, 106],
              [30, 132],
            ],
            4,
          ),
        );
      if (s.form === "bird") {
        s.pen.flat(ellipse(166, 206, 8), INK);
        s.plain(leaf(230, 250, 350, 266, 52), { shade: 0 });
      }
      s.gloss(
        curve([
          [152, 290],
          [154, 230],
          [190, 176],
        ]),
        9,
      );
    },
  },
  wreath: {
    tint: "decor",
    forms: ["leafy", "twig"],
    patterns: ["plain"],
    focus: [150, 300, 2.1],
    scene: "wall",
    hangs: true,
    sceneScale: 0.66,
    draw(s) {
      s.pen.tube(ellipse(240, 236, 132).d, 16, s.trim.dark);
      const n = s.form === "leafy" ? 30 : 24;
      for (let i = 0; i < n; i++) {
        const a = (i / n) * Math.PI * 2;
        const r = i % 2 ? 118 : 140;
        const [x, y] = [240 + r * Math.cos(a), 236 + r * Math.sin(a)];
        const b = a + (i % 2 ? 2.2 : 0.9);
        if (s.form === "leafy" || i % 2)
          s.pen.solid(
            leaf(x, y, x + 70 * Math.cos(b), y + 70 * Math.sin(b), 26),
            i % 3 ? green : tonesOfColour("sage"),
            { shade: 0 },
          );
        if (i % 3 === 0) s.pen.solid(ellipse(x, y, 10), s.body, { shade: 0 });
      }
      s.plain(
        soft(
          [
            [240, 366],
            [176, 336],
            [170, 398],
          ],
          16,
        ),
        { shade: 0, texture: "smooth" },
      );
      s.plain(
        soft(
          [
            [240, 366],
            [304, 336],
            [310, 398],
          ],
          16,
        ),
        { shade: 0, texture: "smooth" },
      );
      s.plain(ellipse(240, 368, 18), { shade: 0, texture: "smooth" });
    },
  },
  bunting: {
    tint: "decor",
    forms: ["pennants", "scallops"],
    patterns: ["dots", "stripes", "check", "leaves", "plain"],
    focus: [170, 190, 1.9],
    scene: "wall",
    hangs: true,
    sceneScale: 0.86,
    draw(s) {
      const flags = [
        [20, 112],
        [112, 152],
        [204, 172],
        [296, 164],
        [388, 130],
      ] as const;
      s.pen.stroke("M-20 96Q240 260 500 96", INK, 5);
      flags.forEach(([x, y], i) => {
        const shape =
          s.form === "pennants"
            ? soft([
                [x, y, 3],
                [x + 80, y + 6, 3],
                [x + 42, y + 118, 6],
              ])
            : soft([
                [x, y, 3],
                [x + 80, y + 6, 3],
                [x + 78, y + 104, 44],
                [x + 2, y + 98, 44],
              ]);
        if (i % 2 === 0) s.main(shape, { shade: 0.06, scale: 0.8 });
        else
          s.pen.solid(shape, i === 1 ? tonesOfColour("cream") : { ...s.body, base: s.body.light }, {
            shade: 0.06,
          });
      });
      s.pen.stroke("M-20 300Q240 450 500 300", INK, 5);
      for (let i = 0; i < 5; i++) {
        const x = 30 + i * 92;
        const y = 322 + 48 * Math.sin((x / 480) * Math.PI);
        const shape =
          s.form === "pennants"
            ? soft([
                [x, y, 3],
                [x + 60, y + 2, 3],
                [x + 30, y + 78, 6],
              ])
            : soft([
                [x, y, 3],
                [x + 60, y + 2, 3],
                [x + 58, y + 70, 34],
                [x + 2, y + 70, 34],
              ]);
        s.pen.solid(shape, i % 2 ? s.body : tonesOfColour("cream"), { shade: 0.06 });
      }
    },
  },
  sign: {
    tint: "decor",
    forms: ["plaque", "arrow", "letter"],
    patterns: ["plain", "plain", "stripes", "dots"],
    focus: [190, 250, 2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.6,
    draw(s) {
      if (s.form === "letter") {
        s.main(
          soft([
            [190, 60, 8],
            [290, 60, 8],
            [400, 400, 8],
            [310, 400, 8],
            [288, 326, 4],
            [192, 326, 4],
            [170, 400, 8],
            [80, 400, 8],
          ]),
          { shade: 0.08 },
        );
        s.pen.solid(
          soft(
            [
              [240, 150],
              [268, 256],
              [212, 256],
            ],
            5,
          ),
          { ...s.body, base: s.body.dark },
          { shade: 0 },
        );
        return;
      }
      s.pen.stroke("M130 190L240 60L350 190", INK, 5);
      s.pen.flat(ellipse(240, 60, 9), INK);
      s.main(
        s.form === "arrow"
          ? soft(
              [
                [60, 180],
                [340, 180],
                [432, 256],
                [340, 332],
                [60, 332],
              ],
              10,
            )
          : rect(62, 172, 356, 170, 16),
        { shade: 0.03 },
      );
      s.pen.solid(rect(88, 200, s.form === "arrow" ? 244 : 304, 112, 8), white, { shade: 0 });
      const end = s.form === "arrow" ? 310 : 370;
      s.pen.stroke(
        `M112 244q14 -24 28 0t28 0t28 0t28 0${s.form === "arrow" ? "" : "t28 0t28 0"}`,
        INK,
        6,
      );
      s.pen.stroke(line([130, 284], [end - 24, 284]), s.body.base, 6);
    },
  },
} as const satisfies Record<string, KindDrawing>;
