import { describe, expect, it } from "vitest";
import { type Log, logOf } from "../log.ts";
import type { Step } from "../steps.ts";
import { baskets } from "./basket.ts";
import { leaveLastOut } from "./leave-last-out.ts";
import { prequential } from "./prequential.ts";
import { sessionSplit } from "./session.ts";
import { temporal, temporalSplit } from "./temporal.ts";

/** Questions and lessons by the items' names: `a b? c` asks for c after a, b; `+c` teaches it. */
function told(log: Log, steps: Iterable<Step>): string[] {
  const name = (row: number) => log.ids.idOf(row);
  return [...steps].flatMap((step) => {
    if (step.kind === "fit") return [];
    if (step.kind === "teach") return [`+${name(step.event.row)}`];
    const past = step.query.recent.toReversed().map(name).join(" ");
    return [`${past}? ${name(step.target)}${step.counted ? "" : " (to learn)"}`];
  });
}
const visit = (sessionId: string, items: string, at: number) =>
  [...items].map((itemId, place) => ({ sessionId, itemId, at: at + place }));

describe("prequential", () => {
  it("asks for every event of a known session, then teaches it, in order of time", () => {
    const log = logOf([...visit("s", "ab", 0), ...visit("t", "xy", 1)]);
    expect(told(log, prequential(log).steps)).toEqual(["+a", "a? b", "+b", "+x", "x? y", "+y"]);
  });

  it("leaves out what was seen, where nobody comes back to anything", () => {
    const log = logOf(visit("s", "abcde", 0));
    const protocol = prequential(log);
    const accepted: string[] = [];
    for (const step of protocol.steps) {
      if (step.kind !== "predict") continue;
      accepted.push([..."abcde"].filter((item) => step.accepts?.(log.ids.ensure(item))).join(""));
    }
    expect(accepted).toEqual(["bcde", "cde", "de", "e"]);
    const back = [...prequential(logOf(visit("s", "aabab", 0))).steps];
    expect(back.some((step) => step.kind === "predict" && step.accepts)).toBe(false);
  });
});

describe("session", () => {
  it("teaches the training part alone, and asks for every prefix of the test sessions", () => {
    const train = logOf(visit("s", "abcab", 0));
    const test = logOf(visit("t", "xyz", 100), train.ids);
    const steps = told(train, sessionSplit(train, test).steps);
    expect(steps.slice(-2)).toEqual(["x? y", "x y? z"]);
    expect(steps.filter((step) => step.startsWith("+"))).toEqual(["+a", "+b", "+c", "+a", "+b"]);
    expect(steps).toContain("a b c? a (to learn)");
    // Nothing of the first three fifths teaches the ranker.
    expect(steps).not.toContain("a? b (to learn)");
  });
});

describe("leave-last-out", () => {
  it("asks for each user's last item, which is never taught, without what they had", () => {
    const log = logOf([
      ...[..."abc"].map((itemId) => ({ userId: "u", itemId })),
      ...[..."xy"].map((itemId) => ({ userId: "short", itemId })),
    ]);
    const protocol = leaveLastOut(log);
    const steps = told(log, protocol.steps);
    const asked = [...leaveLastOut(log).steps].filter((step) => step.kind === "predict");
    expect(asked.every(({ seen, accepts }) => [...seen].every((row) => !accepts!(row)))).toBe(true);
    expect(steps.at(-1)).toBe("a b? c");
    expect(steps).not.toContain("+c");
    // Too few events to be asked of: all are taught.
    expect(steps).toEqual(expect.arrayContaining(["+x", "+y", "a? b (to learn)"]));
  });
});

describe("basket", () => {
  it("asks for each line from those passed, none of them a candidate, and teaches the basket after", () => {
    const line = (sessionId: string, itemId: string, at: number) => {
      return { sessionId, userId: "u", itemId, at };
    };
    const first = ["a", "b", "a"].map((item) => line("1", item, 0));
    const log = logOf([...first, line("2", "c", 9)]);
    const steps = [...baskets(log).steps];
    expect(told(log, steps)).toEqual(["? a", "a? b", "+a", "+b", "+a", "? c", "+c"]);
    const asked = steps.filter((step) => step.kind === "predict");
    expect(asked.map(({ isFirst }) => isFirst)).toEqual([false, false, true]);
    expect(asked[1]!.accepts?.(log.ids.ensure("a"))).toBe(false);
    expect(asked[2]!.query.earlier.map((row) => log.ids.idOf(row))).toEqual(["a", "b"]);
  });

  it("keeps the order of an invoice's lines to itself, in questions and in lessons", () => {
    const items = [..."abcdefghij"];
    const log = logOf(items.map((itemId) => ({ sessionId: "1", userId: "u", itemId, at: 0 })));
    const steps = [...baskets(log).steps];
    const asked = steps.flatMap((step) => (step.kind === "predict" ? [step.target] : []));
    const taught = steps.flatMap((step) => (step.kind === "teach" ? [step.event.row] : []));
    for (const rows of [asked, taught]) {
      const names = rows.map((row) => log.ids.idOf(row));
      expect(names).not.toEqual(items);
      expect(names.toSorted()).toEqual(items);
    }
  });
});

describe("temporal", () => {
  it("splits by time, not by events; by order, where there is no time", () => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 99, 100];
    const timed = logOf(times.map((at) => ({ sessionId: "s", itemId: "i", at })));
    expect(temporalSplit(timed)).toBe(8);
    // Most of it was just now: half of the events at least are learnt.
    const late = [0, 50, 93, 94, 95, 96, 97, 98, 99, 100];
    expect(temporalSplit(logOf(late.map((at) => ({ sessionId: "s", itemId: "i", at }))))).toBe(5);
    const ordered = logOf(times.map(() => ({ sessionId: "s", itemId: "i" })));
    expect(temporalSplit(ordered)).toBe(8);
    const tied = logOf(times.map(() => ({ sessionId: "s", itemId: "i", at: 5 })));
    expect(temporalSplit(tied)).toBe(8);
  });

  it("goes on with what visitors do, teaching none of the last fifth", () => {
    const log = logOf(visit("s", "ababa", 0));
    expect(told(log, temporal(log).steps)).toEqual([
      ...["+a", "a? b (to learn)", "+b", "a b? a (to learn)", "+a"],
      ...["a b a? b (to learn)", "+b", "a b a b? a"],
    ]);
  });
});
