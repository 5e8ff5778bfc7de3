import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { ellipse, num, rect, soft, star, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const palette = ["red", "mustard", "teal", "blue", "green", "orange"] as const;
const cream = tonesOfColour("cream");

/** A fan of cards in a wooden holder. */
function cards(s: Sketch): void {
  [
    [-22, "cream"],
    [-4, "white"],
    [16, "cream"],
  ].forEach(([turn, c], i) => {
    const card = soft(
      [
        [150 + i * 46 + Number(turn), 90 + Math.abs(i - 1) * 14],
        [300 + i * 36 + Number(turn), 96 + i * 12],
        [290 + i * 20, 330 + i * 8],
        [140 + i * 26, 330],
      ],
      14,
    );
    if (i < 2) s.main(card, { shade: 0, scale: 0.7 });
    else {
      s.pen.solid(card, tonesOfColour(c as "cream"), { shade: 0 });
      s.pen.solid(star(276, 230, 52), s.body);
    }
  });
  s.frame(rect(110, 330, 262, 68, 10), { shade: 0.04 });
}

export const games = {
  puzzle: {
    tint: "toys",
    forms: ["four", "nine"],
    patterns: ["plain"],
    focus: [220, 230, 2],
    scene: "nursery",
    sceneScale: 0.6,
    shadow: 150,
    draw(s) {
      const n = s.form === "nine" ? 3 : 2;
      const size = 300 / n;
      const k = size * 0.15;
      const start = palette[Math.floor(s.range(0, 6)) % 6]!;
      for (let r = 0; r < n; r++)
        for (let c = 0; c < n; c++) {
          const last = r === n - 1 && c === n - 1;
          const [x, y] = [90 + c * size + (last ? 26 : 0), 70 + r * size + (last ? 22 : 0)];
          const i = r * n + c;
          const tones = i % 3 === 0 ? s.body : i % 3 === 1 ? cream : tonesOfColour(start);
          const tab =
            c < n - 1
              ? `v${num(size / 2 - k)}a${num(k)} ${num(k)} 0 1 1 0 ${num(2 * k)}v${num(size / 2 - k)}`
              : `v${num(size)}`;
          const foot =
            r < n - 1
              ? `h${num(-(size / 2 - k))}a${num(k)} ${num(k)} 0 1 1 ${num(-2 * k)} 0h${num(-(size / 2 - k))}`
              : `h${num(-size)}`;
          const left =
            c > 0 ? `v${num(-(size / 2 - k))}a${num(k)} ${num(k)} 0 1 0 0 ${num(-2 * k)}z` : "z";
          const top =
            r > 0
              ? `h${num(size / 2 - k)}a${num(k)} ${num(k)} 0 1 0 ${num(2 * k)} 0h${num(size / 2 - k)}`
              : `h${num(size)}`;
          s.pen.solid(
            { d: `M${num(x)} ${num(y)}${top}${tab}${foot}${left}`, x, y, w: size, h: size },
            tones,
            { shade: 0, texture: s.texture },
          );
        }
    },
  },
  "board-game": {
    tint: "toys",
    forms: ["board", "cards", "dice"],
    patterns: ["check", "dots", "stripes", "grid"],
    focus: [240, 280, 2],
    scene: "table",
    sceneScale: 0.58,
    shadow: 170,
    draw(s) {
      if (s.form === "cards") {
        cards(s);
        return;
      }
      if (s.form === "dice") {
        for (const [x, y, t] of [
          [92, 210, s.body],
          [268, 250, cream],
        ] as const) {
          s.pen.solid(rect(x, y, 148, 148, 28), t, { shade: 0.1 });
          for (const [dx, dy] of [
            [40, 40],
            [108, 40],
            [74, 74],
            [40, 108],
            [108, 108],
          ] as const)
            s.pen.flat(ellipse(x + dx, y + dy, 13), t === cream ? INK : "#fffdf8");
        }
        return;
      }
      s.frame(
        soft(
          [
            [96, 136],
            [384, 136],
            [446, 380],
            [34, 380],
          ],
          14,
        ),
        { shade: 0 },
      );
      s.main(
        soft(
          [
            [114, 154],
            [366, 154],
            [416, 358],
            [64, 358],
          ],
          4,
        ),
        { shade: 0, scale: 1.4 },
      );
      for (const [x, y, c] of [
        [170, 240, "red"],
        [290, 220, "navy"],
        [240, 310, "mustard"],
      ] as const) {
        s.pen.solid(
          turned(x, [
            [9, y - 54, 8],
            [12, y - 20, 6],
            [24, y, 6],
          ]),
          tonesOfColour(c),
          { shade: 0.2 },
        );
        s.pen.solid(ellipse(x, y - 56, 15), tonesOfColour(c), { shade: 0.2 });
      }
    },
  },
  blocks: {
    tint: "toys",
    forms: ["tower", "pyramid"],
    patterns: ["plain"],
    focus: [240, 270, 1.9],
    scene: "nursery",
    sceneScale: 0.62,
    shadow: 150,
    draw(s) {
      const wood = s.material ? s.trim : cream;
      const c = (i: number) =>
        i % 3 === 0
          ? s.body
          : i % 3 === 1
            ? wood
            : tonesOfColour(palette[(i + Math.floor(s.range(0, 4))) % 6]!);
      const cube = (x: number, y: number, i: number): void => {
        s.pen.solid(rect(x, y, 92, 92, 8), c(i), { shade: 0.07, texture: s.texture });
        s.pen.stroke(
          i % 2 ? star(x + 46, y + 48, 24).d : ellipse(x + 46, y + 46, 21).d,
          "#fffdf8",
          6,
        );
      };
      if (s.form === "pyramid") {
        [
          [98, 306],
          [194, 306],
          [290, 306],
          [146, 212],
          [242, 212],
        ].forEach(([x, y], i) => {
          cube(x!, y!, i);
        });
        s.pen.solid(
          soft(
            [
              [240, 100],
              [300, 210],
              [180, 210],
            ],
            8,
          ),
          s.body,
          { shade: 0.1 },
        );
        return;
      }
      cube(120, 306, 0);
      cube(262, 306, 1);
      s.pen.solid(
        {
          d: "M110 302V250A130 96 0 0 1 370 250V302H300A60 54 0 0 0 180 302z",
          x: 110,
          y: 154,
          w: 260,
          h: 148,
        },
        c(2),
        { shade: 0.06 },
      );
      s.pen.solid(ellipse(240, 116, 42), c(3), { shade: 0.1 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
