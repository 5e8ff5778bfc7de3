import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { ellipse, heart, line, rect, soft, star } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const white = tonesOfColour("white");
const palette = ["red", "mustard", "teal", "navy", "green", "rose"] as const;

export const paper = {
  card: {
    tint: "paper",
    forms: ["heart", "star", "flowers", "cake"],
    patterns: ["plain", "plain", "dots", "stripes", "check"],
    focus: [220, 200, 1.9],
    scene: "desk",
    sceneScale: 0.56,
    shadow: 140,
    draw(s) {
      s.pen.solid(
        soft(
          [
            [196, 214],
            [434, 240],
            [414, 398],
            [180, 390],
          ],
          6,
        ),
        tonesOfColour("sand"),
        { shade: 0 },
      );
      s.pen.ink("M198 216L310 326L432 242", 0.8);
      s.pen.solid(
        soft(
          [
            [330, 70],
            [366, 92],
            [366, 372],
            [330, 392],
          ],
          4,
        ),
        white,
        { shade: 0 },
      );
      s.main(rect(86, 62, 246, 332, 6), { shade: 0.03 });
      s.pen.solid(rect(116, 96, 186, 220, 6), white, { shade: 0 });
      if (s.form === "heart") s.pen.solid(heart(209, 138, 124), s.body);
      else if (s.form === "star") s.pen.solid(star(209, 206, 78), s.body);
      else if (s.form === "cake") {
        s.pen.solid(rect(150, 222, 118, 64, 8), s.body, { shade: 0.08 });
        s.pen.solid(
          soft(
            [
              [150, 206],
              [268, 206],
              [268, 240],
              [238, 232],
              [209, 246],
              [180, 232],
              [150, 242],
            ],
            8,
          ),
          tonesOfColour("cream"),
          { shade: 0 },
        );
        for (const x of [180, 209, 238])
          s.pen.stroke(line([x, 206], [x, 168]), tonesOfColour("mustard").base, 7);
      } else
        for (const [x, y] of [
          [176, 176],
          [242, 160],
          [210, 226],
        ] as const) {
          s.pen.stroke(line([x, y], [209, 304]), tonesOfColour("green").base, 5);
          for (let i = 0; i < 6; i++)
            s.pen.solid(
              ellipse(x + 20 * Math.cos(i * 1.047), y + 20 * Math.sin(i * 1.047), 14),
              s.body,
              { shade: 0 },
            );
          s.pen.flat(ellipse(x, y, 11), tonesOfColour("mustard").base);
        }
      s.pen.stroke("M158 350q12 -16 24 0t24 0t24 0t24 0", s.body.mark, 5);
    },
  },
  "wrapping-paper": {
    tint: "paper",
    forms: ["roll", "ribbon", "tape"],
    patterns: ["dots", "stripes", "check", "leaves", "waves", "herringbone"],
    focus: [230, 220, 2],
    scene: "desk",
    sceneScale: 0.58,
    shadow: 130,
    draw(s) {
      if (s.form === "roll") {
        s.main(
          soft([
            [150, 60, 6],
            [412, 60, 6],
            [438, 330, 60],
            [340, 396, 6],
            [120, 396, 6],
          ]),
          { shade: 0.02 },
        );
        s.main(rect(70, 44, 106, 356, 34), { shade: 0.14 });
        s.plain(ellipse(123, 56, 53, 20), { shade: 0 });
        s.pen.flat(ellipse(123, 56, 22, 8), INK);
        return;
      }
      const wide = s.form === "ribbon";
      for (const [cx, cy, r, t] of [
        [174, 300, 98, s.body],
        [320, 326, 74, tonesOfColour("cream")],
        [250, 176, 84, { ...s.body, base: s.body.light }],
      ] as const) {
        s.pen.solid(ellipse(cx, cy, r), t, {
          pattern: t === s.body ? s.pattern : "plain",
          shade: 0.06,
        });
        s.pen.stroke(ellipse(cx, cy, r * 0.72).d, INK, 2);
        s.pen.solid(ellipse(cx, cy, r * (wide ? 0.34 : 0.52)), tonesOfColour("sand"), { shade: 0 });
        s.pen.solid(ellipse(cx, cy, r * (wide ? 0.18 : 0.38)), white, { shade: 0 });
      }
      if (wide) s.pen.tube("M262 370q50 -40 80 0t80 10", 15, s.body.base);
    },
  },
  stickers: {
    tint: "paper",
    forms: ["sheet", "magnets"],
    patterns: ["plain"],
    focus: [190, 190, 2],
    scene: "desk",
    sceneScale: 0.58,
    shadow: 130,
    draw(s) {
      s.pen.solid(rect(100, 56, 280, 342, 12), s.form === "sheet" ? white : tonesOfColour("grey"), {
        shade: 0.02,
      });
      for (let r = 0; r < 4; r++)
        for (let c = 0; c < 3; c++) {
          const [x, y] = [158 + c * 82, 106 + r * 80];
          const tones =
            (r + c) % 2
              ? s.body
              : tonesOfColour(palette[(r * 3 + c + Math.floor(s.range(0, 3))) % palette.length]!);
          const i = (r * 2 + c) % 3;
          s.pen.solid(
            i === 0 ? heart(x, y - 26, 56) : i === 1 ? star(x, y, 32) : ellipse(x, y, 27),
            tones,
            { shade: 0.1 },
          );
        }
    },
  },
} as const satisfies Record<string, KindDrawing>;
