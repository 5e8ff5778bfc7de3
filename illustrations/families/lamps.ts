import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, curve, ellipse, lathe, line, type Shape, soft, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const glow = tonesOfColour("yellow");

function shadeShape(form: string, settings: { top: number; bottom: number; half: number }): Shape {
  const { top, bottom, half } = settings;
  const height = bottom - top;
  switch (form) {
    case "cone":
      return turned(240, [
        [half * 0.16, top, 4],
        [half, bottom, 8],
      ]);
    case "globe":
      return ellipse(240, (top + bottom) / 2, Math.min(half, height * 0.56), height / 2);
    case "drum":
      return turned(240, [
        [half * 0.82, top + height * 0.12, 6],
        [half * 0.9, bottom, 6],
      ]);
    case "bell":
      return lathe(240, [
        [half * 0.18, top],
        [half * 0.36, top + height * 0.22],
        [half * 0.46, top + height * 0.58],
        [half * 0.98, bottom],
      ]);
    default:
      return lathe(240, [
        [half * 0.12, top],
        [half * 0.6, top + height * 0.13],
        [half * 0.92, top + height * 0.52],
        [half, bottom],
      ]);
  }
}

/** A bowed stem with the shade at its end. */
function arc(s: Sketch, half: number): void {
  s.leg("M140 396V190Q140 60 250 60Q322 60 326 120", 8);
  s.frame(
    turned(
      140,
      [
        [50, 386],
        [62, 402],
      ],
      5,
    ),
  );
  s.main(
    lathe(326, [
      [14, 108],
      [half * 0.8, 138],
      [half, 188],
    ]),
  );
}

export const lamps = {
  "pendant-lamp": {
    tint: "lighting",
    forms: ["dome", "cone", "globe", "drum", "bell"],
    patterns: ["plain", "plain", "plain", "bands", "stripes"],
    focus: [240, 250, 2.1],
    scene: "ceiling",
    hangs: true,
    draw(s) {
      const half = s.range(105, 150);
      const top = s.range(165, 195);
      const bottom = top + s.range(110, 165);
      s.pen.tube(line([240, -10], [240, top - 14]), 4, s.trim.dark);
      if (s.form !== "globe")
        s.pen.solid(ellipse(240, bottom + 2, half * 0.26, 24), glow, { shade: 0 });
      s.main(shadeShape(s.form, { top, bottom, half }));
      if (s.form === "dome" || s.form === "globe")
        s.gloss(
          curve([
            [240 - half * 0.56, bottom - 60],
            [240 - half * 0.5, top + 44],
            [240 - half * 0.3, top + 24],
          ]),
        );
      if (s.form === "drum")
        s.pen.ink(bow(240 - half * 0.8, top + 24, 240 + half * 0.8, top + 24, 4));
      s.frame(
        turned(
          240,
          [
            [13, top - 26],
            [18, top + 12],
          ],
          4,
        ),
      );
      s.frame(
        turned(
          240,
          [
            [30, -10],
            [24, 18],
          ],
          6,
        ),
      );
    },
  },
  "table-lamp": {
    tint: "lighting",
    forms: ["cone", "globe", "drum", "dome", "mushroom"],
    patterns: ["plain", "plain", "plain", "stripes", "leaves"],
    focus: [250, 190, 2.1],
    scene: "table",
    sceneScale: 0.62,
    draw(s) {
      const half = s.range(86, 122);
      const top = s.range(84, 110);
      const bottom = top + s.range(105, 135);
      const foot = s.pick(["round", "gourd", "stack"]);
      if (foot === "gourd")
        s.plain(
          lathe(240, [
            [16, bottom - 10],
            [22, bottom + 24],
            [62, bottom + 76],
            [66, 350],
            [40, 396],
          ]),
        );
      else if (foot === "stack") {
        s.frame(ellipse(240, bottom + 34, 30, 30));
        s.frame(ellipse(240, bottom + 92, 42, 38));
        s.frame(
          turned(240, [
            [56, 366, 8],
            [62, 398, 6],
          ]),
        );
      } else {
        s.leg(line([240, bottom], [240, 388]), 14);
        s.frame(
          turned(240, [
            [40, 376, 12],
            [78, 398, 6],
          ]),
        );
      }
      s.main(
        s.form === "mushroom"
          ? lathe(240, [
              [30, top],
              [half, top + 46],
              [half * 1.06, top + 84],
              [half * 0.2, bottom],
            ])
          : shadeShape(s.form, { top, bottom, half }),
      );
      s.gloss(
        curve([
          [240 - half * 0.6, bottom - 34],
          [240 - half * 0.54, top + 60],
          [240 - half * 0.4, top + 40],
        ]),
        6,
      );
      if (s.form === "drum" || s.form === "cone")
        s.pen.stroke(line([270, bottom], [270, bottom + 42]), INK, 2.5);
    },
  },
  "floor-lamp": {
    tint: "lighting",
    forms: ["tripod", "arc", "reading", "paper"],
    patterns: ["plain", "plain", "stripes"],
    focus: [245, 130, 2.2],
    scene: "floor",
    sceneScale: 0.82,
    draw(s) {
      const half = s.range(62, 84);
      if (s.form === "arc") {
        arc(s, half);
      } else if (s.form === "reading") {
        s.leg("M206 396V150L270 92", 8);
        s.frame(
          turned(
            206,
            [
              [44, 386],
              [60, 402],
            ],
            5,
          ),
        );
        s.main(
          soft(
            [
              [244, 66],
              [296, 108],
              [338, 190],
              [230, 172],
            ],
            16,
          ),
        );
        s.frame(ellipse(206, 150, 10));
      } else {
        if (s.form === "tripod")
          for (const x of [160, 240, 320]) s.leg(line([240, 196], [x, 400]), 9);
        else {
          s.leg(line([240, 190], [240, 394]), 8);
          s.frame(
            turned(
              240,
              [
                [46, 386],
                [58, 402],
              ],
              5,
            ),
          );
        }
        s.main(
          s.form === "paper"
            ? ellipse(240, 132, half, half * 1.12)
            : turned(
                240,
                [
                  [half * 0.8, 66],
                  [half * 1.12, 204],
                ],
                8,
              ),
        );
        if (s.form === "paper")
          for (const dy of [-48, -16, 16, 48])
            s.pen.ink(bow(240 - half * 0.88, 132 + dy, 240 + half * 0.88, 132 + dy, -6), 0.5);
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
