import { expect, test } from "vitest";
import type { Candidate } from "./candidate.ts";
import { compareCandidates } from "./candidate.ts";
import { randomFrom } from "./random.ts";
import type { SessionKnnSettings } from "./session-knn.ts";
import { SessionKnn, vmisKnn } from "./session-knn.ts";

function scoresOf(candidates: readonly Candidate[]): Map<string, number> {
  return new Map(candidates.map(({ itemId, score }) => [itemId, score]));
}

test("by hand: three sessions, a query of two items", () => {
  const knn = new SessionKnn();
  const sessions = { s1: ["a", "b", "c"], s2: ["a", "d"], s3: ["e"] };
  for (const [sessionId, itemIds] of Object.entries(sessions)) {
    for (const itemId of itemIds) knn.observe({ sessionId, itemId });
  }
  // Query b (newest), a: sim(s1) = 1 + .8, newest shared b at gap 0; sim(s2) = .8, gap 1.
  const scores = scoresOf(knn.query(["b", "a"], 9));
  expect(scores.get("c")).toBeCloseTo(1.8 * Math.log(3), 9);
  expect(scores.get("d")).toBeCloseTo(0.8 * 0.8 * Math.log(3), 9);
  expect(scores.get("a")).toBeCloseTo((1.8 + 0.64) * Math.log(3 / 2), 9);
  expect(scores.has("e")).toBe(false);
  // A session is no neighbour of itself.
  expect(scoresOf(knn.query(["b", "a"], 9, "s1")).has("c")).toBe(false);
});

test("sessions leave the ring whole", () => {
  const knn = new SessionKnn({ ...vmisKnn, maxSessions: 2 });
  knn.observe({ sessionId: "s1", itemId: "a" });
  knn.observe({ sessionId: "s1", itemId: "b" });
  knn.observe({ sessionId: "s2", itemId: "c" });
  knn.observe({ sessionId: "s3", itemId: "d" });
  expect(knn.size).toBe(2);
  expect(knn.query(["a"], 9)).toEqual([]);
  knn.observe({ sessionId: "s1", itemId: "a" });
  knn.observe({ sessionId: "s1", itemId: "e" });
  expect(knn.query(["a"], 9).map(({ itemId }) => itemId)).toEqual(["a", "e"]);
});

/** The formula again, without an index, over all events in order. */
function bruteForce(
  events: readonly { sessionId: string; itemId: string }[],
  settings: SessionKnnSettings,
  recent: readonly string[],
): Candidate[] {
  const order: string[] = [];
  const sessions = new Map<string, string[]>();
  for (const { sessionId, itemId } of events) {
    if (!sessions.has(sessionId)) {
      order.push(sessionId);
      sessions.set(sessionId, []);
      if (order.length > settings.maxSessions) sessions.delete(order.shift()!);
    }
    const items = sessions.get(sessionId)!;
    if (!items.includes(itemId) && items.length < settings.maxSessionItems) items.push(itemId);
  }
  const last = recent.slice(0, settings.queryLength);
  const gaps = last.map((itemId, gap) => ({ itemId, gap }));
  const distinct = gaps.filter(({ itemId, gap }) => last.indexOf(itemId) === gap);
  const matches = order
    .map((id, serial) => {
      const shared = distinct.filter(({ itemId }) => sessions.get(id)!.includes(itemId));
      const similarity = shared.reduce((sum, { gap }) => sum + settings.queryDecay ** gap, 0);
      return { id, serial, similarity, firstGap: shared[0]?.gap ?? 0 };
    })
    .filter(({ similarity }) => similarity > 0)
    .sort((a, b) => b.serial - a.serial)
    .slice(0, settings.sampleSize)
    .sort((a, b) => b.similarity - a.similarity || b.serial - a.serial)
    .slice(0, settings.neighbours);
  const scores = new Map<string, number>();
  for (const { id, similarity, firstGap } of matches) {
    for (const itemId of sessions.get(id)!) {
      const weight = similarity * settings.queryDecay ** firstGap;
      scores.set(itemId, (scores.get(itemId) ?? 0) + weight);
    }
  }
  const lists = [...sessions.values()];
  return [...scores]
    .map(([itemId, score]) => {
      const frequency = lists.filter((items) => items.includes(itemId)).length;
      return { itemId, score: score * Math.log(sessions.size / frequency) };
    })
    .sort(compareCandidates);
}

test("agrees with a scan of all sessions, ring, sample and neighbours cut short", () => {
  const settings = {
    ...vmisKnn,
    sampleSize: 12,
    neighbours: 5,
    maxSessions: 40,
    maxSessionItems: 6,
  };
  const random = randomFrom([5]);
  const knn = new SessionKnn(settings);
  const events: { sessionId: string; itemId: string }[] = [];
  for (let event = 0; event < 1500; event++) {
    const sessionId = `s${Math.floor(event / 6) - random.below(4)}`;
    const itemId = `i${Math.floor(random.unit() ** 2 * 15)}`;
    events.push({ sessionId, itemId });
    knn.observe({ sessionId, itemId });
    if (event % 50 !== 49) continue;
    const recent = Array.from({ length: 1 + random.below(12) }, () => `i${random.below(16)}`);
    const found = knn.query(recent, 99);
    const expected = bruteForce(events, settings, recent);
    expect(found.length).toBe(expected.length);
    const exact = scoresOf(expected);
    for (const { itemId, score } of found) expect(score).toBeCloseTo(exact.get(itemId)!, 9);
  }
});

test("by hand: trust grows with the sessions behind a candidate", () => {
  const knn = new SessionKnn({ ...vmisKnn, trustHalf: 3 });
  for (const [sessionId, other] of Object.entries({ s1: "b", s2: "b", s3: "b", s4: "c" })) {
    for (const itemId of ["a", other]) knn.observe({ sessionId, itemId });
  }
  // Three sessions of similarity 1 for b, one for c: 9 / (9 + 9) and 1 / (1 + 9).
  const trusts = new Map(knn.query(["a"], 9).map(({ itemId, trust }) => [itemId, trust]));
  expect(trusts.get("b")).toBeCloseTo(0.5, 9);
  expect(trusts.get("c")).toBeCloseTo(0.1, 9);
});
