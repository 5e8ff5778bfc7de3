import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, curve, ellipse, lathe, leaf, line, rect, soft } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const painted = ["plain", "plain", "stripes", "dots", "waves", "bands", "leaves"] as const;
const green = tonesOfColour("green");
const white = tonesOfColour("white");

export const decor = {
  vase: {
    tint: "decor",
    forms: ["bottle", "belly", "cylinder", "amphora"],
    patterns: painted,
    focus: [250, 310, 2],
    scene: "table",
    sceneScale: 0.62,
    shadow: 80,
    draw(s) {
      const half = s.range(66, 86);
      for (const [tx, ty] of [
        [180, 40],
        [250, 16],
        [306, 60],
      ] as const) {
        s.pen.stroke(bow(240, 190, tx, ty, 10), green.dark, 5);
        for (const t of [0.45, 0.7, 0.95]) {
          const x = 240 + (tx - 240) * t;
          const y = 190 + (ty - 190) * t;
          s.pen.solid(leaf(x, y, x + (tx < 240 ? -42 : 42), y - 20, 15), green, { shade: 0 });
        }
      }
      const profile = {
        bottle: [
          [20, 150],
          [22, 220],
          [half, 310],
          [half * 0.94, 370],
          [half * 0.66, 400],
        ],
        belly: [
          [half * 0.5, 186],
          [half * 0.42, 214],
          [half * 1.25, 300],
          [half * 0.95, 372],
          [half * 0.5, 400],
        ],
        cylinder: [
          [half * 0.82, 170],
          [half * 0.82, 240],
          [half * 0.82, 330],
          [half * 0.82, 400],
        ],
        amphora: [
          [half * 0.62, 160],
          [half * 0.36, 206],
          [half, 262],
          [half * 0.64, 350],
          [half * 0.5, 400],
        ],
      }[s.form] as [number, number][];
      if (s.form === "amphora")
        for (const side of [-1, 1])
          s.pen.tube(
            `M${240 + side * 24} 200Q${240 + side * 96} 180 ${240 + side * half * 0.86} 264`,
            10,
            s.body.base,
          );
      s.main(lathe(240, profile));
      s.pen.solid(
        ellipse(240, profile[0]![1], profile[0]![0], 8),
        { ...s.body, base: s.body.dark },
        { shade: 0 },
      );
      s.gloss(
        curve([
          [240 - half * 0.6, 350],
          [240 - half * 0.66, 314],
          [240 - half * 0.4, 280],
        ]),
        8,
      );
    },
  },
  clock: {
    tint: "decor",
    forms: ["round", "square", "sunburst", "alarm"],
    patterns: ["plain"],
    focus: [290, 190, 2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.6,
    draw(s) {
      const r = s.form === "sunburst" ? 96 : s.range(134, 156);
      if (s.form === "sunburst")
        for (let i = 0; i < 24; i++) {
          const a = (i * Math.PI) / 12;
          const far = i % 2 ? 150 : 180;
          s.leg(
            line(
              [240 + 90 * Math.cos(a), 240 + 90 * Math.sin(a)],
              [240 + far * Math.cos(a), 240 + far * Math.sin(a)],
            ),
            7,
          );
        }
      if (s.form === "alarm") {
        for (const x of [140, 340]) s.leg(line([x, 370], [x + (x < 240 ? -22 : 22), 404]), 14);
        for (const x of [150, 330]) s.plain(ellipse(x, 104, 50, 44), { texture: "smooth" });
      }
      if (s.form === "square") s.plain(rect(240 - r, 240 - r, 2 * r, 2 * r, 34), { shade: 0.05 });
      else s.plain(ellipse(240, 240, r), { shade: 0.06 });
      s.pen.solid(
        s.form === "square"
          ? rect(258 - r, 258 - r, 2 * r - 36, 2 * r - 36, 24)
          : ellipse(240, 240, r * 0.84),
        white,
        { shade: 0 },
      );
      for (let i = 0; i < 12; i++) {
        const a = (i * Math.PI) / 6;
        const near = i % 3 === 0 ? 0.62 : 0.69;
        s.pen.ink(
          line(
            [240 + r * near * Math.cos(a), 240 + r * near * Math.sin(a)],
            [240 + r * 0.75 * Math.cos(a), 240 + r * 0.75 * Math.sin(a)],
          ),
          i % 3 === 0 ? 1.5 : 0.7,
        );
      }
      const a = s.range(3.6, 4.2);
      s.pen.stroke(
        line([240, 240], [240 + r * 0.38 * Math.cos(a), 240 + r * 0.38 * Math.sin(a)]),
        INK,
        11,
      );
      s.pen.stroke(
        line([240, 240], [240 + r * 0.56 * Math.cos(a + 1.7), 240 + r * 0.56 * Math.sin(a + 1.7)]),
        INK,
        7,
      );
      s.pen.flat(ellipse(240, 240, 10), s.form === "sunburst" ? s.trim.base : s.body.deep);
    },
  },
  mirror: {
    tint: "decor",
    forms: ["round", "arch", "oval", "rectangle"],
    patterns: ["plain"],
    focus: [310, 150, 2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.66,
    draw(s) {
      const w = s.range(110, 132);
      const make = (inset: number) => {
        const h = w - inset;
        if (s.form === "round") return ellipse(240, 240, 166 - inset);
        if (s.form === "oval") return ellipse(240, 240, h, 176 - inset);
        if (s.form === "arch")
          return soft([
            [240 - h, 60 + inset, 120],
            [240 + h, 60 + inset, 120],
            [240 + h, 420 - inset, 6],
            [240 - h, 420 - inset, 6],
          ]);
        return rect(240 - h, 60 + inset, 2 * h, 360 - 2 * inset, 10);
      };
      s.plain(make(0), { shade: 0.04 });
      s.pen.solid(
        make(20),
        { ...tonesOfColour("sky"), base: "#dbe9ee", light: "#eef5f7", deep: "#c3d8e0" },
        { shade: 0.16 },
      );
      s.pen.gloss(line([200, 250], [268, 160]), 12);
      s.pen.gloss(line([240, 262], [284, 204]), 7);
    },
  },
  frame: {
    tint: "decor",
    forms: ["hills", "abstract", "botanical", "bird"],
    patterns: ["plain"],
    focus: [230, 220, 1.9],
    scene: "wall",
    hangs: true,
    sceneScale: 0.64,
    draw(s) {
      s.frame(rect(92, 50, 296, 372, 6), { texture: s.texture, shade: 0.03 });
      s.pen.solid(rect(112, 70, 256, 332, 2), white, { shade: 0 });
      const art = rect(140, 104, 200, 264, 2);
      s.pen.solid(art, { ...s.body, base: s.body.light }, { shade: 0 });
      if (s.form === "hills") {
        s.pen.flat(ellipse(s.range(190, 290), 174, 32), tonesOfColour("mustard").base);
        s.pen.flat(
          soft([
            [142, 260, 0],
            [210, 206, 60],
            [338, 270, 0],
            [338, 366, 0],
            [142, 366, 0],
          ]),
          s.body.base,
        );
        s.pen.flat(
          soft([
            [142, 320, 0],
            [280, 260, 70],
            [338, 296, 0],
            [338, 366, 0],
            [142, 366, 0],
          ]),
          s.body.dark,
        );
      } else if (s.form === "abstract") {
        s.pen.flat(ellipse(216, 190, 58), s.body.base);
        s.pen.flat(
          soft([
            [200, 210, 50],
            [320, 220, 60],
            [300, 346, 60],
            [190, 330, 40],
          ]),
          s.body.dark,
          0.85,
        );
        s.pen.stroke(bow(164, 340, 320, 130, 30), INK, 4);
      } else if (s.form === "bird") {
        s.pen.solid(
          soft(
            [
              [170, 250, 30],
              [240, 190, 50],
              [290, 220, 20],
              [318, 232, 2],
              [288, 246, 20],
              [250, 296, 50],
            ],
            20,
          ),
          s.body,
        );
        s.pen.flat(leaf(206, 250, 264, 268, 30), s.body.dark);
        s.pen.flat(ellipse(278, 226, 4), INK);
        s.pen.ink(line([160, 318], [324, 300]), 1.2);
        for (const x of [230, 246]) s.pen.ink(line([x, 280], [x, 310]), 0.7);
      } else {
        s.pen.stroke(bow(240, 350, 240, 130, 8), green.dark, 5);
        for (const y of [170, 216, 262, 306])
          for (const side of [-1, 1])
            s.pen.flat(
              leaf(240, y + 20, 240 + side * 66, y - 22, 20),
              y % 4 ? s.body.base : s.body.dark,
            );
      }
      s.pen.stroke(art.d, INK, 2.5);
    },
  },
} as const satisfies Record<string, KindDrawing>;
