/** A closed path with its bounds, in the 480-unit square. */
export interface Shape {
  d: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Point = readonly [x: number, y: number, radius?: number];

/** One decimal is a twelfth of a pixel at 120 px: enough, and short. */
export function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function pair(x: number, y: number): string {
  return `${num(x)} ${num(y)}`;
}

function bounded(d: string, points: readonly Point[]): Shape {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { d, x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

export function ellipse(cx: number, cy: number, rx: number, ry = rx): Shape {
  const d = `M${pair(cx - rx, cy)}a${pair(rx, ry)} 0 1 1 ${pair(2 * rx, 0)}a${pair(rx, ry)} 0 1 1 ${pair(-2 * rx, 0)}z`;
  return { d, x: cx - rx, y: cy - ry, w: 2 * rx, h: 2 * ry };
}

/** A polygon with rounded corners: a point's third number is its own radius. */
export function soft(points: readonly Point[], radius = 8): Shape {
  const parts: string[] = [];
  const count = points.length;
  points.forEach((corner, i) => {
    const from = points[(i + count - 1) % count]!;
    const to = points[(i + 1) % count]!;
    const [ax, ay] = toward(corner, from, corner[2] ?? radius);
    const [bx, by] = toward(corner, to, corner[2] ?? radius);
    parts.push(`${i === 0 ? "M" : "L"}${pair(ax, ay)}`);
    if ((corner[2] ?? radius) > 0) {
      parts.push(`Q${pair(corner[0], corner[1])} ${pair(bx, by)}`);
    }
  });
  return bounded(`${parts.join("")}z`, points);
}

function toward(corner: Point, other: Point, radius: number): [number, number] {
  const dx = other[0] - corner[0];
  const dy = other[1] - corner[1];
  const length = Math.hypot(dx, dy) || 1;
  const step = Math.min(radius, length / 2) / length;
  return [corner[0] + dx * step, corner[1] + dy * step];
}

export function rect(x: number, y: number, w: number, h: number, radius = 0): Shape {
  const points: Point[] = [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
  return radius > 0
    ? soft(points, radius)
    : { d: `M${pair(x, y)}h${num(w)}v${num(h)}h${num(-w)}z`, x, y, w, h };
}

/** An open smooth line through the points (Catmull–Rom as Béziers). */
export function curve(points: readonly Point[]): string {
  return `M${pair(points[0]![0], points[0]![1])}${segments(points, false)}`;
}

function segments(points: readonly Point[], closed: boolean): string {
  const count = points.length;
  const at = (i: number): Point =>
    closed ? points[(i + count) % count]! : points[Math.min(count - 1, Math.max(0, i))]!;
  let d = "";
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [a, b, c, e] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const one = pair(b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6);
    const two = pair(c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6);
    d += `C${one} ${two} ${pair(c[0], c[1])}`;
  }
  return d;
}

/** A closed smooth outline through the points. */
export function blob(points: readonly Point[]): Shape {
  return bounded(`M${pair(points[0]![0], points[0]![1])}${segments(points, true)}z`, points);
}

/** A turned body: half-widths at heights, from top to bottom, mirrored about `cx`, smooth sides. */
export function lathe(cx: number, profile: readonly (readonly [half: number, y: number])[]): Shape {
  const right = profile.map(([r, y]): Point => [cx + r, y]);
  const left = profile.map(([r, y]): Point => [cx - r, y]).reverse();
  const d = `M${pair(right[0]![0], right[0]![1])}${segments(right, false)}L${pair(left[0]![0], left[0]![1])}${segments(left, false)}z`;
  return bounded(d, [...right, ...left]);
}

/** As `lathe`, with straight sides and rounded corners. */
export function turned(cx: number, profile: readonly Point[], radius = 6): Shape {
  const right = profile.map(([r, y, k]): Point => [cx + r, y, k]);
  const left = profile.map(([r, y, k]): Point => [cx - r, y, k]).reverse();
  return soft([...right, ...left], radius);
}

export function line(...points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${pair(x, y)}`).join("");
}

/** A bowed line from a to b, its middle moved by `bow` at a right angle. */
export function bow(ax: number, ay: number, bx: number, by: number, bend: number): string {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const cx = (ax + bx) / 2 - ((by - ay) / length) * bend * 2;
  const cy = (ay + by) / 2 + ((bx - ax) / length) * bend * 2;
  return `M${pair(ax, ay)}Q${pair(cx, cy)} ${pair(bx, by)}`;
}

/** A leaf from its stalk to its tip. */
export function leaf(x: number, y: number, tx: number, ty: number, width: number): Shape {
  const length = Math.hypot(tx - x, ty - y) || 1;
  const nx = (-(ty - y) / length) * width;
  const ny = ((tx - x) / length) * width;
  const mx = x + (tx - x) * 0.45;
  const my = y + (ty - y) * 0.45;
  const d = `M${pair(x, y)}Q${pair(mx + nx, my + ny)} ${pair(tx, ty)}Q${pair(mx - nx, my - ny)} ${pair(x, y)}z`;
  return bounded(d, [
    [x, y],
    [tx, ty],
    [mx + nx / 2, my + ny / 2],
    [mx - nx / 2, my - ny / 2],
  ]);
}

/** A heart whose point is at (cx, y + size). */
export function heart(cx: number, y: number, size: number): Shape {
  const s = size / 100;
  const d = `M${pair(cx, y + 100 * s)}C${pair(cx - 70 * s, y + 55 * s)} ${pair(cx - 60 * s, y - 8 * s)} ${pair(cx - 28 * s, y)}C${pair(cx - 12 * s, y + 2 * s)} ${pair(cx, y + 12 * s)} ${pair(cx, y + 24 * s)}C${pair(cx, y + 12 * s)} ${pair(cx + 12 * s, y + 2 * s)} ${pair(cx + 28 * s, y)}C${pair(cx + 60 * s, y - 8 * s)} ${pair(cx + 70 * s, y + 55 * s)} ${pair(cx, y + 100 * s)}z`;
  return { d, x: cx - 54 * s, y, w: 108 * s, h: size };
}

/** A star with rounded tips. */
export function star(cx: number, cy: number, outer: number, inner = outer * 0.5, tips = 5): Shape {
  const points = Array.from({ length: tips * 2 }, (_, i): Point => {
    const r = i % 2 === 0 ? outer : inner;
    const angle = (i / tips) * Math.PI - Math.PI / 2;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
  return soft(points, outer * 0.09);
}
