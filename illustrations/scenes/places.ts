import { INK } from "../pen.ts";
import { bow, ellipse, leaf, line, rect, soft, turned } from "../shapes.ts";
import { pickFrom, place, prop, type Setting, twigVase, wall } from "./setting.ts";

export function outdoor(setting: Setting): void {
  const { pen, tint, random, hangs } = setting;
  pen.flat(rect(0, 0, 480, 480), random() < 0.5 ? "#e2eef2" : tint.light);
  const left = random() < 0.5;
  pen.flat(ellipse(left ? 384 : 96, 96, 40), prop("yellow").base);
  pen.flat(
    soft([
      [-10, 330, 0],
      [140, 200, 90],
      [300, 300, 60],
      [490, 226, 0],
      [490, 480, 0],
      [-10, 480, 0],
    ]),
    prop("sage").light,
  );
  pen.flat(
    soft([
      [-10, 300, 0],
      [220, 350, 90],
      [360, 270, 90],
      [490, 330, 0],
      [490, 480, 0],
      [-10, 480, 0],
    ]),
    prop("sage").base,
  );
  for (const [x, y, r] of left
    ? ([
        [70, 250, 44],
        [128, 286, 28],
      ] as const)
    : ([
        [404, 240, 46],
        [344, 280, 28],
      ] as const)) {
    pen.tube(line([x, y + r + 44], [x, y]), 7, prop("brown").base);
    pen.solid(ellipse(x, y, r, r * 1.2), prop("green"), { shade: 0.12 });
  }
  pen.flat(rect(0, 376, 480, 104), prop("sage").deep);
  for (const x of [40, 128, 372, 440])
    pen.stroke(
      `M${x} 440q-4 -16 -12 -20M${x} 440q2 -18 0 -26M${x} 440q6 -14 14 -18`,
      prop("green").deep,
      3,
    );
  if (hangs) place(setting, left ? 214 : 264, 190);
  else place(setting, 240, 432, { shadow: prop("green").deep });
}

export function kitchen(setting: Setting): void {
  const { pen, tint, random } = setting;
  wall(setting);
  let tiles = "";
  for (let r = 0; r < 5; r++) {
    tiles += `M0 ${186 + r * 40}h480`;
    for (let c = 0; c < 7; c++) tiles += `M${c * 80 + (r % 2) * 40} ${186 + r * 40}v40`;
  }
  pen.stroke(tiles, tint.lightDeep, 3);
  pen.flat(rect(0, 0, 480, 142), tint.light);
  pen.solid(rect(-10, 130, 500, 16, 0), prop("natural"), { shade: 0 });
  const jars = ["mustard", "terracotta", "sage", "brown"] as const;
  const start = Math.floor(random() * 4);
  for (let i = 0; i < 3; i++) {
    const x = 60 + i * 74;
    pen.solid(
      turned(x, [
        [26, 72, 8],
        [26, 130, 6],
      ]),
      prop(jars[(start + i) % 4]!),
      { shade: 0.1 },
    );
    pen.solid(rect(x - 22, 56, 44, 18, 5), prop("natural"), { shade: 0 });
  }
  for (const [x, w] of [
    [330, 44],
    [404, 40],
  ] as const)
    pen.solid(
      turned(x, [
        [w * 0.6, 92, 4],
        [w * 0.46, 130, 10],
      ]),
      prop("white"),
      { shade: 0.12 },
    );
  pen.solid(rect(-10, 384, 500, 26), prop("oat"), { shade: 0 });
  pen.flat(rect(0, 410, 480, 70), prop("teal").light);
  pen.ink(line([170, 412], [170, 480]), 0.7);
  pen.ink(line([330, 412], [330, 480]), 0.7);
  const left = random() < 0.5;
  if (left) twigVase(setting, 408, 388);
  else {
    pen.solid(
      turned(70, [
        [34, 316, 6],
        [30, 388, 10],
      ]),
      prop("white"),
    );
    for (const dx of [-14, 0, 15])
      pen.tube(
        line([70 + dx * 0.6, 318], [70 + dx * 1.6, 250 + Math.abs(dx)]),
        6,
        prop("natural").base,
      );
  }
  place(setting, left ? 214 : 266, 394, { shadow: prop("oat").deep });
}

