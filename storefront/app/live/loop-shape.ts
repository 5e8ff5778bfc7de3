import type { LiveTrace, LoopStage } from "@slipstream/contracts/live-api";
import { type Message, msg } from "../language/text.ts";

export interface Point {
  x: number;
  y: number;
}

/** The drawing's own units. */
export const LOOP_WIDTH = 400;
export const LOOP_HEIGHT = 500;

/** A place where an event stops on its way; `after` is the stage at whose end it leaves. */
export interface Station extends Point {
  name: Message;
  /** What happens there, in a few words. */
  does: Message;
  after?: LoopStage;
}

/** Clockwise, from the page and back to it. */
export const stations: readonly Station[] = [
  { x: 22, y: 62, name: msg("This page"), does: msg("you look at something") },
  { x: 378, y: 62, name: msg("Hub"), does: msg("keeps it, safely"), after: "hub" },
  { x: 384, y: 170, name: msg("NATS"), does: msg("carries it, in order"), after: "nats" },
  {
    x: 376,
    y: 278,
    name: msg("Processor"),
    does: msg("applies it, exactly once"),
    after: "processor",
  },
  {
    x: 380,
    y: 385,
    name: msg("Redis · LEARN"),
    does: msg("your session, the model"),
    after: "redis",
  },
  { x: 20, y: 385, name: msg("Announcement"), does: msg("you have changed"), after: "announced" },
  { x: 16, y: 248, name: msg("Model server"), does: msg("ranks the shelf anew"), after: "model" },
];

/** The line runs through the stations; between two of them it may bend. */
const bends: Readonly<Record<number, readonly Point[]>> = {
  0: [{ x: 200, y: 20 }],
  // Round below the labels of the lowest stations.
  4: [
    { x: 372, y: 455 },
    { x: 200, y: 488 },
    { x: 28, y: 455 },
  ],
};

/** From station to station, round to the first: the points that the line runs through. */
const knots: readonly Point[] = stations.flatMap((station, at) => [station, ...(bends[at] ?? [])]);
const knotOf = stations.map((station) => knots.indexOf(station));

/** One stretch of the line: a cubic Bézier curve. */
type Curve = readonly [from: Point, out: Point, into: Point, to: Point];

/** A closed Catmull–Rom spline through the knots, as Bézier curves. */
const curves: readonly Curve[] = knots.map((from, at) => {
  const before = knots[(at + knots.length - 1) % knots.length]!;
  const to = knots[(at + 1) % knots.length]!;
  const beyond = knots[(at + 2) % knots.length]!;
  const out = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
  const into = { x: to.x - (beyond.x - from.x) / 6, y: to.y - (beyond.y - from.y) / 6 };
  return [from, out, into, to];
});

const digits = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** The whole line, for `d`. */
export const loopPath = `M${digits(knots[0]!)}${curves
  .map(([, out, into, to]) => `C${digits(out)} ${digits(into)} ${digits(to)}`)
  .join("")}Z`;

/** Where one is after so many stations: 0 is the page, 0.5 half way to the hub, 7 the page again. */
export function pointAt(progress: number): Point {
  const round = ((progress % stations.length) + stations.length) % stations.length;
  const from = Math.floor(round);
  const first = knotOf[from]!;
  const next = knotOf[from + 1] ?? knots.length;
  const along = (round - from) * (next - first);
  const curve = Math.min(Math.floor(along), next - first - 1);
  return onCurve(curves[first + curve]!, along - curve);
}

function onCurve([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (of: (point: Point) => number) =>
    s * s * s * of(a) + 3 * s * s * t * of(b) + 3 * s * t * t * of(c) + t * t * t * of(d);
  return { x: mix((point) => point.x), y: mix((point) => point.y) };
}

/** Milliseconds after its receipt at which an event left each station; the last one is the page. */
export function stationTimes(stages: LiveTrace["stages"]): (number | undefined)[] {
  const ends = new Map(stages.map(({ stage, endMs }) => [stage, endMs]));
  const times = stations.map(({ after }) => (after ? ends.get(after) : 0));
  return [...times, ends.get("pushed")];
}

/** How long the slowed-down way round takes, and no stretch of it less than the second. */
const ROUND_MS = 4_500;
const MIN_LEG_MS = 260;

/**
 * How long each stretch takes to show, slowed down alike so that all of it can be watched. A stretch
 * of unknown length takes the least time.
 */
export function legTimes(times: readonly (number | undefined)[]): {
  legsMs: number[];
  /** How many times slower than it was. */
  slower: number;
} {
  const total = times.at(-1) ?? 0;
  const slower = total > 0 ? ROUND_MS / total : 1;
  let last = 0;
  const legsMs = times.slice(1).map((time) => {
    const leg = time === undefined ? 0 : Math.max(0, time - last);
    last = Math.max(last, time ?? last);
    return Math.max(MIN_LEG_MS, leg * slower);
  });
  return { legsMs, slower: Math.max(1, Math.round(slower)) };
}
