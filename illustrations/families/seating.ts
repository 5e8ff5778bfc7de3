import { ellipse, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const woven = ["plain", "plain", "plain", "stripes", "check", "herringbone"] as const;

function fourLegs(
  s: Sketch,
  settings: { top: number; inner: number; outer: number; width?: number },
): void {
  const { top, inner, outer, width = 13 } = settings;
  for (const side of [-1, 1]) {
    s.leg(line([240 + side * inner * 0.62, top], [240 + side * outer * 0.7, 386]), width - 2);
    s.leg(line([240 + side * inner, top], [240 + side * outer, 398]), width);
  }
}

export const seating = {
  chair: {
    tint: "furniture",
    forms: ["spindle", "shell", "ladder", "cane"],
    patterns: woven,
    focus: [250, 170, 2],
    scene: "floor",
    sceneScale: 0.72,
    draw(s) {
      fourLegs(s, { top: 268, inner: 82, outer: s.range(92, 112) });
      if (s.form === "shell")
        s.main(
          soft([
            [150, 70, 60],
            [330, 70, 60],
            [338, 262, 20],
            [142, 262, 20],
          ]),
          { shade: 0.08 },
        );
      else {
        for (const x of [156, 324]) s.leg(line([x, 74], [x + (x < 240 ? 8 : -8), 262]), 13);
        if (s.form === "spindle")
          for (const x of [196, 226, 256, 286]) s.leg(line([x, 92], [x, 256]), 5);
        if (s.form === "ladder")
          for (const y of [130, 182]) s.frame(rect(156, y, 168, 24, 8), { shade: 0 });
        if (s.form === "cane")
          s.pen.solid(rect(168, 84, 144, 130, 14), s.trim, { texture: "wicker", shade: 0 });
        s.frame(
          soft([
            [142, 58, 18],
            [338, 58, 18],
            [334, 96, 14],
            [146, 96, 14],
          ]),
        );
      }
      s.main(
        soft([
          [140, 246, 12],
          [340, 246, 12],
          [352, 284, 12],
          [128, 284, 12],
        ]),
        { shade: 0.05 },
      );
    },
  },
  armchair: {
    tint: "furniture",
    forms: ["rounded", "wing", "open-arm"],
    patterns: woven,
    focus: [190, 230, 1.9],
    scene: "floor",
    sceneScale: 0.8,
    shadow: 150,
    draw(s) {
      for (const x of [120, 360]) s.leg(line([x, 356], [x + (x < 240 ? -8 : 8), 398]), 13);
      const back = s.range(76, 106);
      const shape =
        s.form === "wing"
          ? soft([
              [104, back, 30],
              [376, back, 30],
              [362, 350, 20],
              [118, 350, 20],
            ])
          : soft([
              [128, back, 70],
              [352, back, 70],
              [352, 350, 20],
              [128, 350, 20],
            ]);
      s.main(shape, { shade: 0.05 });
      if (s.close || s.form === "rounded")
        for (const x of [190, 240, 290]) s.pen.flat(ellipse(x, back + 74, 5), s.body.dark);
      s.main(rect(128, 262, 224, 68, 26), { shade: 0.05 });
      if (s.form === "open-arm")
        for (const side of [-1, 1]) {
          s.leg(line([240 + side * 146, 236], [240 + side * 146, 390]), 13);
          s.leg(line([240 + side * 104, 228], [240 + side * 156, 232]), 17);
        }
      else for (const x of [70, 340]) s.main(rect(x, 216, 70, 156, 32), { shade: 0.16 });
      s.main(rect(126, 318, 228, 52, 12), { shade: 0.05 });
    },
  },
  stool: {
    tint: "furniture",
    forms: ["round", "bar", "milking"],
    patterns: ["plain", "plain", "stripes", "check"],
    focus: [240, 220, 2],
    scene: "floor",
    sceneScale: 0.7,
    shadow: 100,
    draw(s) {
      const top = s.form === "bar" ? 110 : 222;
      const half = s.form === "milking" ? 92 : 108;
      if (s.form === "milking")
        for (const x of [-74, 0, 74])
          s.leg(line([240 + x * 0.7, top + 20], [240 + x * 1.5, 396]), 17);
      else {
        fourLegs(s, { top: top + 20, inner: 72, outer: 96 });
        s.leg(line([156, 330], [324, 330]), 8);
      }
      s.main(
        turned(240, [
          [half, top - 8, 16],
          [half, top + 32, 16],
        ]),
      );
      if (s.form !== "milking")
        s.pen.solid(
          ellipse(240, top - 4, half, 20),
          { ...s.body, base: s.body.light },
          { shade: 0 },
        );
    },
  },
  bench: {
    tint: "furniture",
    forms: ["slatted", "cushioned"],
    patterns: woven,
    focus: [150, 280, 2],
    scene: "floor",
    sceneScale: 0.86,
    shadow: 190,
    draw(s) {
      for (const side of [-1, 1]) {
        s.leg(line([240 + side * 140, 290], [240 + side * 152, 398]), 15);
        s.leg(line([240 + side * 104, 290], [240 + side * 112, 386]), 11);
      }
      s.leg(line([96, 356], [384, 356]), 7);
      if (s.form === "slatted") s.plain(rect(56, 272, 368, 26, 8), { shade: 0.02 });
      else s.frame(rect(56, 272, 368, 26, 8), { shade: 0.02 });
      if (s.form === "slatted")
        for (const x of [104, 148, 192, 236, 280, 324, 368])
          s.pen.ink(line([x, 274], [x + 6, 296]), 0.7);
      else s.main(rect(62, 232, 356, 42, 20), { shade: 0.03 });
    },
  },
  table: {
    tint: "furniture",
    forms: ["round", "rectangular", "pedestal", "side"],
    patterns: ["plain"],
    focus: [330, 230, 2],
    scene: "floor",
    sceneScale: 0.84,
    shadow: 170,
    draw(s) {
      const side = s.form === "side";
      const half = side ? 112 : 186;
      const top = side ? 176 : 222;
      if (s.form === "pedestal")
        s.frame(
          turned(
            240,
            [
              [24, 240],
              [20, 330],
              [96, 398],
            ],
            14,
          ),
        );
      else
        fourLegs(s, { top: top + 16, inner: half - 34, outer: half - 16, width: side ? 11 : 15 });
      if (s.form === "rectangular")
        s.frame(rect(240 - half + 18, top + 10, 2 * half - 36, 34, 6), {
          shade: 0,
          texture: s.texture,
        });
      if (side) s.frame(rect(164, 316, 152, 14, 6), { shade: 0 });
      s.main(
        s.form === "rectangular"
          ? rect(240 - half, top - 10, half * 2, 28, 8)
          : turned(240, [
              [half, top, 12],
              [half - 6, top + 22, 10],
            ]),
        { shade: 0.04 },
      );
      if (s.form !== "rectangular")
        s.pen.solid(
          ellipse(240, top, half, side ? 22 : 26),
          { ...s.body, base: s.body.light },
          { shade: 0, texture: s.texture },
        );
    },
  },
} as const satisfies Record<string, KindDrawing>;
