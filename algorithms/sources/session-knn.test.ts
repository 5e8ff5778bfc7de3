import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { asked, queryOf, scoresOf } from "../testing/asked.ts";
import type { SessionKnnSettings } from "./session-knn.ts";
import { nearSessionKnn, SessionKnn, vmisKnn } from "./session-knn.ts";

const [a, b, c, d, e] = [0, 1, 2, 3, 4];
/** What an item keeps that every session has. */
const FLOOR = 0.01;

function visit(knn: SessionKnn, session: number, row: number): void {
  knn.observe({ row, weight: 1, at: 0 }, queryOf({ session }));
}

function knnOf(sessions: Readonly<Record<number, readonly number[]>>, settings = vmisKnn) {
  const knn = new SessionKnn("session_knn", settings);
  for (const [session, rows] of Object.entries(sessions)) {
    for (const row of rows) visit(knn, Number(session), row);
  }
  return knn;
}

test("by hand: three sessions, a query of two items", () => {
  const knn = knnOf({ 1: [a, b, c], 2: [a, d], 3: [e] });
  // Query b (newest), a: sim(1) = 1 + .8, newest shared b at gap 0; sim(2) = .8, gap 1.
  const scores = scoresOf(knn, { recent: [b, a] });
  expect(scores.get(c)).toBeCloseTo(1.8 * (Math.log(3) + FLOOR), 9);
  expect(scores.get(d)).toBeCloseTo(0.8 * 0.8 * (Math.log(3) + FLOOR), 9);
  expect(scores.get(a)).toBeCloseTo((1.8 + 0.64) * (Math.log(3 / 2) + FLOOR), 9);
  expect(scores.has(e)).toBe(false);
  // A session is no neighbour of itself.
  expect(scoresOf(knn, { recent: [b, a], session: 1 }).has(c)).toBe(false);
  // A rail that is about some item asks for the sessions that have it.
  expect(scoresOf(knn, { recent: [b, a], seeds: [e] }).has(c)).toBe(false);
});

test("by hand: near the shared item counts more, and after it more than before", () => {
  const knn = knnOf({ 1: [c, a, b, d], 2: [e] }, nearSessionKnn);
  const scores = scoresOf(knn, { recent: [a] });
  const rarity = Math.log(2) + FLOOR;
  expect(scores.get(b)).toBeCloseTo(0.7 * rarity, 9);
  expect(scores.get(d)).toBeCloseTo(0.7 ** 2 * rarity, 9);
  expect(scores.get(c)).toBeCloseTo(0.5 * 0.7 * rarity, 9);
});

test("sessions leave the ring whole", () => {
  const knn = knnOf({ 1: [a, b], 2: [c], 3: [d] }, { ...vmisKnn, maxSessions: 2 });
  expect(knn.size).toBe(2);
  expect(asked(knn, { recent: [a] })).toEqual([]);
  visit(knn, 1, a);
  visit(knn, 1, e);
  expect(asked(knn, { recent: [a] }).map(({ row }) => row)).toEqual([a, e]);
});

describe("a session that is forgotten", () => {
  test("is nobody's neighbour, and its items are rarer by one", () => {
    const knn = knnOf({ 1: [a, b], 2: [a, c], 3: [a, c], 4: [d] });
    knn.forget(1);
    knn.forget(77);
    const scores = scoresOf(knn, { recent: [a] });
    expect(scores.has(b)).toBe(false);
    expect(scores.get(c)).toBeCloseTo(2 * (Math.log(3 / 2) + FLOOR), 9);
    expect(knn.size).toBe(3);
  });

  test("may go on as a new one", () => {
    const knn = knnOf({ 1: [a, b], 2: [d] });
    knn.forget(1);
    visit(knn, 1, a);
    visit(knn, 1, c);
    expect(asked(knn, { recent: [a] }).map(({ row }) => row)).toEqual([a, c]);
  });
});

/** The formula again, without an index, over all events in order. */
function bruteForce(
  events: readonly { session: number; row: number }[],
  settings: SessionKnnSettings,
  recent: readonly number[],
): Map<number, number> {
  const order: number[] = [];
  const sessions = new Map<number, number[]>();
  for (const { session, row } of events) {
    if (!sessions.has(session)) {
      order.push(session);
      sessions.set(session, []);
      if (order.length > settings.maxSessions) sessions.delete(order.shift()!);
    }
    const items = sessions.get(session)!;
    if (!items.includes(row) && items.length < settings.maxSessionItems) items.push(row);
  }
  const last = recent.slice(0, settings.queryLength);
  const similar = new Map<number, { similarity: number; firstGap: number }>();
  last.forEach((row, gap) => {
    if (last.indexOf(row) < gap) return;
    const having = order.filter((session) => sessions.get(session)!.includes(row));
    for (const session of having.slice(-settings.sampleSize)) {
      const match = similar.get(session) ?? { similarity: 0, firstGap: gap };
      match.similarity += settings.queryDecay ** gap;
      similar.set(session, match);
    }
  });
  const nearest = [...similar]
    .map(([session, match]) => ({ session, ...match, serial: order.indexOf(session) }))
    .sort((left, right) => right.similarity - left.similarity || right.serial - left.serial)
    .slice(0, settings.neighbours);
  const scores = new Map<number, number>();
  for (const { session, similarity, firstGap } of nearest) {
    for (const row of sessions.get(session)!) {
      scores.set(row, (scores.get(row) ?? 0) + similarity * settings.queryDecay ** firstGap);
    }
  }
  const lists = [...sessions.values()];
  for (const [row, score] of scores) {
    const frequency = lists.filter((items) => items.includes(row)).length;
    scores.set(row, score * (Math.log(sessions.size / frequency) + FLOOR));
  }
  return scores;
}

test("agrees with a scan of all sessions, ring, sample and neighbours cut short", () => {
  const settings = {
    ...vmisKnn,
    sampleSize: 6,
    neighbours: 5,
    maxSessions: 40,
    maxSessionItems: 6,
  };
  const random = randomFrom([5]);
  const knn = new SessionKnn("session_knn", settings);
  const events: { session: number; row: number }[] = [];
  for (let event = 0; event < 1500; event++) {
    const session = Math.max(0, Math.floor(event / 6) - random.below(4));
    const row = Math.floor(random.unit() ** 2 * 15);
    events.push({ session, row });
    visit(knn, session, row);
    if (event % 50 !== 49) continue;
    const recent = Array.from({ length: 1 + random.below(12) }, () => random.below(16));
    const found = scoresOf(knn, { recent });
    const exact = bruteForce(events, settings, recent);
    expect([...found.keys()].sort()).toEqual([...exact.keys()].sort());
    for (const [row, score] of found) expect(score).toBeCloseTo(exact.get(row)!, 9);
  }
});

test("by hand: trust grows with the sessions behind a candidate", () => {
  const settings = { ...vmisKnn, trustHalf: 3 };
  const knn = knnOf({ 1: [a, b], 2: [a, b], 3: [a, b], 4: [a, c] }, settings);
  // Three sessions of similarity 1 for b, one for c: 9 / (9 + 9) and 1 / (1 + 9).
  const trusts = new Map(asked(knn, { recent: [a] }).map(({ row, trust }) => [row, trust]));
  expect(trusts.get(b)).toBeCloseTo(0.5, 9);
  expect(trusts.get(c)).toBeCloseTo(0.1, 9);
});
