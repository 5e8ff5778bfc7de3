import { type ColourName, type Tones, tonesOfColour } from "../colours.ts";
import type { Pen } from "../pen.ts";
import { ellipse, leaf, line, num, rect, soft, turned } from "../shapes.ts";
import type { Tint } from "../tints.ts";

/** What a scene draws with, and the object that it is about. */
export interface Setting {
  pen: Pen;
  tint: Tint;
  /** The object's drawing in its own 480-unit square, standing on y = 400. */
  object: string;
  scale: number;
  hangs: boolean;
  random: () => number;
}

/** Muted tones of props, so that the object leads. */
export const prop: (name: ColourName) => Tones = tonesOfColour;

export function pickFrom<T>(setting: Setting, choices: readonly T[]): T {
  return choices[Math.floor(setting.random() * choices.length)]!;
}

/** Puts the object with its foot (or, hanging, its middle) at the point. */
export function place(
  setting: Setting,
  x: number,
  y: number,
  options: { shadow?: string; scale?: number } = {},
): void {
  const scale = options.scale ?? setting.scale;
  const anchor = setting.hangs ? 240 : 400;
  if (options.shadow && !setting.hangs) setting.pen.shadow(x, y, 130 * scale, options.shadow);
  setting.pen.group(
    `translate(${num(x - 240 * scale)} ${num(y - anchor * scale)}) scale(${scale})`,
    setting.object,
  );
}

export function wall(setting: Setting): void {
  setting.pen.flat(rect(0, 0, 480, 480), setting.tint.light);
}

export function windowPane(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  pen.solid(rect(x, y, 124, 150, 6), prop("white"), { shade: 0 });
  pen.flat(rect(x + 12, y + 12, 100, 126, 2), "#dceaf0");
  pen.flat(
    soft([
      [x + 12, y + 138, 0],
      [x + 12, y + 104, 0],
      [x + 50, y + 84, 20],
      [x + 112, y + 116, 0],
      [x + 112, y + 138, 0],
    ]),
    prop("sage").light,
  );
  pen.stroke(line([x + 62, y + 12], [x + 62, y + 138]), "#fffdf8", 7);
  pen.stroke(line([x + 12, y + 70], [x + 112, y + 70]), "#fffdf8", 7);
}

export function picture(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  pen.solid(rect(x, y, 92, 116, 4), prop("natural"), { shade: 0 });
  pen.flat(rect(x + 10, y + 10, 72, 96, 2), "#fffdf8");
  pen.flat(
    ellipse(x + 46, y + 48, 20),
    prop(pickFrom(setting, ["terracotta", "mustard", "sage"])).light,
  );
  pen.flat(
    soft([
      [x + 12, y + 104, 0],
      [x + 12, y + 76, 0],
      [x + 44, y + 60, 16],
      [x + 80, y + 84, 0],
      [x + 80, y + 104, 0],
    ]),
    prop("teal").light,
  );
}

export function twigVase(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  for (const [dx, dy] of [
    [-26, -110],
    [6, -130],
    [34, -100],
  ] as const) {
    pen.stroke(line([x, y - 50], [x + dx, y + dy]), prop("green").dark, 3);
    for (const t of [0.6, 0.95]) {
      const [lx, ly] = [x + dx * t, y - 50 + (dy + 50) * t];
      pen.flat(leaf(lx, ly, lx + (dx < 0 ? -22 : 22), ly - 14, 9), prop("sage").deep);
    }
  }
  pen.solid(
    turned(x, [
      [9, y - 66, 3],
      [11, y - 48, 6],
      [26, y - 26, 14],
      [18, y, 6],
    ]),
    prop(pickFrom(setting, ["white", "terracotta", "cream"])),
  );
}

export function bookPile(setting: Setting, x: number, y: number): void {
  const names = ["teal", "cream", "terracotta", "navy", "mustard"] as const;
  const start = Math.floor(setting.random() * 5);
  [96, 84, 90].forEach((w, i) => {
    setting.pen.solid(
      rect(x - w / 2 + (i % 2) * 6, y - 20 * (i + 1), w, 20, 3),
      prop(names[(start + i) % 5]!),
      { shade: 0 },
    );
  });
}

export function fruitBowl(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  for (const [dx, c] of [
    [-28, "red"],
    [2, "orange"],
    [28, "yellow"],
  ] as const)
    pen.solid(ellipse(x + dx, y - 46, 20), prop(c), { shade: 0.1 });
  pen.solid(
    turned(x, [
      [64, y - 44, 4],
      [44, y - 10, 20],
      [26, y, 4],
    ]),
    prop("white"),
  );
}

export function cup(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  pen.tube(`M${x + 22} ${y - 38}q26 2 8 26h-12`, 5, prop("white").base);
  pen.solid(
    turned(x, [
      [26, y - 46, 3],
      [20, y, 9],
    ]),
    prop("white"),
  );
}

export function floorPlant(setting: Setting, x: number, y: number): void {
  const { pen } = setting;
  for (const [dx, dy] of [
    [-48, -130],
    [-16, -180],
    [24, -170],
    [52, -116],
  ] as const)
    pen.solid(leaf(x, y - 50, x + dx, y + dy, 26), prop(dx % 3 ? "green" : "sage"), { shade: 0.1 });
  pen.solid(
    turned(x, [
      [36, y - 62, 5],
      [26, y, 7],
    ]),
    prop("terracotta"),
  );
}
