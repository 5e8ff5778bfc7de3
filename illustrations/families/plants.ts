import { tonesOfColour } from "../colours.ts";
import { ellipse, leaf, line, rect, turned } from "../shapes.ts";
import type { KindDrawing, Sketch } from "../sketch.ts";

const green = tonesOfColour("green");
const sage = tonesOfColour("sage");
const soil = tonesOfColour("brown");

function pot(s: Sketch, top: number, half: number): void {
  s.pen.solid(ellipse(240, top, half - 4, 15), soil, { shade: 0 });
  s.main(
    turned(240, [
      [half * 0.92, top + 22, 3],
      [half * 0.68, 400, 12],
    ]),
  );
  s.main(
    turned(240, [
      [half, top, 6],
      [half, top + 34, 6],
    ]),
    { pattern: "plain" },
  );
}

export const plants = {
  plant: {
    tint: "garden",
    forms: ["monstera", "snake", "cactus", "trailing", "tree"],
    patterns: ["plain", "plain", "bands", "waves", "dots"],
    focus: [240, 250, 1.9],
    scene: "floor",
    sceneScale: 0.66,
    shadow: 90,
    draw(s) {
      const half = s.range(76, 94);
      const top = 270;
      if (s.form === "cactus") {
        s.pen.tube("M214 200h-40q-24 0 -24 -24v-36", 30, green.base);
        s.pen.tube("M266 230h40q24 0 24 -24v-44", 30, green.base);
        s.pen.solid(rect(204, 66, 72, 214, 36), green);
        for (const x of [226, 240, 254]) s.pen.ink(line([x, 92], [x, 262]), 0.5);
        s.pen.solid(ellipse(240, 62, 16), tonesOfColour("pink"), { shade: 0 });
      } else if (s.form === "snake") {
        for (const [x, tx, ty] of [
          [196, 130, 110],
          [284, 350, 120],
          [222, 200, 40],
          [264, 292, 56],
          [240, 246, 90],
        ] as const) {
          s.pen.solid(leaf(x, 286, tx, ty, 40), green, { shade: 0.2 });
          s.pen.stroke(line([x, 262], [tx, ty + 40]), sage.light, 5);
        }
      } else if (s.form === "tree") {
        s.pen.tube(line([240, 286], [240, 150]), 11, soil.base);
        for (const [x, y, r] of [
          [188, 140, 58],
          [292, 140, 58],
          [240, 96, 68],
          [240, 166, 54],
        ] as const)
          s.pen.solid(ellipse(x, y, r), green);
        for (const [x, y] of [
          [200, 120],
          [276, 92],
          [290, 156],
          [226, 166],
        ] as const)
          s.pen.solid(ellipse(x, y, 11), tonesOfColour("orange"), { shade: 0 });
      } else if (s.form === "monstera") {
        for (const [tx, ty, w] of [
          [116, 160, 54],
          [366, 150, 54],
          [170, 56, 56],
          [308, 50, 56],
          [240, 108, 58],
        ] as const) {
          s.pen.stroke(line([240, 286], [(240 + tx) / 2, (286 + ty) / 2]), green.dark, 5);
          const [mx, my] = [240 + (tx - 240) * 0.36, 286 + (ty - 286) * 0.36];
          s.pen.solid(leaf(mx, my, tx, ty, w * 1.5), green, { shade: 0.12 });
          s.pen.stroke(
            line([mx, my], [tx - (tx - mx) * 0.15, ty - (ty - my) * 0.15]),
            sage.light,
            3.5,
          );
        }
      }
      pot(s, top, half);
      if (s.form !== "trailing") return;
      for (const [x, tx, ty] of [
        [180, 130, 380],
        [210, 90, 300],
        [300, 360, 360],
        [276, 390, 270],
        [240, 250, 350],
      ] as const) {
        s.pen.stroke(`M${x} ${top}Q${(x + tx) / 2} ${top - 70} ${tx} ${ty}`, green.dark, 4);
        for (const t of [0.35, 0.55, 0.75, 0.98]) {
          const y = (1 - t) ** 2 * top + 2 * t * (1 - t) * (top - 70) + t * t * ty;
          const px = (1 - t) ** 2 * x + t * (1 - t) * (x + tx) + t * t * tx;
          s.pen.solid(leaf(px, y - 4, px + (x < 240 ? -26 : 26), y + 14, 18), green, { shade: 0 });
        }
      }
    },
  },
  planter: {
    tint: "garden",
    forms: ["tapered", "round", "footed", "box"],
    patterns: ["plain", "plain", "bands", "waves", "stripes", "dots"],
    focus: [240, 262, 1.8],
    scene: "outdoor",
    sceneScale: 0.62,
    shadow: 120,
    draw(s) {
      const half = s.form === "box" ? 174 : s.range(118, 136);
      for (const x of [-0.6, -0.25, 0.15, 0.55])
        for (const side of [-1, 1])
          s.pen.solid(
            leaf(240 + half * x, 226, 240 + half * x + side * 36, 150 + Math.abs(x) * 40, 22),
            side > 0 ? green : sage,
            { shade: 0 },
          );
      for (const [x, c] of [
        [-0.5, "yellow"],
        [0, "white"],
        [0.5, "pink"],
      ] as const) {
        s.pen.stroke(line([240 + half * x, 226], [240 + half * x, 130]), green.dark, 4);
        for (let i = 0; i < 5; i++)
          s.pen.solid(
            ellipse(240 + half * x + 15 * Math.cos(i * 1.257), 124 + 15 * Math.sin(i * 1.257), 11),
            tonesOfColour(c),
            { shade: 0 },
          );
        s.pen.flat(ellipse(240 + half * x, 124, 8), tonesOfColour("mustard").base);
      }
      if (s.form === "footed")
        for (const x of [-0.5, 0.5])
          s.leg(line([240 + half * x, 360], [240 + half * x * 1.2, 398]), 12);
      const floor = s.form === "footed" ? 372 : 400;
      s.main(
        s.form === "box"
          ? rect(66, 236, 348, 162, 8)
          : turned(240, [
              [half, 226, 6],
              [half * (s.form === "round" ? 1.06 : 0.9), 300, s.form === "round" ? 60 : 0],
              [half * (s.form === "round" ? 0.6 : 0.72), floor, 16],
            ]),
      );
      s.main(rect(240 - half - 8, 214, 2 * half + 16, 30, 8), { pattern: "plain", shade: 0.04 });
    },
  },
} as const satisfies Record<string, KindDrawing>;
