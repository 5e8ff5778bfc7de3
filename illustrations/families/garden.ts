import { tonesOfColour } from "../colours.ts";
import { bow, ellipse, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

export const garden = {
  "watering-can": {
    tint: "garden",
    forms: ["classic", "long-spout"],
    patterns: ["plain", "plain", "dots", "stripes", "leaves"],
    focus: [250, 300, 1.9],
    scene: "outdoor",
    sceneScale: 0.62,
    shadow: 130,
    draw(s) {
      const half = s.range(84, 98);
      const cx = 264;
      if (s.form === "classic") {
        s.plain(
          soft([
            [cx - half + 8, 300, 4],
            [104, 156, 4],
            [88, 176, 4],
            [cx - half + 4, 372, 8],
          ]),
          { shade: 0 },
        );
        s.frame(
          soft([
            [70, 132, 4],
            [124, 166, 8],
            [100, 200, 8],
            [58, 168, 4],
          ]),
          { shade: 0 },
        );
      } else s.pen.tube(`M${cx - half + 10} 366C120 380 130 220 66 150`, 16, s.body.base);
      s.leg(`M${cx - half * 0.6} 216Q${cx} 80 ${cx + half * 0.8} 216`, 14);
      s.leg(`M${cx + half * 0.9} 240Q${cx + half + 84} 250 ${cx + half * 0.94} 366`, 14);
      s.main(
        turned(cx, [
          [half * 0.84, 214, 10],
          [half, 400, 10],
        ]),
      );
      s.pen.ink(line([cx - half * 0.9, 250], [cx + half * 0.9, 250]), 0.7);
      s.pen.ink(line([cx - half, 376], [cx + half, 376]), 0.7);
    },
  },
  trowel: {
    tint: "garden",
    forms: ["trowel", "fork", "secateurs"],
    patterns: ["plain"],
    focus: [240, 180, 2],
    scene: "outdoor",
    sceneScale: 0.52,
    shadow: 60,
    draw(s) {
      const steel = tonesOfColour("grey");
      if (s.form === "secateurs") {
        s.pen.solid(
          soft(
            [
              [240, 220],
              [196, 150],
              [214, 60],
              [262, 190],
            ],
            14,
          ),
          steel,
        );
        s.pen.solid(
          soft(
            [
              [236, 222],
              [300, 140],
              [276, 84],
              [220, 190],
            ],
            14,
          ),
          steel,
        );
        s.pen.tube("M232 226Q160 290 186 396", 26, s.body.base);
        s.pen.tube("M248 226Q320 290 294 396", 26, s.body.base);
        s.pen.solid(ellipse(240, 220, 20), tonesOfColour("mustard"));
        return;
      }
      s.pen.tube(line([240, 208], [240, 300]), 12, steel.base);
      if (s.form === "trowel")
        s.pen.solid(
          soft([
            [178, 214, 40],
            [174, 110, 50],
            [240, 26, 8],
            [306, 110, 50],
            [302, 214, 40],
          ]),
          steel,
          { shade: 0.25 },
        );
      else
        for (const x of [184, 240, 296])
          s.pen.tube(`M240 214Q${x} 210 ${x} 170V50`, 13, steel.base);
      s.main(
        turned(240, [
          [17, 276, 6],
          [24, 320, 20],
          [20, 400, 16],
        ]),
        { shade: 0.25 },
      );
      s.pen.ink(line([220, 294], [260, 294]));
    },
  },
  birdhouse: {
    tint: "garden",
    forms: ["gable", "tall", "round"],
    patterns: ["plain", "plain", "stripes", "dots"],
    focus: [240, 220, 1.9],
    scene: "outdoor",
    sceneScale: 0.66,
    shadow: 90,
    draw(s) {
      const half = s.form === "tall" ? 78 : s.range(96, 112);
      s.leg(line([240, 330], [240, 402]), 18);
      s.main(
        s.form === "round"
          ? turned(240, [
              [half, 180, 40],
              [half, 346, 60],
            ])
          : rect(240 - half, 160, 2 * half, 186, 6),
        { shade: 0.08 },
      );
      s.frame(
        soft([
          [240, 50, 6],
          [240 + half + 40, 178, 8],
          [240 + half + 20, 200, 8],
          [240, 96, 2],
          [240 - half - 20, 200, 8],
          [240 - half - 40, 178, 8],
        ]),
        { shade: 0 },
      );
      if (s.form !== "round")
        s.pen.solid(
          soft([
            [240, 98, 2],
            [240 + half - 2, 176, 2],
            [240 - half + 2, 176, 2],
          ]),
          s.body,
          { shade: 0 },
        );
      s.pen.solid(ellipse(240, 226, 33), tonesOfColour("charcoal"), { shade: 0 });
      s.leg(line([240, 288], [240, 292]), 16);
      s.pen.ink(bow(240 - half + 8, 322, 240 + half - 8, 322, 0), 0.6);
    },
  },
} as const satisfies Record<string, KindDrawing>;
