import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const knitted = ["plain", "plain", "stripes", "herringbone", "bands", "dots", "waves"] as const;

export const accessories = {
  gloves: {
    tint: "accessories",
    forms: ["mittens", "gloves"],
    patterns: knitted,
    focus: [170, 270, 2],
    scene: "pegs",
    sceneScale: 0.5,
    shadow: 130,
    draw(s) {
      for (const side of [-1, 1]) {
        const x = (dx: number): number => 240 + side * dx;
        if (s.form === "gloves")
          [
            [46, 96],
            [76, 62],
            [106, 64],
            [136, 100],
          ].forEach(([dx, y]) => {
            s.pen.tube(line([x(dx!), 240], [x(dx!), y! + 14]), 24, s.body.base);
          });
        s.pen.tube(line([x(40), 276], [x(12), 196]), 26, s.body.base);
        s.main(
          s.form === "mittens"
            ? soft([
                [x(34), 110, 60],
                [x(152), 110, 60],
                [x(150), 330, 10],
                [x(40), 330, 10],
              ])
            : soft([
                [x(34), 190, 20],
                [x(148), 190, 20],
                [x(148), 330, 10],
                [x(40), 330, 10],
              ]),
          { shade: 0.08 },
        );
        s.plain(rect(Math.min(x(34), x(154)), 322, 120, 76, 12), { shade: 0 });
        for (let i = 0; i < 5; i++)
          s.pen.ink(line([x(52 + i * 21), 330], [x(52 + i * 21), 392]), 0.5);
      }
    },
  },
  scarf: {
    tint: "accessories",
    forms: ["looped", "folded"],
    patterns: ["check", "stripes", "plain", "herringbone", "bands", "dots", "leaves"],
    focus: [270, 300, 2],
    scene: "pegs",
    hangs: true,
    sceneScale: 0.7,
    draw(s) {
      const fringe = (x: number, y: number, w: number): void => {
        for (let i = 0; i <= w / 13; i++)
          s.pen.stroke(line([x + 5 + i * 12.6, y], [x + 5 + i * 12.6, y + 26]), INK, 4);
      };
      if (s.form === "folded") {
        fringe(118, 396, 96);
        fringe(256, 366, 96);
        s.main(
          soft([
            [118, 70, 40],
            [214, 60, 40],
            [214, 398, 4],
            [118, 398, 4],
          ]),
          { shade: 0.08 },
        );
        s.main(
          soft([
            [200, 60, 40],
            [352, 70, 60],
            [352, 370, 4],
            [256, 370, 4],
            [252, 160, 30],
          ]),
          { shade: 0.08 },
        );
        return;
      }
      fringe(150, 404, 84);
      fringe(250, 374, 84);
      s.main(
        soft([
          [160, 190, 10],
          [246, 190, 10],
          [236, 406, 4],
          [150, 406, 4],
        ]),
        { shade: 0.1 },
      );
      s.main(
        soft([
          [244, 190, 10],
          [326, 190, 10],
          [336, 376, 4],
          [250, 376, 4],
        ]),
        { shade: 0.1 },
      );
      s.pen.solid(ellipse(240, 130, 134, 76), s.body, { pattern: s.pattern, shade: 0.06 });
      s.pen.solid(ellipse(240, 106, 88, 34), { ...s.body, base: s.body.dark }, { shade: 0 });
      s.plain(
        soft([
          [170, 166, 40],
          [310, 166, 40],
          [300, 246, 40],
          [180, 246, 40],
        ]),
        { shade: 0.08 },
      );
    },
  },
  hat: {
    tint: "accessories",
    forms: ["beanie", "bucket", "straw", "cap"],
    patterns: ["plain", "plain", "stripes", "herringbone", "check", "bands"],
    focus: [230, 250, 2],
    scene: "pegs",
    sceneScale: 0.56,
    shadow: 140,
    draw(s) {
      if (s.form === "beanie") {
        if (s.chance(0.6)) s.plain(ellipse(240, 92, 44), { texture: "pile" });
        s.main(
          soft([
            [118, 330, 10],
            [124, 100, 110],
            [356, 100, 110],
            [362, 330, 10],
          ]),
          { shade: 0.08 },
        );
        s.plain(rect(104, 296, 272, 86, 22), { shade: 0.04 });
        for (let x = 126; x < 370; x += 22) s.pen.ink(line([x, 306], [x, 374]), 0.5);
      } else if (s.form === "cap") {
        s.plain(
          soft([
            [220, 300, 10],
            [410, 306, 40],
            [456, 350, 24],
            [300, 350, 30],
          ]),
          { shade: 0.06 },
        );
        s.main(
          soft([
            [88, 340, 14],
            [98, 140, 120],
            [340, 140, 120],
            [356, 330, 14],
          ]),
          { shade: 0.08 },
        );
        s.pen.ink("M226 146Q180 230 190 334M226 146Q290 220 296 334", 0.7);
        s.plain(ellipse(224, 146, 13, 8), { shade: 0 });
      } else {
        const straw = s.form === "straw";
        s.main(ellipse(240, 336, straw ? 208 : 176, straw ? 52 : 60), {
          shade: 0.04,
          texture: straw ? "wicker" : s.texture,
        });
        s.main(
          soft([
            [130, 330, 20],
            [150, 150, 70],
            [330, 150, 70],
            [350, 330, 20],
            [240, 366, 80],
          ]),
          { shade: 0.08, texture: straw ? "wicker" : s.texture },
        );
        if (straw) s.pen.tube("M134 312Q240 356 346 312", 26, tonesOfColour("navy").base);
        else s.pen.ink(bow(136, 300, 344, 300, 14));
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
