import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const white = tonesOfColour("white");
const cream = tonesOfColour("cream");

export const bath = {
  soap: {
    tint: "bath",
    forms: ["bar", "round", "wrapped"],
    patterns: ["plain", "stripes", "dots", "leaves", "waves", "check"],
    focus: [250, 300, 2],
    scene: "bath",
    sceneScale: 0.48,
    shadow: 150,
    draw(s) {
      if (s.form === "wrapped") {
        s.plain(rect(120, 150, 240, 250, 20), { shade: 0.05, texture: "smooth" });
        s.main(rect(108, 196, 264, 160, 4), { shade: 0.05 });
        s.pen.solid(ellipse(240, 276, 56), white, { shade: 0 });
        s.pen.ink(line([210, 268], [270, 268]), 1.2);
        s.pen.ink(line([220, 288], [260, 288]), 0.7);
        return;
      }
      for (const [x, y, r] of [
        [130, 170, 24],
        [180, 120, 15],
        [330, 130, 20],
        [374, 190, 13],
      ] as const) {
        s.pen.solid(ellipse(x, y, r), tonesOfColour("sky"), { opacity: 0.8, shade: 0.1 });
        s.pen.gloss(bow(x - r * 0.5, y, x - r * 0.1, y - r * 0.5, -2), 4);
      }
      s.frame(
        turned(240, [
          [176, 356, 16],
          [150, 398, 10],
        ]),
        { texture: "grain" },
      );
      s.plain(s.form === "round" ? ellipse(240, 282, 132, 82) : rect(96, 210, 288, 152, 50), {
        shade: 0.06,
        texture: "smooth",
      });
      s.pen.stroke(
        s.form === "round" ? ellipse(234, 272, 82, 44).d : rect(140, 244, 190, 76, 26).d,
        s.body.deep,
        6,
      );
      s.pen.stroke("M186 284q12 -18 24 0t24 0t24 0t24 0", s.body.dark, 5);
    },
  },
  lotion: {
    tint: "bath",
    forms: ["pump", "tube", "dropper"],
    patterns: ["plain", "plain", "stripes", "leaves", "waves"],
    focus: [240, 260, 2],
    scene: "bath",
    sceneScale: 0.58,
    shadow: 90,
    draw(s) {
      const half = s.range(78, 94);
      if (s.form === "tube") {
        s.frame(
          turned(240, [
            [40, 344, 4],
            [44, 398, 8],
          ]),
        );
        s.main(
          soft([
            [144, 58, 4],
            [336, 58, 4],
            [310, 348, 12],
            [170, 348, 12],
          ]),
          { shade: 0.08 },
        );
        s.plain(rect(140, 48, 200, 28, 4), { shade: 0, texture: "smooth" });
      } else {
        s.main(
          turned(240, [
            [half * 0.44, 164, 4],
            [half, 206, 34],
            [half, 398, 24],
          ]),
        );
        if (s.form === "pump") {
          s.pen.tube("M240 120V86H166V104", 15, tonesOfColour("charcoal").base);
          s.pen.solid(
            turned(240, [
              [38, 112, 8],
              [42, 168, 4],
            ]),
            tonesOfColour("charcoal"),
          );
        } else {
          s.pen.solid(
            turned(240, [
              [22, 34, 22],
              [24, 104, 6],
            ]),
            tonesOfColour("charcoal"),
          );
          s.frame(
            turned(240, [
              [40, 100, 6],
              [42, 168, 4],
            ]),
          );
        }
      }
      const y = s.form === "tube" ? 140 : 248;
      s.pen.solid(rect(240 - half * 0.56, y, half * 1.12, 108, 6), white, { shade: 0 });
      s.pen.ink(line([240 - half * 0.34, y + 34], [240 + half * 0.34, y + 34]), 1.3);
      s.pen.ink(line([240 - half * 0.22, y + 58], [240 + half * 0.22, y + 58]), 0.7);
      s.pen.flat(ellipse(240, y + 84, 8), s.body.deep);
    },
  },
  brush: {
    tint: "bath",
    forms: ["bath", "dish", "hair"],
    patterns: ["plain"],
    focus: [250, 140, 2],
    scene: "bath",
    sceneScale: 0.56,
    shadow: 60,
    draw(s) {
      if (s.form === "dish") {
        s.leg("M300 190L150 60", 20);
        s.frame(
          turned(310, [
            [84, 210, 40],
            [90, 268, 10],
          ]),
        );
        for (let x = 232; x <= 392; x += 13)
          s.pen.tube(line([x, 270], [310 + (x - 310) * 1.14, 372]), 7, cream.base);
        s.plain(ellipse(310, 222, 30, 14), { texture: "smooth", shade: 0 });
        return;
      }
      const long = s.form === "bath";
      s.pen.tube(line([240, 200], [240, 390]), long ? 26 : 32, s.trim.base);
      s.pen.stroke(line([240, 372], [240, 380]), INK, 9);
      for (let y = 62; y <= 226; y += 15)
        s.pen.tube(line([300, y], [s.form === "hair" ? 330 : 352, y]), 6, cream.base);
      s.frame(rect(176, 38, 132, 212, 60), { texture: "grain" });
      s.main(rect(198, 64, 84, 160, 40), { shade: 0, texture: "smooth" });
    },
  },
} as const satisfies Record<string, KindDrawing>;
