import { ellipse, line, rect, soft } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const knitted = ["plain", "plain", "stripes", "herringbone", "bands", "dots", "waves"] as const;

function sleeves(s: Sketch, settings: { cuff: number; out: number; width: number }): void {
  const { cuff, out, width } = settings;
  for (const side of [-1, 1]) {
    const x = (dx: number): number => 240 + side * dx;
    s.main(
      soft([
        [x(84), 104, 30],
        [x(126), 128, 24],
        [x(out), cuff, 8],
        [x(out - width), cuff + 10, 8],
        [x(84), 226, 4],
      ]),
      { shade: 0.05 },
    );
    if (cuff > 250)
      s.plain(
        soft([
          [x(out + 2), cuff - 12, 6],
          [x(out + 2), cuff + 16, 6],
          [x(out - width - 2), cuff + 22, 6],
          [x(out - width - 2), cuff - 4, 6],
        ]),
        { shade: 0 },
      );
  }
}

export const clothing = {
  sweater: {
    tint: "clothing",
    forms: ["crew", "roll-neck", "cardigan"],
    patterns: knitted,
    focus: [240, 150, 2],
    scene: "wardrobe",
    hangs: true,
    sceneScale: 0.66,
    draw(s) {
      sleeves(s, { cuff: 340, out: 172, width: 56 });
      s.main(
        soft([
          [150, 92, 20],
          [330, 92, 20],
          [344, 390, 16],
          [136, 390, 16],
        ]),
        { shade: 0.05 },
      );
      s.plain(rect(134, 366, 212, 34, 10), { shade: 0 });
      for (let x = 150; x < 344; x += 18) s.pen.ink(line([x, 370], [x, 396]), 0.5);
      if (s.form === "roll-neck") s.plain(rect(190, 58, 100, 56, 20), { shade: 0.06 });
      else {
        s.pen.solid(ellipse(240, 94, 54, 26), { ...s.body, base: s.body.dark }, { shade: 0 });
        s.pen.tube("M186 92Q196 138 240 138T294 92", 12, s.body.deep);
      }
      if (s.form !== "cardigan") return;
      s.plain(rect(226, 136, 28, 264, 4), { shade: 0 });
      for (const y of [170, 220, 270, 320, 370]) s.frame(ellipse(240, y, 8), { shade: 0 });
    },
  },
  "t-shirt": {
    tint: "clothing",
    forms: ["crew", "pocket", "long"],
    patterns: ["plain", "plain", "stripes", "stripes", "dots", "bands"],
    focus: [250, 160, 2],
    scene: "wardrobe",
    hangs: true,
    sceneScale: 0.66,
    draw(s) {
      sleeves(
        s,
        s.form === "long" ? { cuff: 336, out: 164, width: 48 } : { cuff: 220, out: 188, width: 62 },
      );
      s.main(
        soft([
          [150, 88, 20],
          [330, 88, 20],
          [336, 396, 10],
          [144, 396, 10],
        ]),
        { shade: 0.05 },
      );
      s.pen.solid(ellipse(240, 88, 58, 24), { ...s.body, base: s.body.dark }, { shade: 0 });
      s.pen.tube("M182 86Q194 134 240 134T298 86", 8, s.body.deep);
      s.pen.ink(line([146, 380], [334, 380]), 0.5);
      if (s.form === "pocket")
        s.plain(
          soft(
            [
              [262, 176],
              [312, 176],
              [312, 228],
              [287, 242],
              [262, 228],
            ],
            5,
          ),
          { shade: 0 },
        );
    },
  },
  jacket: {
    tint: "clothing",
    forms: ["chore", "rain", "bomber"],
    patterns: ["plain", "plain", "plain", "check", "herringbone"],
    focus: [250, 170, 1.9],
    scene: "wardrobe",
    hangs: true,
    sceneScale: 0.66,
    draw(s) {
      if (s.form === "rain")
        s.plain(
          soft([
            [168, 110, 40],
            [178, 30, 60],
            [302, 30, 60],
            [312, 110, 40],
          ]),
          { shade: 0.05 },
        );
      sleeves(s, { cuff: 340, out: 178, width: 60 });
      s.main(
        soft([
          [144, 92, 20],
          [336, 92, 20],
          [348, s.form === "bomber" ? 372 : 402, 12],
          [132, s.form === "bomber" ? 372 : 402, 12],
        ]),
        { shade: 0.05 },
      );
      if (s.form === "bomber") s.plain(rect(136, 356, 208, 40, 12), { shade: 0 });
      s.pen.ink(line([240, 112], [240, 398]));
      if (s.form === "chore") {
        for (const side of [-1, 1])
          s.plain(
            soft([
              [240, 128, 2],
              [240 + side * 58, 80, 6],
              [240 + side * 76, 134, 6],
              [240 + side * 30, 156, 6],
            ]),
            { shade: 0 },
          );
        for (const y of [182, 246, 310, 370]) s.frame(ellipse(240, y, 8), { shade: 0 });
        s.plain(rect(266, 190, 58, 60, 6), { shade: 0 });
      } else s.plain(rect(184, 76, 112, 38, 16), { shade: 0 });
      for (const x of [156, 262]) s.plain(rect(x, 290, 64, 70, 8), { shade: 0 });
      if (s.form === "rain") s.pen.stroke(line([240, 116], [240, 398]), s.trim.base, 6);
    },
  },
  socks: {
    tint: "clothing",
    forms: ["crew", "long"],
    patterns: ["stripes", "dots", "plain", "bands", "herringbone", "check"],
    focus: [200, 190, 2],
    scene: "wardrobe",
    hangs: true,
    sceneScale: 0.5,
    draw(s) {
      const top = s.form === "long" ? 44 : 110;
      for (const dx of [96, 0]) {
        const x = 96 + dx;
        s.main(
          soft([
            [x + 30, top, 8],
            [x + 128, top, 8],
            [x + 134, 260, 20],
            [x + 226, 330, 40],
            [x + 226, 396, 40],
            [x + 70, 396, 60],
            [x + 24, 290, 40],
          ]),
          { shade: 0.08 },
        );
        s.plain(
          soft([
            [x + 176, 310, 4],
            [x + 226, 340, 40],
            [x + 226, 396, 40],
            [x + 160, 396, 4],
          ]),
          { shade: 0 },
        );
        s.plain(rect(x + 26, top - 8, 106, 38, 8), { shade: 0 });
      }
    },
  },
} as const satisfies Record<string, KindDrawing>;
