/** Values of one series within a window that ends at `endSeconds`. */
export interface Window {
  points: readonly { value: number; atSeconds: number }[];
  seconds: number;
  endSeconds: number;
}

/** How far a rate is carried on beyond the first and the last value, in mean distances of values. */
const MAX_GAP = 1.1;

const functions: Readonly<Record<string, (window: Window) => number | undefined>> = {
  rate: (window) => divided(increase(window), window.seconds),
  increase,
  changes: ({ points }) =>
    points.length === 0 ? undefined : pairs(points).filter(([a, b]) => a !== b).length,
  min_over_time: ({ points }) => extreme(points, Math.min),
  max_over_time: ({ points }) => extreme(points, Math.max),
  count_over_time: ({ points }) => (points.length === 0 ? undefined : points.length),
};

/** One of PromQL's functions of a range; undefined: it says nothing of this series. */
export function overTime(name: string, window: Window): number | undefined {
  const known = functions[name];
  if (!known) throw new RangeError(`not a function that is known here: ${name}`);
  return known(window);
}

/** Prometheus' `increase`: resets added up, and carried on to the window's edges (extrapolatedRate). */
function increase({ points, seconds, endSeconds }: Window): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return undefined;
  const gained = pairs(points).reduce((sum, [a, b]) => sum + (b < a ? b : b - a), 0);
  const sampled = last.atSeconds - first.atSeconds;
  const mean = sampled / (points.length - 1);
  const edge = (gap: number) => (gap < MAX_GAP * mean ? gap : mean / 2);
  let before = edge(first.atSeconds - (endSeconds - seconds));
  // A counter does not come from below zero.
  if (gained > 0 && first.value >= 0) before = Math.min(before, sampled * (first.value / gained));
  return gained * ((sampled + before + edge(endSeconds - last.atSeconds)) / sampled);
}

function divided(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value / by;
}

function pairs(points: Window["points"]): [number, number][] {
  return points.slice(1).map((point, index) => [points[index]!.value, point.value]);
}

function extreme(points: Window["points"], pick: (...values: number[]) => number) {
  return points.length === 0 ? undefined : pick(...points.map(({ value }) => value));
}
