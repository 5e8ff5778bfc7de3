import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, lathe, line, rect, star, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

export const storage = {
  hook: {
    tint: "decor",
    forms: ["double", "row", "knob"],
    patterns: ["plain"],
    focus: [240, 230, 2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.6,
    draw(s) {
      if (s.form === "row") {
        s.main(rect(40, 180, 400, 74, 18), { shade: 0.03 });
        for (const x of [104, 194, 286, 376]) {
          s.leg(`M${x} 216v72q0 36 -26 36t-24 -24`, 13);
          s.frame(ellipse(x, 216, 19), { shade: 0 });
        }
        return;
      }
      if (s.form === "knob") {
        s.frame(ellipse(240, 240, 126));
        s.main(ellipse(240, 234, 104), { shade: 0.1 });
        s.pen.stroke(star(240, 234, 66, 26, 8).d, s.body.mark, 6);
        s.pen.solid(ellipse(240, 234, 16), s.trim);
        return;
      }
      s.main(
        lathe(240, [
          [14, 70],
          [50, 96],
          [44, 190],
          [52, 280],
          [12, 310],
        ]),
      );
      s.leg("M240 160Q244 250 320 226T336 130", 18);
      s.leg("M240 230Q232 410 306 392T338 330", 18);
      for (const [x, y] of [
        [336, 124],
        [338, 324],
      ] as const)
        s.frame(ellipse(x, y, 19));
      for (const y of [104, 286]) s.pen.flat(ellipse(240, y, 7), INK);
    },
  },
  shelf: {
    tint: "furniture",
    forms: ["ladder", "cube", "wall"],
    patterns: ["plain"],
    focus: [200, 210, 2],
    scene: "floor",
    sceneScale: 0.86,
    draw(s) {
      const rows = s.form === "wall" ? [200, 310] : [130, 216, 302, 384];
      if (s.form === "cube") s.main(rect(112, 52, 256, 346, 8), { shade: 0 });
      if (s.form === "cube")
        for (const y of [68, 176, 284])
          for (const x of [126, 246])
            s.pen.solid(rect(x, y, 108, 96, 3), { ...s.body, base: s.body.deep }, { shade: 0 });
      if (s.form !== "cube")
        for (const x of [130, 350])
          s.leg(
            s.form === "ladder"
              ? line([x + (x < 240 ? 20 : -20), 50], [x, 398])
              : line([x, 150], [x, 340]),
            10,
          );
      const books = (x: number, y: number): void => {
        ["red", "teal", "mustard", "cream", "navy"].forEach((c, i) => {
          const h = 42 + ((i * 17) % 22);
          s.pen.solid(rect(x + i * 17, y - h, 16, h, 2), tonesOfColour(c as "red"), { shade: 0 });
        });
      };
      if (s.form === "cube") {
        books(134, 164);
        s.pen.solid(
          turned(
            300,
            [
              [14, 208],
              [30, 240],
              [22, 272],
            ],
            8,
          ),
          tonesOfColour("terracotta"),
        );
        books(252, 380);
        return;
      }
      for (const y of rows) s.main(rect(112, y, 256, 14, 4), { shade: 0 });
      books(150, rows[0]!);
      s.pen.solid(
        turned(
          300,
          [
            [14, rows[1]! - 60],
            [28, rows[1]! - 34],
            [20, rows[1]!],
          ],
          8,
        ),
        tonesOfColour("terracotta"),
      );
      if (rows.length > 2) books(230, rows[2]!);
    },
  },
  sideboard: {
    tint: "furniture",
    forms: ["doors", "drawers"],
    patterns: ["plain"],
    focus: [180, 260, 2],
    scene: "floor",
    sceneScale: 0.86,
    shadow: 180,
    draw(s) {
      for (const x of [92, 388]) s.leg(line([x, 340], [x + (x < 240 ? -8 : 8), 398]), 13);
      s.main(rect(54, 178, 372, 174, 10), { shade: 0.03 });
      if (s.form === "doors") {
        for (const x of [176, 302]) s.pen.ink(line([x, 186], [x, 346]));
        for (const x of [160, 192, 318]) s.pen.flat(ellipse(x, 264, 6), INK);
        if (s.close)
          s.pen.solid(rect(310, 192, 108, 148, 6), s.trim, { texture: "wicker", shade: 0 });
      } else {
        s.pen.ink(line([240, 186], [240, 346]));
        for (const y of [236, 292]) s.pen.ink(line([62, y], [418, y]));
        for (const x of [147, 333])
          for (const y of [208, 264, 320]) s.pen.stroke(bow(x - 20, y, x + 20, y, -4), INK, 5);
      }
    },
  },
  basket: {
    tint: "furniture",
    forms: ["round", "handled", "lidded"],
    patterns: ["plain", "plain", "bands"],
    focus: [240, 300, 2],
    scene: "floor",
    sceneScale: 0.56,
    shadow: 120,
    draw(s) {
      const half = s.range(112, 134);
      if (s.form === "handled")
        s.leg(`M${240 - half * 0.9} 240Q240 30 ${240 + half * 0.9} 240`, 13);
      else if (s.form === "round")
        for (const side of [-1, 1])
          s.leg(`M${240 + side * half * 0.5} 216q0 -50 ${side * 34} -50t${side * 20} 60`, 9);
      s.frame(
        turned(240, [
          [half, 226, 8],
          [half * 0.8, 398, 30],
        ]),
        { texture: "wicker" },
      );
      s.plain(
        turned(240, [
          [half + 6, 214, 10],
          [half + 2, 242, 10],
        ]),
        { texture: "smooth", shade: 0.05 },
      );
      s.plain(
        turned(240, [
          [half * 0.91, 318, 2],
          [half * 0.87, 346, 2],
        ]),
        { texture: "wicker", shade: 0.05 },
      );
      if (s.form === "lidded") {
        s.frame(
          turned(240, [
            [half * 0.7, 178, 20],
            [half + 4, 220, 6],
          ]),
          { texture: "wicker" },
        );
        s.plain(ellipse(240, 170, 16, 13), { texture: "smooth" });
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
