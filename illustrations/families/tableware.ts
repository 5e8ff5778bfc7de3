import { tonesOfColour } from "../colours.ts";
import { curve, ellipse, lathe, line, soft, turned } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const painted = ["plain", "plain", "dots", "stripes", "waves", "leaves", "bands", "check"] as const;

export const tableware = {
  mug: {
    tint: "tableware",
    forms: ["straight", "round", "tapered", "footed"],
    patterns: painted,
    focus: [300, 270, 2],
    scene: "table",
    sceneScale: 0.5,
    draw(s) {
      const half = s.range(86, 108);
      const top = s.range(150, 190);
      s.pen.tube(
        `M${240 + half * 0.8} ${top + 50}Q${240 + half + 82} ${top + 34} ${240 + half + 66} ${(top + 400) / 2 + 10}T${240 + half * 0.8} 346`,
        18,
        s.body.base,
      );
      const r = half;
      if (s.form === "round")
        s.main(
          lathe(240, [
            [r * 0.84, top],
            [r, top + 80],
            [r * 0.98, 330],
            [r * 0.62, 400],
          ]),
        );
      else if (s.form === "footed")
        s.main(
          lathe(240, [
            [r, top],
            [r * 0.98, top + 90],
            [r * 0.76, 354],
            [r * 0.5, 374],
            [r * 0.6, 400],
          ]),
        );
      else
        s.main(
          turned(
            240,
            s.form === "tapered"
              ? [
                  [r, top, 6],
                  [r * 0.72, 400, 18],
                ]
              : [
                  [r, top, 6],
                  [r, 400, 26],
                ],
          ),
        );
      const mouth = s.form === "round" ? r * 0.84 : r;
      s.pen.solid(
        ellipse(240, top + 3, mouth - 1, 15),
        { ...s.body, base: s.body.dark },
        { shade: 0 },
      );
      s.pen.flat(ellipse(240, top + 7, mouth - 12, 8), tonesOfColour("brown").base);
      s.gloss(line([240 - r * 0.68, top + 60], [240 - r * 0.68, top + 120]), 9);
    },
  },
  teapot: {
    tint: "tableware",
    forms: ["round", "squat", "tall"],
    patterns: painted,
    focus: [190, 270, 1.9],
    scene: "table",
    sceneScale: 0.56,
    shadow: 130,
    draw(s) {
      const half = s.form === "tall" ? s.range(84, 94) : s.range(106, 122);
      const top = s.form === "squat" ? 226 : s.form === "tall" ? 160 : 190;
      s.pen.tube(
        `M${240 - half * 0.8} ${top + 44}Q${240 - half - 92} ${top + 24} ${240 - half - 52} ${top + 118}T${240 - half * 0.7} 356`,
        15,
        s.material === "glass" ? s.trim.base : s.body.base,
      );
      s.plain(
        soft([
          [240 + half * 0.7, 280, 10],
          [240 + half + 64, top + 6, 14],
          [240 + half + 92, top + 2, 3],
          [240 + half * 0.8, 372, 18],
        ]),
        { shade: 0.3 },
      );
      s.main(
        lathe(240, [
          [half * 0.42, top],
          [half * 0.86, top + 36],
          [half, top + 104],
          [half * 0.86, 366],
          [half * 0.5, 400],
        ]),
      );
      s.plain(
        lathe(240, [
          [8, top - 24],
          [half * 0.34, top - 14],
          [half * 0.5, top + 8],
        ]),
        { texture: "smooth" },
      );
      s.frame(ellipse(240, top - 36, 15));
      s.gloss(
        curve([
          [240 - half * 0.7, top + 120],
          [240 - half * 0.68, top + 80],
          [240 - half * 0.5, top + 50],
        ]),
        9,
      );
    },
  },
  plate: {
    tint: "tableware",
    forms: ["rimmed", "coupe", "scalloped"],
    patterns: ["plain", "plain", "dots", "stripes", "waves", "leaves", "check"],
    focus: [330, 190, 2],
    scene: "table",
    sceneScale: 0.5,
    shadow: 100,
    draw(s) {
      const r = s.range(148, 166);
      s.pen.solid(ellipse(240, 236, r + 4, r + 4), { ...s.body, base: s.body.deep }, { shade: 0 });
      if (s.form === "scalloped") {
        const n = 16;
        for (let i = 0; i < n; i++)
          s.plain(
            ellipse(
              240 + r * 0.93 * Math.cos((i * 2 * Math.PI) / n),
              232 + r * 0.93 * Math.sin((i * 2 * Math.PI) / n),
              r * 0.19,
            ),
            { shade: 0, texture: "smooth" },
          );
        s.main(ellipse(240, 232, r * 0.96), { shade: 0.04, bare: true });
      } else s.main(ellipse(240, 232, r), { shade: 0.05 });
      s.plain(ellipse(240, 234, r * (s.form === "coupe" ? 0.84 : 0.62)), {
        shade: 0.06,
        texture: s.bodyTexture,
      });
      if (s.form === "rimmed") s.pen.stroke(ellipse(240, 232, r * 0.92).d, s.body.mark, 3);
      s.gloss(
        curve([
          [160, 216],
          [172, 184],
          [196, 162],
        ]),
      );
    },
  },
  bowl: {
    tint: "tableware",
    forms: ["deep", "wide", "footed"],
    patterns: painted,
    focus: [270, 310, 2],
    scene: "table",
    sceneScale: 0.56,
    shadow: 120,
    draw(s) {
      const half = s.form === "wide" ? 168 : s.range(136, 154);
      const top = s.form === "wide" ? 276 : s.range(220, 246);
      s.pen.solid(ellipse(240, top, half, 34), { ...s.body, base: s.body.deep }, { shade: 0 });
      s.pen.flat(ellipse(240, top + 7, half - 14, 24), s.body.light);
      const foot = s.form === "footed" ? 372 : 400;
      if (s.form === "footed")
        s.plain(
          turned(
            240,
            [
              [half * 0.32, 360],
              [half * 0.42, 400],
            ],
            5,
          ),
          { texture: "smooth" },
        );
      s.main({
        ...lathe(240, [
          [half, top],
          [half * 0.9, top + (foot - top) * 0.5],
          [half * 0.64, top + (foot - top) * 0.86],
          [half * 0.36, foot],
        ]),
        d: `M${240 - half} ${top}A${half} 34 0 0 0 ${240 + half} ${top}C${240 + half * 0.98} ${top + (foot - top) * 0.6} ${240 + half * 0.6} ${foot} ${240 + half * 0.36} ${foot}H${240 - half * 0.36}C${240 - half * 0.6} ${foot} ${240 - half * 0.98} ${top + (foot - top) * 0.6} ${240 - half} ${top}z`,
      });
      s.gloss(
        curve([
          [240 - half * 0.82, top + 56],
          [240 - half * 0.66, top + 96],
        ]),
        9,
      );
    },
  },
  jug: {
    tint: "tableware",
    forms: ["pitcher", "milk", "carafe"],
    patterns: painted,
    focus: [210, 240, 1.9],
    scene: "table",
    sceneScale: 0.58,
    shadow: 95,
    draw(s) {
      const half = s.range(74, 92);
      const top = s.form === "milk" ? 190 : 110;
      if (s.form !== "carafe")
        s.pen.tube(
          `M${240 + half * 0.5} ${top + 36}Q${240 + half + 86} ${top + 40} ${240 + half + 40} ${top + 130}T${240 + half * 0.86} 330`,
          15,
          s.body.base,
        );
      const shape = lathe(240, [
        [half * 0.62, top],
        [half * 0.5, top + (400 - top) * 0.2],
        [half * 0.72, top + (400 - top) * 0.42],
        [half, top + (400 - top) * 0.74],
        [half * 0.72, 400],
      ]);
      if (s.form !== "carafe")
        s.plain(
          soft([
            [240 - half * 0.3, top - 1, 2],
            [240 - half * 1.0, top - 16, 10],
            [240 - half * 0.5, top + 54, 12],
          ]),
          { shade: 0, texture: "smooth" },
        );
      s.main(shape);
      s.pen.solid(
        ellipse(240, top, half * 0.62, 10),
        { ...s.body, base: s.body.dark },
        { shade: 0 },
      );
      if (s.form === "carafe") s.frame(ellipse(240, top - 22, 26, 24));
      s.gloss(
        curve([
          [240 - half * 0.74, 330],
          [240 - half * 0.64, 284],
          [240 - half * 0.44, 240],
        ]),
        8,
      );
    },
  },
} as const satisfies Record<string, KindDrawing>;
