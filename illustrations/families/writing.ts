import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const printed = [
  "plain",
  "dots",
  "stripes",
  "check",
  "leaves",
  "waves",
  "grid",
  "herringbone",
] as const;
const white = tonesOfColour("white");
const palette = ["red", "mustard", "teal", "navy", "green", "rose"] as const;

export const writing = {
  notebook: {
    tint: "paper",
    forms: ["elastic", "spiral", "stack"],
    patterns: printed,
    focus: [270, 230, 2],
    scene: "desk",
    sceneScale: 0.6,
    draw(s) {
      if (s.form === "stack") {
        for (const [y, t] of [
          [352, tonesOfColour("cream")],
          [306, { ...s.body, base: s.body.deep }],
        ] as const)
          s.pen.solid(rect(84, y, 312, 46, 8), t, { shade: 0 });
        s.main(
          soft(
            [
              [130, 150],
              [350, 150],
              [404, 304],
              [76, 304],
            ],
            10,
          ),
          { shade: 0.03 },
        );
        s.pen.solid(rect(76, 298, 328, 16, 4), white, { shade: 0 });
        return;
      }
      s.pen.solid(rect(116, 66, 264, 336, 12), white, { shade: 0 });
      s.main(rect(106, 58, 264, 336, 12), { shade: 0.04 });
      if (s.form === "elastic") {
        s.pen.tube(line([336, 58], [336, 394]), 8, s.body.dark);
        s.plain(rect(106, 58, 34, 336, 8), { shade: 0 });
      } else for (let y = 84; y < 390; y += 26) s.pen.stroke(bow(88, y, 126, y, -7), INK, 5);
      s.pen.solid(rect(176, 126, 130, 74, 6), white, { shade: 0 });
      s.pen.ink(line([198, 154], [284, 154]));
      s.pen.ink(line([198, 176], [258, 176]), 0.6);
    },
  },
  pen: {
    tint: "paper",
    forms: ["fountain", "ball"],
    patterns: ["plain", "plain", "bands", "dots", "stripes"],
    focus: [220, 270, 2.1],
    scene: "desk",
    sceneScale: 0.54,
    shadow: 120,
    draw(s) {
      s.pen.stroke("M70 404q24 -22 46 0t46 0t46 0", INK, 4);
      const a = s.form === "fountain";
      s.main(
        soft([
          [366, 44, 20],
          [412, 84, 20],
          [228, 316, 8],
          [176, 270, 8],
        ]),
        { shade: 0.1, scale: 0.6 },
      );
      s.frame(
        soft([
          [182, 264, 4],
          [234, 308, 4],
          [206, 342, 6],
          [152, 296, 6],
        ]),
        { shade: 0.2 },
      );
      s.pen.solid(
        a
          ? soft([
              [160, 302, 6],
              [200, 338, 6],
              [104, 398, 2],
            ])
          : soft([
              [164, 304, 4],
              [198, 334, 4],
              [122, 388, 6],
            ]),
        a ? tonesOfColour("mustard") : tonesOfColour("grey"),
        { shade: 0.2 },
      );
      if (a) s.pen.ink(line([108, 394], [166, 332]), 0.7);
      s.pen.tube(line([378, 84], [296, 186]), 7, s.trim.light);
    },
  },
  pencils: {
    tint: "paper",
    forms: ["pot", "row"],
    patterns: printed,
    focus: [250, 170, 2],
    scene: "desk",
    sceneScale: 0.56,
    shadow: 90,
    draw(s) {
      const xs = s.form === "pot" ? [176, 210, 244, 278, 308] : [96, 154, 212, 270, 328, 386];
      xs.forEach((x, i) => {
        const lean = s.form === "pot" ? (x - 240) * 0.35 : 0;
        const top = (s.form === "pot" ? 70 : 90) + ((i * 37) % 44);
        const bottom = s.form === "pot" ? 300 : 396;
        const tones = i % 3 === 0 ? s.body : tonesOfColour(palette[i]!);
        s.pen.solid(
          soft(
            [
              [x - 14 + lean, top + 46],
              [x + 14 + lean, top + 46],
              [x + 14, bottom],
              [x - 14, bottom],
            ],
            3,
          ),
          tones,
          { shade: 0.3 },
        );
        s.pen.solid(
          soft(
            [
              [x + lean * 1.1, top],
              [x + 14 + lean, top + 48],
              [x - 14 + lean, top + 48],
            ],
            3,
          ),
          tonesOfColour("sand"),
          { shade: 0 },
        );
        s.pen.flat(
          soft(
            [
              [x + lean * 1.1, top + 1],
              [x + 5 + lean, top + 16],
              [x - 5 + lean, top + 16],
            ],
            1,
          ),
          tones.dark,
        );
      });
      if (s.form === "pot") {
        s.main(
          turned(240, [
            [88, 220, 6],
            [82, 400, 16],
          ]),
        );
        s.frame(
          turned(240, [
            [90, 214, 6],
            [90, 234, 4],
          ]),
          { shade: 0 },
        );
      } else s.main(rect(70, 240, 342, 92, 10), { shade: 0.03 });
    },
  },
  book: {
    tint: "paper",
    forms: ["upright", "open", "pile"],
    patterns: ["plain", "leaves", "dots", "stripes", "waves", "check"],
    focus: [250, 230, 2],
    scene: "desk",
    sceneScale: 0.6,
    shadow: 130,
    draw(s) {
      if (s.form === "open") {
        s.plain(rect(38, 150, 404, 240, 12), { shade: 0 });
        for (const side of [-1, 1])
          s.pen.solid(
            soft([
              [240, 150, 4],
              [240 + side * 100, 128, 60],
              [240 + side * 186, 140, 8],
              [240 + side * 186, 366, 8],
              [240 + side * 100, 356, 60],
              [240, 380, 4],
            ]),
            white,
            { shade: 0 },
          );
        for (let i = 0; i < 5; i++)
          s.pen.ink(line([76, 182 + i * 32], [i === 4 ? 150 : 214, 184 + i * 32]), 0.6);
        s.main(rect(268, 176, 126, 142, 4), { shade: 0.06 });
        s.pen.solid(
          soft(
            [
              [300, 128],
              [324, 128],
              [324, 224],
              [312, 208],
              [300, 224],
            ],
            2,
          ),
          tonesOfColour("red"),
          { shade: 0 },
        );
        return;
      }
      if (s.form === "pile") {
        const stack = [
          ["cream", 300, 60],
          ["teal", 270, 52],
          ["mustard", 288, 48],
        ] as const;
        let y = 400;
        for (const [c, w, h] of stack) {
          y -= h;
          s.pen.solid(rect(240 - w / 2, y, w, h, 8), tonesOfColour(c), { shade: 0 });
          s.pen.solid(rect(240 + w / 2 - 40, y + 8, 40, h - 16, 2), white, { shade: 0 });
        }
        s.main(rect(110, y - 64, 256, 64, 8), { shade: 0.04 });
        s.pen.ink(line([150, y - 32], [250, y - 32]), 1.4);
        return;
      }
      s.pen.solid(rect(128, 64, 244, 334, 6), white, { shade: 0 });
      s.main(rect(108, 56, 252, 336, 10), { shade: 0.03 });
      s.plain(rect(108, 56, 36, 336, 8), { shade: 0 });
      s.pen.solid(rect(172, 106, 156, 104, 6), { ...s.body, base: s.body.light }, { shade: 0 });
      s.pen.ink(line([196, 140], [304, 140]), 1.5);
      s.pen.ink(line([212, 170], [288, 170]), 0.8);
      s.pen.solid(ellipse(250, 300, 33), s.trim, { shade: 0 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
