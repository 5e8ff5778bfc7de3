import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, curve, ellipse, lathe, line, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const painted = ["plain", "plain", "dots", "stripes", "waves", "leaves", "bands", "check"] as const;
const white = tonesOfColour("white");

export const serving = {
  glass: {
    tint: "tableware",
    forms: ["tumbler", "wine", "flute"],
    patterns: ["plain", "plain", "stripes", "dots"],
    focus: [250, 220, 2.1],
    scene: "table",
    sceneScale: 0.5,
    shadow: 80,
    draw(s) {
      if (s.form === "tumbler") {
        const half = s.range(72, 88);
        s.main(
          turned(240, [
            [half, 170, 4],
            [half * 0.82, 400, 16],
          ]),
          { texture: "smooth" },
        );
        s.pen.flat(
          turned(240, [
            [half * 0.9, 250, 2],
            [half * 0.78, 386, 14],
          ]),
          s.body.deep,
          0.5,
        );
        s.pen.solid(ellipse(240, 170, half, 14), { ...s.body, base: s.body.light }, { shade: 0 });
        s.pen.gloss(line([240 - half * 0.6, 210], [240 - half * 0.54, 330]), 9);
        return;
      }
      const flute = s.form === "flute";
      const half = flute ? 44 : s.range(74, 88);
      s.pen.tube(line([240, 280], [240, 388]), 9, s.body.light);
      s.plain(
        turned(240, [
          [16, 384, 8],
          [64, 400, 5],
        ]),
        { texture: "smooth" },
      );
      s.main(
        lathe(240, [
          [half * 0.82, 90],
          [half, 190],
          [half * 0.7, 262],
          [10, 294],
        ]),
        { texture: "smooth" },
      );
      s.pen.flat(
        lathe(240, [
          [half * 0.92, 176],
          [half * 0.88, 210],
          [half * 0.62, 258],
          [9, 286],
        ]),
        s.body.deep,
        0.6,
      );
      s.pen.gloss(
        curve([
          [240 - half * 0.66, 210],
          [240 - half * 0.72, 170],
          [240 - half * 0.6, 120],
        ]),
        7,
      );
    },
  },
  "cake-stand": {
    tint: "tableware",
    forms: ["single", "two-tier", "three-tier", "dome"],
    patterns: ["plain", "dots", "leaves", "waves"],
    focus: [240, 280, 1.7],
    scene: "table",
    sceneScale: 0.62,
    shadow: 90,
    draw(s) {
      const tiers =
        s.form === "three-tier"
          ? [
              [330, 158],
              [222, 120],
              [126, 84],
            ]
          : s.form === "two-tier"
            ? [
                [316, 158],
                [176, 108],
              ]
            : [[296, 164]];
      s.frame(
        turned(
          240,
          [
            [14, 300],
            [20, 366],
            [64, 400],
          ],
          6,
        ),
      );
      if (s.form !== "single" && s.form !== "dome") {
        s.leg(line([240, tiers.at(-1)![0]! - 52], [240, 330]), 9);
        s.frame(ellipse(240, tiers.at(-1)![0]! - 66, 15));
      }
      for (const [y, half] of tiers as [number, number][]) {
        s.main(
          {
            ...turned(
              240,
              [
                [half, y],
                [half * 0.5, y + 32],
              ],
              12,
            ),
          },
          { scale: 0.7 },
        );
        s.pen.solid(ellipse(240, y, half, 15), { ...s.body, base: s.body.light }, { shade: 0 });
        if (half > 100 && s.form !== "dome")
          for (const x of [-0.55, 0.5]) {
            s.pen.solid(
              lathe(240 + half * x, [
                [10, y - 34],
                [26, y - 26],
                [26, y - 2],
              ]),
              tonesOfColour("pink"),
              { shade: 0.2 },
            );
            s.pen.flat(ellipse(240 + half * x, y - 36, 7), tonesOfColour("red").base);
          }
      }
      if (s.form !== "dome") return;
      s.pen.solid(
        turned(240, [
          [100, 220, 10],
          [100, 292, 4],
        ]),
        tonesOfColour("rose"),
      );
      s.pen.solid(
        lathe(240, [
          [18, 120],
          [110, 160],
          [136, 230],
          [138, 292],
        ]),
        tonesOfColour("sky"),
        { opacity: 0.5 },
      );
      s.frame(ellipse(240, 110, 15));
    },
  },
  tray: {
    tint: "tableware",
    forms: ["round", "rectangular"],
    patterns: painted,
    focus: [300, 240, 2],
    scene: "table",
    sceneScale: 0.56,
    shadow: 150,
    draw(s) {
      if (s.form === "round") {
        s.frame(ellipse(240, 256, 186, 140));
        s.main(ellipse(240, 250, 164, 118), { shade: 0.04 });
      } else {
        s.frame(
          soft(
            [
              [86, 150],
              [394, 150],
              [440, 376],
              [40, 376],
            ],
            26,
          ),
        );
        s.main(
          soft(
            [
              [106, 170],
              [374, 170],
              [412, 352],
              [68, 352],
            ],
            14,
          ),
          { shade: 0.03 },
        );
        for (const [x, y] of [
          [70, 262],
          [410, 262],
        ] as const)
          s.pen.flat(ellipse(x, y, 7, 26), INK);
      }
      s.pen.solid(
        turned(
          200,
          [
            [40, 190],
            [32, 262],
          ],
          12,
        ),
        white,
      );
      s.pen.flat(ellipse(200, 193, 32, 7), tonesOfColour("brown").base);
      s.pen.solid(ellipse(292, 284, 48, 30), white, { shade: 0.08 });
      s.pen.solid(ellipse(292, 276, 28, 17), tonesOfColour("mustard"));
    },
  },
  cutlery: {
    tint: "tableware",
    forms: ["rounded", "slim"],
    patterns: ["plain"],
    focus: [240, 330, 2],
    scene: "table",
    sceneScale: 0.55,
    shadow: 130,
    draw(s) {
      const w = s.form === "slim" ? 10 : 15;
      const metal = s.trim;
      for (const x of [140, 240, 340]) s.pen.tube(line([x, 232], [x, 386]), w, s.body.base);
      s.pen.solid(
        soft([
          [112, 70, 4],
          [122, 70, 4],
          [124, 130, 2],
          [134, 130, 2],
          [135, 70, 4],
          [145, 70, 4],
          [146, 130, 2],
          [156, 130, 2],
          [158, 70, 4],
          [168, 70, 4],
          [170, 160, 20],
          [148, 214, 14],
          [146, 252, 2],
          [134, 252, 2],
          [132, 214, 14],
          [110, 160, 20],
        ]),
        metal,
      );
      s.pen.solid(
        soft([
          [228, 64, 10],
          [256, 78, 30],
          [262, 220, 10],
          [246, 232, 2],
          [246, 252, 2],
          [234, 252, 2],
          [228, 220, 4],
        ]),
        metal,
      );
      s.pen.solid(
        lathe(340, [
          [10, 70],
          [32, 100],
          [34, 140],
          [16, 192],
          [6, 220],
          [6, 252],
        ]),
        metal,
      );
      s.pen.ink(bow(326, 100, 324, 150, 4), 0.5);
      for (const x of [140, 240, 340])
        for (const y of [270, 350]) s.pen.flat(ellipse(x, y, 3), s.body.mark);
    },
  },
} as const satisfies Record<string, KindDrawing>;
