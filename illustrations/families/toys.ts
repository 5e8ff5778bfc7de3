import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft, star } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const cream = tonesOfColour("cream");

export const toys = {
  ball: {
    tint: "toys",
    forms: ["beach", "stripe", "stars"],
    patterns: ["plain"],
    focus: [300, 200, 2],
    scene: "outdoor",
    sceneScale: 0.44,
    shadow: 110,
    draw(s) {
      const r = 158;
      s.plain(ellipse(240, 242, r), { shade: 0.1 });
      const light = tonesOfColour(s.pick(["cream", "yellow", "white"]));
      if (s.form === "beach") {
        s.pen.flat(
          soft([
            [240, 86, 4],
            [330, 130, 60],
            [360, 240, 60],
            [330, 350, 60],
            [240, 398, 4],
            [276, 300, 60],
            [280, 190, 60],
          ]),
          light.base,
        );
        s.pen.flat(
          soft([
            [240, 86, 4],
            [150, 130, 60],
            [120, 240, 60],
            [150, 350, 60],
            [240, 398, 4],
            [204, 300, 60],
            [200, 190, 60],
          ]),
          tonesOfColour("red").base,
        );
        s.pen.ink(
          "M240 86Q310 240 240 398M240 86Q170 240 240 398M240 86Q420 240 240 398M240 86Q60 240 240 398",
          0.8,
        );
        s.pen.solid(ellipse(240, 90, 27, 10), cream, { shade: 0 });
      } else if (s.form === "stripe") {
        s.pen.solid(
          {
            d: "M84 214Q240 276 396 214Q402 252 392 290Q240 352 88 290Q78 252 84 214z",
            x: 84,
            y: 214,
            w: 312,
            h: 130,
          },
          light,
          { shade: 0.1 },
        );
        s.pen.ink("M100 170Q240 226 380 170M106 326Q240 384 374 326", 0.8);
      } else
        for (const [x, y, z] of [
          [240, 240, 46],
          [152, 186, 27],
          [320, 160, 30],
          [170, 316, 30],
          [330, 306, 27],
          [236, 130, 22],
          [248, 352, 24],
        ] as const)
          s.pen.solid(star(x, y, z), light, { shade: 0 });
      s.pen.stroke(ellipse(240, 242, r).d, INK, s.pen.inkWidth);
      s.pen.gloss(bow(120, 210, 164, 144, -12), 11);
    },
  },
  "toy-train": {
    tint: "toys",
    forms: ["engine", "train", "car"],
    patterns: ["plain", "plain", "dots", "stripes"],
    focus: [180, 290, 1.9],
    scene: "nursery",
    sceneScale: 0.62,
    shadow: 190,
    draw(s) {
      const red = tonesOfColour(s.pick(["red", "mustard", "teal", "orange"]));
      const wheel = (x: number, r: number): void => {
        s.pen.solid(ellipse(x, 398 - r, r), red, { shade: 0.1 });
        s.pen.solid(ellipse(x, 398 - r, r * 0.34), s.trim, { shade: 0 });
      };
      if (s.form === "car") {
        s.main(
          soft([
            [54, 250, 40],
            [126, 232, 20],
            [176, 146, 40],
            [310, 146, 40],
            [350, 232, 20],
            [430, 256, 30],
            [430, 356, 20],
            [50, 356, 20],
          ]),
          { shade: 0.05 },
        );
        for (const [x, w] of [
          [186, 52],
          [254, 58],
        ] as const)
          s.pen.solid(rect(x, 174, w, 58, 12), tonesOfColour("sky"), { shade: 0 });
        for (const x of [134, 346]) wheel(x, 48);
        return;
      }
      const k = s.form === "train" ? 0 : 40;
      if (s.form === "train") {
        s.pen.tube(line([286, 344], [330, 344]), 8, s.trim.dark);
        s.pen.solid(rect(318, 262, 132, 92, 10), red, { shade: 0.06 });
        for (const [x, c] of [
          [346, "mustard"],
          [384, "sky"],
          [420, "green"],
        ] as const)
          s.pen.solid(ellipse(x, 252, 21), tonesOfColour(c), { shade: 0.1 });
        s.pen.solid(rect(318, 276, 132, 78, 10), red, { shade: 0.06 });
        for (const x of [346, 422]) wheel(x, 27);
      }
      s.pen.solid(
        soft(
          [
            [92 + k, 150],
            [152 + k, 150],
            [140 + k, 236],
            [104 + k, 236],
          ],
          6,
        ),
        s.trim,
      );
      s.plain(rect(48 + k, 230, 200, 112, 40), { shade: 0.04 });
      s.main(rect(186 + k, 150, 104, 204, 8), { shade: 0.06 });
      s.pen.solid(rect(208 + k, 184, 60, 58, 8), tonesOfColour("sky"), { shade: 0 });
      s.pen.solid(rect(172 + k, 124, 132, 32, 12), red, { shade: 0 });
      s.frame(rect(40 + k, 338, 258, 22, 8), { shade: 0 });
      for (const [x, r] of [
        [86, 33],
        [160, 33],
        [246, 46],
      ] as const)
        wheel(x + k, r);
    },
  },
  kite: {
    tint: "toys",
    forms: ["diamond", "delta"],
    patterns: ["plain", "stripes", "dots", "check", "plain"],
    focus: [230, 170, 1.9],
    scene: "outdoor",
    hangs: true,
    sceneScale: 0.56,
    draw(s) {
      const other = tonesOfColour(s.pick(["mustard", "cream", "red", "sky"]));
      s.pen.stroke("M240 306Q300 340 250 376T280 470", INK, 4);
      for (const [x, y] of [
        [276, 344],
        [252, 388],
        [282, 428],
      ] as const) {
        s.pen.solid(
          soft([
            [x, y, 2],
            [x - 34, y - 15, 5],
            [x - 34, y + 15, 5],
            [x, y, 2],
            [x + 34, y + 15, 5],
            [x + 34, y - 15, 5],
          ]),
          other,
          { shade: 0 },
        );
      }
      if (s.form === "diamond") {
        s.main(
          soft(
            [
              [240, 20],
              [372, 142],
              [240, 312],
              [108, 142],
            ],
            6,
          ),
          { shade: 0 },
        );
        s.pen.solid(
          soft([
            [240, 20, 6],
            [372, 142, 6],
            [240, 142, 0],
          ]),
          other,
          { shade: 0 },
        );
        s.pen.solid(
          soft([
            [240, 142, 0],
            [240, 312, 6],
            [108, 142, 6],
          ]),
          { ...other, base: other.deep },
          { shade: 0 },
        );
        s.pen.ink("M240 22V310M110 142H370");
      } else {
        s.main(
          soft([
            [240, 40, 6],
            [430, 230, 8],
            [240, 306, 6],
            [50, 230, 8],
          ]),
          { shade: 0 },
        );
        s.pen.solid(
          soft([
            [240, 40, 6],
            [296, 284, 4],
            [240, 306, 4],
            [184, 284, 4],
          ]),
          other,
          { shade: 0 },
        );
        s.pen.ink("M240 42V304");
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
