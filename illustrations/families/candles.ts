import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, curve, ellipse, heart, lathe, line, soft, star, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const glow = tonesOfColour("yellow");
const wax = tonesOfColour("cream");

/** A small flame, its foot at (x, y). */
function flame(s: Sketch, x: number, y: number, size = 1): void {
  const shape = lathe(x, [
    [1, y - 34 * size],
    [6 * size, y - 20 * size],
    [9 * size, y - 9 * size],
    [3 * size, y],
  ]);
  s.pen.stroke(line([x, y + 10 * size], [x, y]), INK, 3);
  s.pen.solid(shape, tonesOfColour("orange"), { shade: 0 });
  s.pen.flat(ellipse(x, y - 9 * size, 4 * size, 7 * size), glow.base);
}

/** Two thin candles in their holders. */
function tapers(s: Sketch): void {
  const tall = s.range(90, 130);
  for (const [x, dy] of [
    [196, 0],
    [284, 34],
  ] as const) {
    flame(s, x, tall + dy - 12);
    s.plain(
      turned(
        x,
        [
          [11, tall + dy],
          [15, 360],
        ],
        5,
      ),
      { texture: "smooth" },
    );
    s.frame(
      turned(
        x,
        [
          [20, 344],
          [24, 366],
          [46, 386],
          [48, 400],
        ],
        5,
      ),
    );
  }
}

export const candles = {
  candle: {
    tint: "lighting",
    forms: ["pillar", "taper", "jar", "twist"],
    patterns: ["plain", "plain", "bands", "dots"],
    focus: [240, 250, 1.9],
    scene: "bath",
    sceneScale: 0.55,
    shadow: 90,
    draw(s) {
      if (s.form === "taper") {
        tapers(s);
        return;
      }
      const half = s.range(68, 92);
      const top = s.range(176, 216);
      flame(s, 240, top - 14, 1.5);
      if (s.form === "jar") {
        s.pen.solid(
          turned(240, [
            [half, top - 6, 8],
            [half, 400, 20],
          ]),
          wax,
          { shade: 0.1 },
        );
        s.main(
          turned(240, [
            [half, top + 42, 4],
            [half, 400, 20],
          ]),
          { texture: s.bodyTexture },
        );
        s.pen.solid(
          soft(
            [
              [240 - half * 0.6, 280],
              [240 + half * 0.6, 280],
              [240 + half * 0.6, 350],
              [240 - half * 0.6, 350],
            ],
            4,
          ),
          tonesOfColour("white"),
          { shade: 0 },
        );
        s.pen.ink(line([212, 304], [268, 304]));
        s.pen.ink(line([222, 324], [258, 324]), 0.6);
      } else if (s.form === "twist") {
        s.plain(
          turned(240, [
            [half * 0.6, top, 14],
            [half * 0.6, 400, 10],
          ]),
          { texture: "smooth" },
        );
        for (let y = top + 30; y < 400; y += 36)
          s.pen.ink(bow(240 - half * 0.6, y, 240 + half * 0.6, y - 26, -6));
      } else {
        s.main(
          turned(240, [
            [half * 0.8, top, 14],
            [half * 0.8, 400, 8],
          ]),
          { texture: "smooth" },
        );
      }
    },
  },
  "candle-holder": {
    tint: "lighting",
    forms: ["cup", "lantern"],
    patterns: ["plain", "plain", "dots", "waves"],
    focus: [240, 270, 2],
    scene: "table",
    sceneScale: 0.52,
    draw(s) {
      if (s.form === "lantern") {
        s.leg("M200 130Q240 50 280 130", 6);
        s.plain(
          turned(
            240,
            [
              [34, 116],
              [92, 160],
            ],
            6,
          ),
          { texture: "smooth" },
        );
        s.pen.solid(
          turned(240, [
            [78, 160, 2],
            [78, 376, 2],
          ]),
          tonesOfColour("cream"),
          { opacity: 0.8 },
        );
        flame(s, 240, 296, 1.4);
        s.pen.solid(
          turned(
            240,
            [
              [32, 308],
              [32, 378],
            ],
            5,
          ),
          wax,
        );
        for (const x of [166, 314]) s.leg(line([x, 164], [x, 376]), 8);
        s.plain(
          turned(
            240,
            [
              [94, 374],
              [98, 400],
            ],
            5,
          ),
          { texture: "smooth" },
        );
        return;
      }
      const half = s.range(78, 104);
      flame(s, 240, 236, 1.5);
      s.main(
        lathe(240, [
          [half, 230],
          [half * 1.06, 290],
          [half * 0.9, 360],
          [half * 0.5, 400],
        ]),
      );
      s.gloss(
        curve([
          [240 - half * 0.76, 330],
          [240 - half * 0.84, 290],
          [240 - half * 0.78, 256],
        ]),
      );
    },
  },
  "hanging-light": {
    tint: "lighting",
    forms: ["heart", "star"],
    patterns: ["plain"],
    focus: [240, 240, 1.9],
    scene: "wall",
    hangs: true,
    sceneScale: 0.7,
    draw(s) {
      s.pen.stroke("M240 -60V96", INK, 4);
      s.plain(s.form === "heart" ? heart(240, 96, 280) : star(240, 232, 160), { shade: 0.08 });
      s.pen.flat(s.form === "heart" ? heart(240, 134, 196) : star(240, 232, 104), s.body.light);
      flame(s, 240, 232, 1.3);
      s.pen.solid(
        turned(
          240,
          [
            [34, 242],
            [30, 284],
          ],
          6,
        ),
        wax,
      );
      s.frame(
        turned(
          240,
          [
            [46, 280],
            [38, 296],
          ],
          5,
        ),
      );
    },
  },
  "fairy-lights": {
    tint: "lighting",
    forms: ["globes", "stars", "hearts"],
    patterns: ["plain"],
    focus: [190, 220, 2.2],
    scene: "wall",
    hangs: true,
    sceneScale: 0.9,
    draw(s) {
      s.pen.stroke("M-10 90Q150 220 250 150T490 130", INK, 4);
      s.pen.stroke("M-10 250Q130 390 260 310T490 290", INK, 4);
      const spots = [
        [40, 126],
        [115, 170],
        [195, 170],
        [270, 140],
        [350, 122],
        [430, 126],
        [50, 296],
        [130, 336],
        [215, 330],
        [295, 296],
        [370, 282],
        [440, 286],
      ] as const;
      spots.forEach(([x, y], i) => {
        const tones = i % 3 === 0 ? s.body : i % 3 === 1 ? glow : wax;
        s.frame(
          turned(
            x,
            [
              [7, y],
              [9, y + 16],
            ],
            3,
          ),
          { shade: 0 },
        );
        const size = 24 + ((i + 2) % 3);
        s.pen.solid(
          s.form === "stars"
            ? star(x, y + 38, size + 6)
            : s.form === "hearts"
              ? heart(x, y + 14, size * 1.9)
              : ellipse(x, y + 36, size, size),
          tones,
        );
      });
    },
  },
} as const satisfies Record<string, KindDrawing>;
