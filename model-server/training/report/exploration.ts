import type { Log } from "../log.ts";

/** What a log is like, before anything is learnt from it. */
export interface Exploration {
  events: number;
  sessions: number;
  users: number;
  items: number;
  /** Sessions by how many events they have. */
  lengths: { name: string; value: number }[];
  /** Shares of events whose item the session had just before, had before, and the user had before. */
  repeats: { immediate: number; inSession: number; ofUser: number | undefined };
  /** Share of events that the most popular share of items has, from 0 to 1. */
  popularity: { x: number; y: number }[];
  /** Share of items with at most five events. */
  rareItems: number;
  /** Events by hour of the day and day of the week, UTC; undefined where the log has no times. */
  hours: number[] | undefined;
  weekdays: number[] | undefined;
  /** Of the held-out events the share whose item was never seen before it began. */
  coldTargets: number;
  /** Items first seen in each tenth of the log. */
  newItems: number[];
}

const lengthBins: readonly { upTo: number; name: string }[] = [
  ...[1, 2, 3, 4, 5].map((upTo) => ({ upTo, name: String(upTo) })),
  { upTo: 10, name: "6–10" },
  { upTo: 20, name: "11–20" },
  { upTo: 50, name: "21–50" },
  { upTo: Number.POSITIVE_INFINITY, name: "over 50" },
];
const RARE = 5;
const CURVE_POINTS = [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];
const TENTHS = 10;

/** `split`: where the held-out part begins. */
export function explore(log: Log, split: number): Exploration {
  const perItem = countsOf(log.rows);
  const counts = [...perItem.values()];
  const perSession = [...countsOf(log.sessions).values()];
  return {
    events: log.length,
    sessions: perSession.length,
    users: new Set(log.users.filter((user) => user >= 0)).size,
    items: counts.length,
    lengths: lengthBins.map(({ upTo, name }, at) => {
      const over = lengthBins[at - 1]?.upTo ?? 0;
      return { name, value: perSession.filter((size) => size > over && size <= upTo).length };
    }),
    repeats: repeatsOf(log),
    popularity: popularityCurve(counts),
    rareItems: counts.filter((events) => events <= RARE).length / Math.max(1, counts.length),
    hours: log.hasTimes ? seasons(log, 24, (at) => new Date(at).getUTCHours()) : undefined,
    weekdays: log.hasTimes
      ? seasons(log, 7, (at) => (new Date(at).getUTCDay() + 6) % 7)
      : undefined,
    ...coldness(log, split),
  };
}

function countsOf(values: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function repeatsOf(log: Log): Exploration["repeats"] {
  const last = new Map<number, number>();
  const seen = new Set<string>();
  const counts = { immediate: 0, inSession: 0, ofUser: 0, withUser: 0 };
  for (let at = 0; at < log.length; at++) {
    const session = log.sessions[at]!;
    const user = log.users[at]!;
    const row = log.rows[at]!;
    if (last.get(session) === row) counts.immediate++;
    last.set(session, row);
    if (seen.has(`s ${session} ${row}`)) counts.inSession++;
    seen.add(`s ${session} ${row}`);
    if (user < 0) continue;
    counts.withUser++;
    if (seen.has(`u ${user} ${row}`)) counts.ofUser++;
    seen.add(`u ${user} ${row}`);
  }
  const all = Math.max(1, log.length);
  return {
    immediate: counts.immediate / all,
    inSession: counts.inSession / all,
    ofUser: counts.withUser > 0 ? counts.ofUser / counts.withUser : undefined,
  };
}

function popularityCurve(counts: readonly number[]): { x: number; y: number }[] {
  const sorted = counts.toSorted((left, right) => right - left);
  const all = counts.reduce((sum, events) => sum + events, 0);
  return CURVE_POINTS.map((x) => {
    const first = sorted.slice(0, Math.round(x * sorted.length));
    return { x, y: all > 0 ? first.reduce((sum, events) => sum + events, 0) / all : 0 };
  });
}

function seasons(log: Log, bins: number, binOf: (at: number) => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const at of log.at) counts[binOf(at)]!++;
  return counts;
}

function coldness(log: Log, split: number): Pick<Exploration, "coldTargets" | "newItems"> {
  const seen = new Set<number>();
  const newItems = new Array<number>(TENTHS).fill(0);
  let known = new Set<number>();
  let cold = 0;
  for (let at = 0; at < log.length; at++) {
    if (at === split) known = new Set(seen);
    const row = log.rows[at]!;
    if (!seen.has(row)) newItems[Math.floor((TENTHS * at) / log.length)]!++;
    seen.add(row);
    if (at >= split && !known.has(row)) cold++;
  }
  const heldOut = log.length - split;
  return { coldTargets: heldOut > 0 ? cold / heldOut : 0, newItems };
}
