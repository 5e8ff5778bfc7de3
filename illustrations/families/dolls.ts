import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft, star } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const cream = tonesOfColour("cream");

export const dolls = {
  plush: {
    tint: "toys",
    forms: ["bear", "rabbit", "elephant", "cat"],
    patterns: ["plain", "plain", "dots", "stripes", "check"],
    focus: [240, 160, 1.9],
    scene: "nursery",
    sceneScale: 0.6,
    draw(s) {
      const fur = (shape: ReturnType<typeof ellipse>): void => s.plain(shape, { shade: 0.1 });
      if (s.form === "rabbit")
        for (const side of [-1, 1]) {
          fur(
            soft([
              [240 + side * 30, 110, 20],
              [240 + side * 34, 14, 34],
              [240 + side * 88, 24, 34],
              [240 + side * 82, 120, 20],
            ]),
          );
        }
      else if (s.form === "cat")
        for (const side of [-1, 1])
          fur(
            soft([
              [240 + side * 28, 90, 6],
              [240 + side * 92, 46, 10],
              [240 + side * 96, 150, 10],
            ]),
          );
      else
        for (const side of [-1, 1]) {
          const big = s.form === "elephant";
          fur(ellipse(240 + side * (big ? 106 : 72), big ? 150 : 88, big ? 62 : 36, big ? 66 : 36));
          s.pen.flat(
            ellipse(240 + side * (big ? 108 : 74), big ? 152 : 90, big ? 36 : 19, big ? 40 : 19),
            tonesOfColour("pink").base,
          );
        }
      for (const side of [-1, 1]) {
        fur(ellipse(240 + side * 106, 272, 36, 52));
        fur(ellipse(240 + side * 74, 374, 52, 32));
        s.pen.flat(ellipse(240 + side * 84, 376, 24, 18), s.body.light);
      }
      s.main(
        soft([
          [156, 200, 60],
          [324, 200, 60],
          [346, 400, 80],
          [134, 400, 80],
        ]),
        { shade: 0.08 },
      );
      fur(ellipse(240, 150, 104, 90));
      if (s.form === "elephant") s.pen.tube("M240 160Q236 230 262 250", 36, s.body.base);
      else {
        s.pen.flat(ellipse(240, 180, 46, 36), s.body.light);
        s.pen.flat(ellipse(240, 164, 16, 11), INK);
        s.pen.ink("M240 172V190M218 196Q230 206 240 192Q250 206 262 196");
      }
      for (const side of [-1, 1]) s.pen.flat(ellipse(240 + side * 42, 138, 9), INK);
      if (s.chance(0.6))
        s.pen.solid(
          soft([
            [240, 240, 2],
            [196, 222, 10],
            [196, 264, 10],
            [240, 246, 2],
            [284, 264, 10],
            [284, 222, 10],
          ]),
          tonesOfColour("red"),
          { shade: 0 },
        );
    },
  },
  doll: {
    tint: "toys",
    forms: ["rag", "nesting", "robot"],
    patterns: ["dots", "stripes", "leaves", "check", "plain"],
    focus: [240, 150, 1.9],
    scene: "nursery",
    sceneScale: 0.62,
    shadow: 100,
    draw(s) {
      const skin = tonesOfColour(s.pick(["sand", "cream", "brown", "oat"]));
      const hair = tonesOfColour(s.pick(["brown", "mustard", "charcoal", "terracotta"]));
      const face = (y: number): void => {
        for (const side of [-1, 1]) {
          s.pen.flat(ellipse(240 + side * 24, y, 6), INK);
          s.pen.flat(ellipse(240 + side * 38, y + 20, 11, 8), tonesOfColour("rose").base, 0.7);
        }
        s.pen.ink(bow(226, y + 24, 254, y + 24, 7));
      };
      if (s.form === "robot") {
        s.pen.tube("M240 60V100M120 240V320M360 240V320", 13, s.trim.base);
        s.pen.solid(ellipse(240, 52, 14), tonesOfColour("red"), { shade: 0 });
        for (const x of [190, 262]) s.frame(rect(x, 344, 32, 54, 6));
        s.main(rect(146, 208, 188, 150, 16));
        s.plain(rect(158, 92, 164, 116, 22));
        for (const x of [204, 276])
          s.pen.solid(ellipse(x, 142, 21), tonesOfColour("yellow"), { shade: 0 });
        s.pen.stroke(line([206, 184], [274, 184]), INK, 7);
        for (const x of [196, 240, 284])
          s.pen.solid(ellipse(x, 262, 14), tonesOfColour("mustard"), { shade: 0 });
        return;
      }
      if (s.form === "nesting") {
        s.main(
          soft([
            [166, 60, 74],
            [314, 60, 74],
            [326, 210, 40],
            [372, 300, 90],
            [330, 400, 40],
            [150, 400, 40],
            [108, 300, 90],
            [154, 210, 40],
          ]),
        );
        s.pen.solid(ellipse(240, 138, 64), hair, { shade: 0 });
        s.pen.solid(ellipse(240, 146, 52), skin, { shade: 0 });
        s.pen.solid(ellipse(240, 312, 62, 56), cream, { shade: 0 });
        s.pen.flat(star(240, 312, 34, 17), s.body.mark);
        face(142);
        return;
      }
      s.pen.tube("M196 350V386M284 350V386", 24, skin.base);
      s.pen.tube("M170 236L120 300M310 236L360 300", 22, skin.base);
      s.main(
        soft([
          [192, 196, 20],
          [288, 196, 20],
          [352, 360, 20],
          [128, 360, 20],
        ]),
      );
      s.pen.solid(ellipse(240, 130, 84, 80), hair, { shade: 0 });
      for (const side of [-1, 1])
        s.pen.solid(ellipse(240 + side * 88, 158, 28, 38), hair, { shade: 0 });
      s.pen.solid(ellipse(240, 142, 66, 62), skin, { shade: 0 });
      face(140);
    },
  },
} as const satisfies Record<string, KindDrawing>;
