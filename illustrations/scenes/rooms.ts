import { INK } from "../pen.ts";
import { ellipse, line, rect, soft, turned } from "../shapes.ts";
import {
  bookPile,
  cup,
  floorPlant,
  fruitBowl,
  pickFrom,
  picture,
  place,
  prop,
  type Setting,
  twigVase,
  wall,
  windowPane,
} from "./setting.ts";

function tableTop(setting: Setting, y: number): void {
  const { pen } = setting;
  const wood = prop(pickFrom(setting, ["natural", "sand", "oat"]));
  pen.solid(rect(-20, y, 520, 30), wood, { shade: 0 });
  pen.flat(rect(-20, y + 30, 520, 480 - y), wood.deep);
  pen.ink(line([60, y + 30], [60, 480]), 0.7);
  pen.ink(line([420, y + 30], [420, 480]), 0.7);
}

export function table(setting: Setting): void {
  const { pen, random } = setting;
  const y = 388;
  const left = random() < 0.5;
  wall(setting);
  if (random() < 0.5) windowPane(setting, left ? 316 : 36, 70);
  else picture(setting, left ? 330 : 56, 84);
  tableTop(setting, y);
  const near = left ? 366 : 110;
  pickFrom(setting, [twigVase, fruitBowl, bookPile])(setting, near, y);
  if (random() < 0.5) cup(setting, left ? 74 : 420, y);
  place(setting, left ? 196 : 284, y + 6, { shadow: prop("natural").deep });
  pen.flat(ellipse(left ? 420 : 60, y + 15, 20, 4), prop("natural").deep);
}

export function desk(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  const left = random() < 0.5;
  const shelf = left ? 26 : 274;
  pen.solid(rect(shelf, 92, 180, 14, 3), prop("natural"), { shade: 0 });
  const names = ["teal", "mustard", "cream", "terracotta", "navy", "sage"] as const;
  const start = Math.floor(random() * 6);
  for (let i = 0; i < 5; i++) {
    const h = 44 + ((i * 23 + start * 7) % 24);
    pen.solid(rect(shelf + 16 + i * 19, 92 - h, 18, h, 2), prop(names[(start + i) % 6]!), {
      shade: 0,
    });
  }
  if (random() < 0.5) windowPane(setting, left ? 318 : 38, 56);
  else picture(setting, left ? 330 : 60, 60);
  tableTop(setting, 380);
  const far = left ? 424 : 56;
  pickFrom(setting, [pencilPot, twigVase, cup])(setting, far, 380);
  if (random() < 0.5) {
    const x = left ? 78 : 402;
    pen.solid(
      soft(
        [
          [x - 44, 408],
          [x + 44, 408],
          [x + 58, 452],
          [x - 58, 452],
        ],
        4,
      ),
      prop("white"),
      { shade: 0 },
    );
    pen.ink(`M${x - 28} 420h56M${x - 28} 432h40`, 0.5);
  } else bookPile(setting, left ? 70 : 410, 388);
  place(setting, 240, 412, { shadow: prop("natural").deep });
}

function pencilPot(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  for (const [dx, c] of [
    [-12, "red"],
    [0, "mustard"],
    [12, "teal"],
  ] as const)
    pen.tube(line([x + dx * 0.6, y - 28], [x + dx * 1.6, y - 84 + Math.abs(dx)]), 6, prop(c).base);
  pen.solid(
    turned(x, [
      [25, y - 56, 3],
      [22, y, 7],
    ]),
    prop("white"),
  );
}

/** A room seen with much of its floor: what lies flat is drawn foreshortened. */
export function carpet(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  const left = random() < 0.5;
  const boards = prop(pickFrom(setting, ["natural", "sand", "oat"]));
  windowPane(setting, left ? 316 : 40, 40);
  pen.flat(rect(0, 268, 480, 212), boards.base);
  pen.stroke(
    "M0 310h480M0 360h480M0 418h480M110 270v38M330 270v38M210 312v46M420 312v46M70 362v54M300 362v54",
    boards.deep,
    3,
  );
  pen.solid(rect(-10, 252, 500, 18), prop("white"), { shade: 0 });
  const x = left ? 60 : 292;
  const cloth = prop(pickFrom(setting, ["sage", "mustard", "grey", "sky"]));
  pen.group("translate(0 210) scale(1 .6)", setting.object);
  for (const lx of [x + 24, x + 106])
    pen.tube(line([lx, 280], [lx + (lx < x + 60 ? -6 : 6), 316]), 8, prop("brown").base);
  pen.solid(rect(x + 10, 134, 110, 120, 34), cloth, { shade: 0.05 });
  pen.solid(rect(x + 14, 226, 102, 40, 14), cloth, { shade: 0.05 });
  for (const ax of [x - 14, x + 108]) pen.solid(rect(ax, 204, 36, 84, 16), cloth, { shade: 0.1 });
  pen.solid(rect(x + 12, 258, 106, 32, 8), cloth, { shade: 0.05 });
  floorPlant(setting, left ? 428 : 54, 300);
}

