import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const printed = ["plain", "dots", "stripes", "check", "leaves", "waves", "grid"] as const;

export const kitchen = {
  "chopping-board": {
    tint: "kitchen",
    forms: ["paddle", "round", "block"],
    patterns: ["plain"],
    focus: [240, 300, 2],
    scene: "kitchen",
    sceneScale: 0.62,
    shadow: 110,
    draw(s) {
      const half = s.range(90, 112);
      if (s.form === "round") {
        s.main(
          soft([
            [214, 40, 24],
            [266, 40, 24],
            [270, 140, 10],
            [210, 140, 10],
          ]),
        );
        s.main(ellipse(240, 258, 142));
        s.pen.flat(
          soft(
            [
              [212, 120],
              [268, 120],
              [276, 160],
              [204, 160],
            ],
            4,
          ),
          s.body.base,
        );
      } else if (s.form === "block") s.main(rect(70, 170, 340, 228, 22), { shade: 0.04 });
      else
        s.main(
          turned(240, [
            [24, 44, 22],
            [22, 130, 30],
            [half, 158, 30],
            [half, 398, 26],
          ]),
          { shade: 0.07 },
        );
      if (s.form === "block") s.pen.stroke(rect(92, 192, 296, 184, 14).d, s.body.dark, 4);
      else s.pen.solid(ellipse(240, 76, 11), { ...s.body, base: INK }, { shade: 0 });
    },
  },
  knife: {
    tint: "kitchen",
    forms: ["chef", "bread", "paring"],
    patterns: ["plain"],
    focus: [220, 240, 2.1],
    scene: "kitchen",
    sceneScale: 0.6,
    shadow: 60,
    draw(s) {
      const steel = tonesOfColour("grey");
      const long = s.form === "paring" ? 158 : 74;
      const blade =
        s.form === "bread"
          ? soft([
              [196, 266, 2],
              [196, long, 6],
              [236, long - 10, 18],
              [262, long + 14, 10],
              [262, 266, 2],
            ])
          : soft([
              [204, 266, 2],
              [200, long + 90, 40],
              [228, long, 3],
              [270, long + 96, 60],
              [272, 266, 8],
            ]);
      s.pen.solid(blade, steel, { shade: 0.3 });
      if (s.form === "bread")
        for (let y = long + 20; y < 260; y += 18) s.pen.ink(bow(196, y, 196, y + 18, 5), 0.6);
      s.pen.solid(
        soft(
          [
            [212, 262],
            [264, 262],
            [262, 284],
            [214, 284],
          ],
          3,
        ),
        tonesOfColour("mustard"),
      );
      s.main(
        soft([
          [214, 282, 4],
          [262, 282, 4],
          [268, 398, 20],
          [212, 398, 26],
        ]),
        { shade: 0.3 },
      );
      for (const y of [310, 346]) s.pen.flat(ellipse(240, y, 5), s.body.mark);
    },
  },
  jar: {
    tint: "kitchen",
    forms: ["cork-lid", "screw-lid", "ceramic"],
    patterns: ["plain", "plain", "dots", "bands"],
    focus: [240, 260, 2],
    scene: "kitchen",
    sceneScale: 0.56,
    shadow: 95,
    draw(s) {
      const half = s.range(82, 100);
      const top = s.range(150, 178);
      if (s.form === "ceramic")
        s.main(
          turned(240, [
            [half, top, 10],
            [half, 398, 24],
          ]),
        );
      else {
        s.pen.solid(
          turned(240, [
            [half * 0.8, top - 4, 8],
            [half, top + 40, 30],
            [half, 398, 24],
          ]),
          tonesOfColour("sky"),
          { opacity: 0.75, shade: 0.06 },
        );
        s.pen.flat(
          turned(240, [
            [half - 10, top + 90, 4],
            [half - 10, 390, 20],
          ]),
          s.body.base,
        );
        s.pen.flat(
          turned(240 + half * 0.6, [
            [half * 0.26, top + 90, 2],
            [half * 0.26, 388, 18],
          ]),
          s.body.deep,
        );
        s.pen.stroke(
          turned(240, [
            [half * 0.8, top - 4, 8],
            [half, top + 40, 30],
            [half, 398, 24],
          ]).d,
          INK,
          s.pen.inkWidth,
        );
        s.pen.gloss(line([240 - half * 0.76, top + 66], [240 - half * 0.76, 350]), 8);
      }
      s.pen.solid(rect(240 - half * 0.56, 278, half * 1.12, 64, 5), tonesOfColour("white"), {
        shade: 0,
      });
      s.pen.ink(line([240 - half * 0.34, 302], [240 + half * 0.34, 302]));
      s.pen.ink(line([240 - half * 0.22, 322], [240 + half * 0.22, 322]), 0.6);
      s.frame(
        turned(240, [
          [half * 0.8, top - 42, 8],
          [half * (s.form === "screw-lid" ? 0.86 : 0.72), top + 2, 5],
        ]),
      );
      if (s.form === "screw-lid")
        for (const dy of [-26, -14])
          s.pen.ink(line([240 - half * 0.78, top + dy], [240 + half * 0.78, top + dy]), 0.5);
    },
  },
  "cake-tin": {
    tint: "kitchen",
    forms: ["round", "square", "stack"],
    patterns: printed,
    focus: [240, 310, 2],
    scene: "kitchen",
    sceneScale: 0.58,
    shadow: 140,
    draw(s) {
      const tins =
        s.form === "stack"
          ? [
              [316, 398, 142],
              [226, 308, 114],
              [150, 218, 88],
            ]
          : [[236, 398, s.range(128, 150)]];
      for (const [top, bottom, half] of tins as [number, number, number][]) {
        s.main(
          turned(240, [
            [half, top + 14, 2],
            [half, bottom, 12],
          ]),
          { scale: s.form === "stack" ? 0.75 : 1 },
        );
        s.plain(
          turned(240, [
            [half + 7, top - 8, 8],
            [half + 7, top + 26, 5],
          ]),
          { texture: "smooth" },
        );
        if (s.form === "round")
          s.pen.solid(
            ellipse(240, top - 8, half + 7, 22),
            { ...s.body, base: s.body.light },
            { shade: 0 },
          );
      }
      if (s.form !== "square") s.frame(ellipse(240, (tins.at(-1)![0] as number) - 22, 14, 13));
      s.gloss(
        line([240 - tins[0]![2]! * 0.8, tins[0]![0]! + 46], [240 - tins[0]![2]! * 0.8, 376]),
        8,
      );
    },
  },
  apron: {
    tint: "kitchen",
    forms: ["bib", "waist"],
    patterns: printed,
    focus: [240, 270, 2],
    scene: "pegs",
    hangs: true,
    sceneScale: 0.72,
    draw(s) {
      if (s.form === "bib") {
        s.leg("M176 110Q176 24 240 24T304 110", 9);
        s.main(
          soft([
            [172, 96, 10],
            [308, 96, 10],
            [322, 190, 50],
            [372, 222, 10],
            [384, 430, 16],
            [96, 430, 16],
            [108, 222, 10],
            [158, 190, 50],
          ]),
          { shade: 0.06 },
        );
      } else {
        s.main(
          soft([
            [116, 130, 8],
            [364, 130, 8],
            [390, 400, 18],
            [90, 400, 18],
          ]),
          { shade: 0.06 },
        );
        s.plain(rect(70, 118, 340, 30, 12), { shade: 0 });
      }
      s.plain(
        soft(
          [
            [172, 268],
            [308, 268],
            [300, 352],
            [180, 352],
          ],
          12,
        ),
        { shade: 0 },
      );
      s.pen.ink(line([240, 270], [240, 350]), 0.6);
    },
  },
} as const satisfies Record<string, KindDrawing>;
