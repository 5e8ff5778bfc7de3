import { randomFrom } from "@slipstream/algorithms/random";
import { expect, test } from "vitest";
import { cohorts } from "./cohorts.ts";
import { prequentialQuality } from "./convergence.ts";
import type { Positive } from "./stream.ts";
import type { Way } from "./ways.ts";

const DIMENSIONS = 16;

/** Visitors who each stay with one of 30 kinds of 12 items, which differ in how many like them. */
function shoppers(visits: number): Positive[] {
  const random = randomFrom([11]);
  const stream: Positive[] = [];
  for (let visit = 0; visit < visits; visit++) {
    const kind = Math.floor(30 * random.unit() ** 1.5);
    let history: string[] = [];
    for (let view = 0; view < 4; view++) {
      const itemId = `k${kind}-${Math.floor(12 * random.unit() ** 1.5)}`;
      const occurredAt = 1_700_000_000_000 + 60_000 * stream.length;
      stream.push({ visitorId: `v${visit}`, itemId, history, occurredAt });
      history = [itemId, ...history];
    }
  }
  return stream;
}

const stream = shoppers(1200);
const qualityOf = (way: Way, learners: number) =>
  prequentialQuality(stream, cohorts[way]({ dims: DIMENSIONS, learners, replays: 1 }), {
    ...{ staleness: 50, every: 1 },
  });

test("two and four learners whose components add up are as good as one", () => {
  const one = qualityOf("sum", 1);
  for (const learners of [2, 4]) {
    const several = qualityOf("sum", learners);
    expect(several.recall / one.recall).toBeGreaterThan(0.98);
    expect(several.mrr / one.mrr).toBeGreaterThan(0.98);
  }
  // What there is to lose: learners that do not hear of each other.
  expect(qualityOf("alone", 4).recall / one.recall).toBeLessThan(0.98);
});