export function floor(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  const left = random() < 0.5;
  const y = 360;
  windowPane(setting, left ? 40 : 316, 56);
  if (random() < 0.6) picture(setting, left ? 338 : 50, 74);
  const boards = prop(pickFrom(setting, ["natural", "sand", "oat"]));
  pen.flat(rect(0, y, 480, 120), boards.base);
  pen.stroke(
    "M0 392h480M0 430h480M110 362v28M330 362v28M210 394v34M420 394v34M70 432v40M300 432v40",
    boards.deep,
    3,
  );
  pen.solid(rect(-10, y - 16, 500, 18), prop("white"), { shade: 0 });
  floorPlant(setting, left ? 420 : 60, 402);
  place(setting, left ? 224 : 262, 428, { shadow: boards.deep });
}

export function ceiling(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  picture(setting, random() < 0.5 ? 40 : 350, 120);
  pen.flat(
    soft([
      [168, 236, 0],
      [312, 236, 0],
      [404, 396, 0],
      [76, 396, 0],
    ]),
    "#fff6d8",
    0.75,
  );
  const wood = prop(pickFrom(setting, ["natural", "sand", "brown"]));
  for (const x of [110, 370]) {
    pen.tube(line([x - 26, 480], [x - 20, 330]), 9, wood.deep);
    pen.tube(line([x + 26, 480], [x + 20, 330]), 9, wood.deep);
    pen.solid(rect(x - 34, 306, 68, 34, 14), wood, { shade: 0 });
  }
  pen.solid(rect(84, 396, 312, 20, 8), wood, { shade: 0 });
  pen.tube(line([240, 420], [240, 490]), 16, wood.base);
  fruitBowl(setting, 240, 396);
  setting.pen.group("translate(86 -10) scale(.64)", setting.object);
}

export function wallScene(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  const wood = prop(pickFrom(setting, ["natural", "sand", "brown"]));
  for (const x of [96, 384]) pen.tube(line([x, 440], [x, 500]), 10, wood.deep);
  pen.solid(rect(50, 384, 380, 76, 6), wood, { shade: 0.02 });
  pen.ink(line([240, 388], [240, 456]), 0.7);
  for (const x of [222, 258]) pen.flat(ellipse(x, 420, 5), INK);
  const left = random() < 0.5;
  twigVase(setting, left ? 376 : 104, 384);
  bookPile(setting, left ? 124 : 356, 384);
  place(setting, 240, 184);
}

export function sofa(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  picture(setting, 60, 46);
  picture(setting, 176, 66);
  const cloth = prop(pickFrom(setting, ["grey", "oat", "sage", "sand"]));
  pen.flat(rect(0, 430, 480, 50), prop("natural").base);
  for (const x of [60, 420]) pen.tube(line([x, 420], [x, 448]), 12, prop("brown").base);
  pen.solid(rect(36, 218, 408, 170, 44), cloth, { shade: 0.03 });
  for (const x of [12, 410]) pen.solid(rect(x, 268, 58, 158, 26), cloth, { shade: 0.1 });
  pen.solid(rect(62, 346, 356, 80, 20), cloth, { shade: 0.02 });
  pen.ink(line([240, 352], [240, 420]), 0.7);
  const left = random() < 0.5;
  place(setting, left ? 190 : 290, 372);
}

export function nursery(setting: Setting): void {
  const { pen, random } = setting;
  wall(setting);
  const flags = ["red", "mustard", "teal", "cream", "sage"] as const;
  const start = Math.floor(random() * 5);
  pen.stroke("M-10 40Q240 130 490 40", INK, 3);
  for (let i = 0; i < 6; i++) {
    const x = 24 + i * 76;
    const y = 52 + 34 * Math.sin(((x + 24) / 480) * Math.PI);
    pen.solid(
      soft([
        [x, y, 2],
        [x + 48, y + 1, 2],
        [x + 24, y + 52, 4],
      ]),
      prop(flags[(start + i) % 5]!),
      { shade: 0 },
    );
  }
  pen.flat(rect(0, 350, 480, 130), prop("natural").base);
  pen.solid(rect(-10, 338, 500, 16), prop("white"), { shade: 0 });
  pen.solid(ellipse(240, 428, 204, 42), prop(pickFrom(setting, ["sky", "cream", "sage"])), {
    shade: 0,
  });
  const side = random() < 0.5 ? 70 : 412;
  for (const [dx, y, c] of [
    [-26, 356, "red"],
    [20, 356, "mustard"],
    [-4, 312, "teal"],
  ] as const)
    pen.solid(rect(side + dx - 22, y, 44, 44, 5), prop(c), { shade: 0.1 });
  place(setting, 240, 430, { shadow: prop("natural").deep });
}
