import { tonesOfColour } from "../colours.ts";
import { INK } from "../pen.ts";
import { bow, ellipse, line, rect, soft } from "../shapes.ts";
import type { KindDrawing } from "../sketch.ts";

const woven = ["plain", "plain", "dots", "stripes", "check", "leaves", "waves"] as const;

export const bags = {
  backpack: {
    tint: "bags",
    forms: ["roll-top", "classic", "flap"],
    patterns: ["plain", "plain", "plain", "dots", "stripes", "check"],
    focus: [240, 270, 1.9],
    scene: "pegs",
    sceneScale: 0.56,
    shadow: 110,
    draw(s) {
      const half = s.range(100, 116);
      s.leg("M206 84Q206 34 240 34T274 84", 11);
      for (const side of [-1, 1])
        s.pen.tube(
          `M${240 + side * half * 0.8} 130Q${240 + side * (half + 44)} 240 ${240 + side * half * 0.9} 366`,
          15,
          s.body.dark,
        );
      s.main(
        soft([
          [240 - half * 0.92, 76, 74],
          [240 + half * 0.92, 76, 74],
          [240 + half * 1.06, 398, 34],
          [240 - half * 1.06, 398, 34],
        ]),
        { shade: 0.08 },
      );
      s.main(rect(240 - half * 0.8, 264, half * 1.6, 110, 20), { shade: 0.05, pattern: "plain" });
      s.pen.ink(line([240 - half * 0.66, 288], [240 + half * 0.66, 288]));
      s.frame(rect(240 + half * 0.34, 284, 10, 24, 4), { shade: 0 });
      if (s.form === "roll-top") {
        s.plain(rect(240 - half * 0.96, 74, half * 1.92, 38, 16), { shade: 0.04 });
        s.frame(rect(228, 68, 24, 120, 6), { shade: 0 });
        s.pen.solid(rect(222, 160, 36, 26, 5), tonesOfColour("charcoal"), { shade: 0 });
      } else if (s.form === "flap") {
        s.plain(
          soft([
            [240 - half * 0.96, 78, 70],
            [240 + half * 0.96, 78, 70],
            [240 + half * 1.02, 226, 30],
            [240 - half * 1.02, 226, 30],
          ]),
          { shade: 0.06 },
        );
        for (const x of [-0.46, 0.46])
          s.frame(rect(240 + half * x - 10, 180, 20, 100, 5), { shade: 0 });
      } else s.pen.ink(bow(240 - half * 0.7, 160, 240 + half * 0.7, 160, -34));
    },
  },
  "tote-bag": {
    tint: "bags",
    forms: ["tall", "wide", "shopper"],
    patterns: woven,
    focus: [240, 300, 2],
    scene: "pegs",
    sceneScale: 0.6,
    shadow: 130,
    draw(s) {
      const half = s.form === "wide" ? 158 : s.range(114, 134);
      const top = s.form === "wide" ? 200 : 168;
      s.leg(
        `M${240 - half * 0.5} ${top + 20}Q${240 - half * 0.5} 40 240 40T${240 + half * 0.5} ${top + 20}`,
        14,
      );
      s.main(
        soft([
          [240 - half, top, 6],
          [240 + half, top, 6],
          [240 + half * (s.form === "shopper" ? 0.86 : 1.06), 400, 14],
          [240 - half * (s.form === "shopper" ? 0.86 : 1.06), 400, 14],
        ]),
        { shade: 0.07 },
      );
      s.pen.ink(line([240 - half, top + 26], [240 + half, top + 26]), 0.6);
      for (const side of [-1, 1])
        s.frame(rect(240 + side * half * 0.5 - 11, top + 6, 22, 46, 4), { shade: 0 });
      if (s.form === "wide") s.frame(rect(206, 310, 68, 40, 6), { shade: 0 });
    },
  },
  wallet: {
    tint: "bags",
    forms: ["bifold", "card", "zip"],
    patterns: ["plain", "plain", "plain", "dots", "check"],
    focus: [310, 250, 2],
    scene: "desk",
    sceneScale: 0.5,
    shadow: 150,
    draw(s) {
      if (s.form !== "zip") {
        const cards = ["teal", "mustard", "cream"] as const;
        cards.forEach((c, i) => {
          s.pen.solid(rect(112 + i * 8, 120 + i * 24, 240, 100, 10), tonesOfColour(c), {
            shade: 0,
          });
        });
      }
      s.plain(rect(s.form === "card" ? 100 : 72, 176, s.form === "card" ? 280 : 336, 222, 22), {
        shade: 0.05,
      });
      if (s.form === "bifold")
        s.main(
          soft([
            [72, 206, 20],
            [390, 214, 20],
            [390, 398, 20],
            [72, 398, 20],
          ]),
          { shade: 0.04 },
        );
      else
        s.main(
          soft([
            [s.form === "card" ? 100 : 72, 250, 4],
            [s.form === "card" ? 380 : 408, 250, 4],
            [s.form === "card" ? 380 : 408, 398, 22],
            [s.form === "card" ? 100 : 72, 398, 22],
          ]),
          { shade: 0.04 },
        );
      s.pen.stroke(
        rect(s.form === "card" ? 114 : 86, 268, s.form === "card" ? 252 : 286, 116, 12).d,
        s.body.mark,
        3,
      );
      if (s.form === "zip") {
        s.pen.stroke(line([92, 214], [390, 214]), INK, 9);
        s.frame(
          soft(
            [
              [372, 204],
              [402, 210],
              [398, 290],
              [378, 290],
            ],
            6,
          ),
          { shade: 0 },
        );
      } else if (s.form === "bifold") s.frame(ellipse(360, 300, 17));
    },
  },
  pouch: {
    tint: "bags",
    forms: ["zip", "clasp", "drawstring"],
    patterns: woven,
    focus: [240, 300, 2],
    scene: "desk",
    sceneScale: 0.5,
    shadow: 130,
    draw(s) {
      if (s.form === "drawstring") {
        s.main(
          soft([
            [178, 130, 14],
            [302, 130, 14],
            [280, 190, 20],
            [376, 330, 60],
            [330, 400, 40],
            [150, 400, 40],
            [104, 330, 60],
            [200, 190, 20],
          ]),
          { shade: 0.08 },
        );
        s.leg("M196 186Q240 204 284 186M284 188q60 -10 70 50M196 188q-60 -10 -60 40", 8);
        return;
      }
      if (s.form === "clasp") {
        s.main(
          soft([
            [132, 196, 20],
            [348, 196, 20],
            [402, 350, 70],
            [330, 400, 60],
            [150, 400, 60],
            [78, 350, 70],
          ]),
          { shade: 0.08 },
        );
        s.pen.tube("M122 212Q128 146 240 146T358 212", 15, tonesOfColour("mustard").base);
        for (const x of [228, 254])
          s.pen.solid(ellipse(x, 134, 15), tonesOfColour("mustard"), { shade: 0 });
        return;
      }
      s.main(
        soft([
          [84, 196, 24],
          [396, 196, 24],
          [408, 398, 34],
          [72, 398, 34],
        ]),
        { shade: 0.05 },
      );
      s.pen.stroke(line([96, 214], [384, 214]), INK, 10);
      s.pen.stroke(line([96, 214], [384, 214]), tonesOfColour("sand").base, 3);
      s.frame(
        soft(
          [
            [366, 206],
            [392, 206],
            [398, 286],
            [372, 286],
          ],
          6,
        ),
        { shade: 0 },
      );
    },
  },
  weekender: {
    tint: "bags",
    forms: ["duffel", "gladstone"],
    patterns: ["plain", "plain", "plain", "check", "stripes"],
    focus: [160, 310, 1.9],
    scene: "street",
    sceneScale: 0.7,
    shadow: 170,
    draw(s) {
      s.leg("M156 250Q160 110 240 110T324 250", 14);
      s.main(
        s.form === "duffel"
          ? rect(58, 210, 364, 188, 70)
          : soft([
              [130, 190, 20],
              [350, 190, 20],
              [424, 398, 40],
              [56, 398, 40],
            ]),
        { shade: 0.06 },
      );
      s.pen.stroke(
        line([s.form === "duffel" ? 106 : 146, 226], [s.form === "duffel" ? 374 : 334, 226]),
        INK,
        8,
      );
      for (const x of [146, 312]) s.frame(rect(x, 226, 22, 170, 4), { shade: 0 });
      for (const x of [60, 384])
        s.frame(
          soft(
            [
              [x, 330],
              [x + 36, 330],
              [x + 36, 390],
              [x + (x < 240 ? 12 : 24), 392],
            ],
            8,
          ),
          { shade: 0 },
        );
      s.pen.solid(rect(206, 290, 70, 44, 8), s.trim, { shade: 0 });
    },
  },
  umbrella: {
    tint: "accessories",
    forms: ["open", "folded"],
    patterns: ["plain", "plain", "dots", "stripes", "check", "leaves"],
    focus: [170, 170, 1.9],
    scene: "street",
    sceneScale: 0.72,
    shadow: 60,
    draw(s) {
      if (s.form === "folded") {
        s.leg("M240 96V60Q240 26 274 26T306 64", 16);
        s.main(
          soft([
            [206, 110, 8],
            [274, 110, 8],
            [280, 260, 30],
            [248, 392, 4],
            [232, 392, 4],
            [200, 260, 30],
          ]),
          { shade: 0.2 },
        );
        s.pen.ink("M236 116Q226 240 240 380M252 116Q262 240 244 380", 0.6);
        s.plain(rect(200, 226, 80, 24, 8), { shade: 0 });
        s.pen.tube(line([240, 392], [240, 404]), 7, s.trim.dark);
        return;
      }
      s.leg("M240 200V360Q240 398 274 398T308 362", 10);
      s.leg(line([240, 30], [240, 60]), 6);
      const d =
        "M44 236C44 120 130 56 240 56S436 120 436 236Q404 196 370 236Q336 196 305 236Q272 196 240 236Q208 196 175 236Q144 196 110 236Q76 196 44 236z";
      s.main({ d, x: 44, y: 56, w: 392, h: 180 }, { shade: 0.06 });
      s.pen.ink(
        "M240 58Q170 120 175 234M240 58Q310 120 305 234M240 58Q110 110 110 234M240 58Q370 110 370 234",
        0.7,
      );
    },
  },
} as const satisfies Record<string, KindDrawing>;