export function bath(setting: Setting): void {
  const { pen, tint, random } = setting;
  wall(setting);
  const tiles = [1, 2, 3, 4, 5].map((i) => `M${i * 80} 0v360M0 ${i * 72}h480`).join("");
  pen.stroke(tiles, tint.lightDeep, 3);
  const left = random() < 0.5;
  const x = left ? 392 : 88;
  pen.tube(line([x - 60, 84], [x + 60, 84]), 7, prop("mustard").base);
  pen.solid(rect(x - 44, 80, 88, 190, 4), prop(pickFrom(setting, ["white", "sand", "rose"])), {
    shade: 0.06,
  });
  pen.solid(rect(-10, 372, 500, 26), prop("natural"), { shade: 0 });
  pen.flat(rect(0, 398, 480, 82), prop("white").base);
  pen.stroke(line([0, 398], [480, 398]), INK, 3);
  for (const [dx, dy] of [
    [-20, -90],
    [10, -104],
    [34, -76],
  ] as const) {
    pen.stroke(line([x, 340], [x + dx, 340 + dy + 40]), prop("green").dark, 3);
    pen.flat(
      leaf(x + dx * 0.7, 340 + dy * 0.3, x + dx * 1.7, 320 + dy * 0.7, 12),
      prop("sage").deep,
    );
  }
  pen.solid(
    turned(x, [
      [20, 322, 3],
      [26, 376, 8],
    ]),
    prop("white"),
  );
  place(setting, left ? 200 : 280, 384, { shadow: prop("natural").deep });
}

export function pegs(setting: Setting): void {
  const { pen, random, hangs } = setting;
  wall(setting);
  const wood = prop(pickFrom(setting, ["natural", "sand", "brown"]));
  pen.solid(rect(-10, 64, 500, 34), wood, { shade: 0 });
  for (const x of [70, 240, 410]) pen.solid(ellipse(x, 82, 12), wood, { shade: 0 });
  const left = random() < 0.5;
  const x = left ? 410 : 70;
  const cloth = prop(pickFrom(setting, ["sage", "rose", "sky", "mustard"]));
  pen.solid(
    soft([
      [x, 84, 4],
      [x + 44, 130, 20],
      [x + 50, 300, 10],
      [x - 50, 300, 10],
      [x - 44, 130, 20],
    ]),
    cloth,
    { shade: 0.1 },
  );
  pen.ink(bow(x - 8, 110, x - 16, 290, 4), 0.6);
  pen.flat(rect(0, 416, 480, 64), prop("oat").base);
  pen.solid(rect(20, 372, 440, 20, 6), wood, { shade: 0 });
  for (const lx of [60, 420]) pen.tube(line([lx, 394], [lx, 450]), 11, wood.deep);
  if (hangs) place(setting, left ? 210 : 270, 232);
  else place(setting, left ? 200 : 280, 374, { shadow: wood.deep });
}

export function wardrobe(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  pen.flat(rect(0, 420, 480, 60), prop("natural").base);
  pen.solid(rect(-10, 408, 500, 14), prop("white"), { shade: 0 });
  for (const x of [48, 432]) pen.tube(line([x, 60], [x, 446]), 9, prop("brown").base);
  pen.tube(line([30, 70], [450, 70]), 9, prop("brown").base);
  const left = random() < 0.5;
  const names = ["sage", "cream", "rose", "sky", "mustard"] as const;
  const start = Math.floor(random() * 5);
  [0, 1].forEach((i) => {
    const x = left ? 352 + i * 44 : 84 + i * 44;
    pen.ink(`M${x} 72v22`, 0.8);
    pen.solid(
      soft([
        [x, 92, 4],
        [x + 40, 122, 16],
        [x + 34, 340 - i * 30, 8],
        [x - 34, 340 - i * 30, 8],
        [x - 40, 122, 16],
      ]),
      prop(names[(start + i) % 5]!),
      { shade: 0.1 },
    );
  });
  const x = left ? 206 : 274;
  pen.stroke(`M${x} 116v-20q0 -10 10 -12t-2 -14`, INK, 4);
  pen.stroke(`M${x - 70} 152L${x} 114L${x + 70} 152`, INK, 5);
  place(setting, x, 240);
}

export function street(setting: Setting): void {
  const { pen, tint, random } = setting;
  wall(setting);
  let bricks = "";
  for (let r = 0; r < 9; r++)
    for (let c = 0; c < 3; c++)
      if ((r * 3 + c) % 4 !== 1) bricks += `M${((c * 170 + r * 74) % 480) - 20} ${40 + r * 36}h56`;
  pen.stroke(bricks, tint.lightDeep, 5);
  const left = random() < 0.5;
  const x = left ? 318 : 30;
  pen.solid(rect(x - 12, 52, 156, 316, 6), prop("white"), { shade: 0 });
  pen.solid(
    rect(x, 64, 132, 304, 4),
    prop(pickFrom(setting, ["teal", "terracotta", "navy", "olive"])),
    { shade: 0 },
  );
  pen.flat(rect(x + 18, 84, 96, 92, 4), "#dceaf0");
  pen.flat(ellipse(x + 112, 236, 7), prop("mustard").base);
  pen.solid(rect(x - 34, 362, 200, 24, 4), prop("grey"), { shade: 0 });
  pen.flat(rect(0, 386, 480, 94), prop("grey").light);
  pen.stroke(line([0, 386], [480, 386]), INK, 3);
  for (const lx of [90, 240, 390])
    pen.stroke(line([lx, 390], [lx - 26, 478]), prop("grey").base, 3);
  place(setting, left ? 196 : 290, 430, { shadow: prop("grey").base });
}
