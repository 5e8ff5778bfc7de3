import { tonesOfColour } from "../colours.ts";
import { ellipse, line, rect, soft } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

/** White laces, each with its shadow. */
function laces(s: Sketch, top: number): void {
  const from = s.form === "high" ? 0 : 2;
  for (let i = from; i < 6; i++)
    s.pen.stroke(
      line(
        [118 + i * 28, top + 34 + (i - from) * (s.form === "high" ? 28 : 20)],
        [158 + i * 26, top + 24 + (i - from) * (s.form === "high" ? 27 : 20)],
      ),
      "#fffdf8",
      9,
    );
  for (let i = from; i < 6; i++)
    s.pen.ink(
      line(
        [118 + i * 28, top + 40 + (i - from) * (s.form === "high" ? 28 : 20)],
        [158 + i * 26, top + 30 + (i - from) * (s.form === "high" ? 27 : 20)],
      ),
      0.5,
    );
}

export const shoes = {
  sneaker: {
    tint: "shoes",
    forms: ["low", "high", "runner"],
    patterns: ["plain", "plain", "plain", "dots", "check"],
    focus: [230, 270, 2],
    scene: "street",
    sceneScale: 0.66,
    shadow: 190,
    draw(s) {
      const top = s.form === "high" ? 130 : 206;
      s.main(
        soft([
          [70, top, 14],
          [158, top, 20],
          [214, 250, 20],
          [350, 296, 50],
          [430, 330, 50],
          [428, 376, 10],
          [56, 376, 10],
          [62, 290, 10],
        ]),
        { shade: 0.04 },
      );
      s.plain(
        soft([
          [352, 298, 30],
          [430, 330, 50],
          [426, 374, 6],
          [330, 374, 6],
          [330, 320, 20],
        ]),
        { shade: 0, texture: "smooth" },
      );
      if (s.form === "runner")
        s.frame(
          soft(
            [
              [180, 360],
              [230, 282],
              [262, 296],
              [220, 366],
            ],
            10,
          ),
          { shade: 0 },
        );
      if (s.form === "high")
        s.pen.solid(ellipse(108, 230, 24), tonesOfColour("white"), { shade: 0 });
      s.plain(
        soft([
          [62, top + 40, 10],
          [100, top + 40, 20],
          [110, 374, 4],
          [58, 374, 4],
        ]),
        { shade: 0 },
      );
      s.pen.solid(
        soft([
          [50, 362, 12],
          [434, 362, 12],
          [430, 400, 18],
          [56, 400, 18],
        ]),
        s.form === "runner" ? tonesOfColour("cream") : tonesOfColour("white"),
        { shade: 0 },
      );
      s.pen.ink(line([64, 382], [424, 382]), 0.5);
      laces(s, top);
    },
  },
  boot: {
    tint: "shoes",
    forms: ["chelsea", "lace", "rain"],
    patterns: ["plain", "plain", "plain", "dots"],
    focus: [170, 200, 2],
    scene: "street",
    sceneScale: 0.66,
    shadow: 160,
    draw(s) {
      const top = s.form === "rain" ? 60 : 106;
      if (s.form !== "rain") s.leg(`M92 ${top + 20}v-34h22v20`, 7);
      s.main(
        soft([
          [96, top, 10],
          [238, top, 10],
          [246, 270, 40],
          [384, 306, 60],
          [408, 374, 12],
          [82, 374, 8],
          [96, 250, 20],
        ]),
        { shade: 0.06 },
      );
      if (s.form === "chelsea")
        s.pen.solid(
          soft([
            [150, top, 4],
            [200, top, 4],
            [188, 246, 14],
            [162, 246, 14],
          ]),
          tonesOfColour("charcoal"),
          { shade: 0 },
        );
      if (s.form === "rain") s.plain(rect(90, top - 6, 154, 34, 8), { shade: 0 });
      if (s.form === "lace")
        for (let i = 0; i < 6; i++)
          s.pen.stroke(
            line([216, top + 22 + i * 28], [250 + i * 4, top + 14 + i * 29]),
            tonesOfColour("mustard").base,
            8,
          );
      s.pen.solid(
        soft([
          [76, 362, 6],
          [414, 362, 12],
          [416, 390, 12],
          [190, 388, 4],
          [180, 402, 4],
          [78, 402, 4],
        ]),
        s.form === "rain" ? { ...s.body, base: s.body.dark } : tonesOfColour("brown"),
        { shade: 0 },
      );
    },
  },
  slippers: {
    tint: "shoes",
    forms: ["closed", "sandal"],
    patterns: ["plain", "plain", "check", "dots", "herringbone"],
    focus: [190, 260, 2],
    scene: "floor",
    sceneScale: 0.56,
    shadow: 150,
    draw(s) {
      for (const cx of [150, 330]) {
        s.frame(
          soft([
            [cx - 66, 90, 66],
            [cx + 66, 90, 66],
            [cx + 50, 240, 60],
            [cx + 60, 396, 60],
            [cx - 60, 396, 60],
            [cx - 50, 240, 60],
          ]),
          { shade: 0.06 },
        );
        s.pen.flat(
          soft([
            [cx - 48, 130, 48],
            [cx + 48, 130, 48],
            [cx + 36, 250, 40],
            [cx + 44, 380, 44],
            [cx - 44, 380, 44],
            [cx - 36, 250, 40],
          ]),
          s.body.light,
        );
        if (s.form === "sandal")
          for (const y of [140, 196])
            s.main(
              soft([
                [cx - 72, y, 12],
                [cx, y - 16, 60],
                [cx + 72, y, 12],
                [cx + 68, y + 40, 12],
                [cx, y + 24, 60],
                [cx - 68, y + 40, 12],
              ]),
              { shade: 0.05 },
            );
        else
          s.main(
            soft([
              [cx - 70, 86, 70],
              [cx + 70, 86, 70],
              [cx + 62, 262, 16],
              [cx, 226, 60],
              [cx - 62, 262, 16],
            ]),
            { shade: 0.06 },
          );
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
