import fc from "fast-check";
import { expect, test } from "vitest";
import { mmr } from "./mmr.ts";
import { dotAt } from "./vector.ts";

/** Of unit vectors of two numbers, row after row. */
function cosines(units: Float32Array): (left: number, right: number) => number {
  return (left, right) => dotAt(units, 2 * left, units, 2 * right, 2);
}

// Two alike items, one across, one between.
const vectors = Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8);
const similarity = cosines(vectors);
const relevance = [10, 9, 2, 0];

test("by hand: no diversity is the order of relevance", () => {
  expect(mmr({ relevance, similarity, k: 4, diversity: 0 })).toEqual([0, 1, 2, 3]);
});

test("by hand: half diversity puts the twin last but one", () => {
  // First 0. Then .5·rel − .5·cos: item 1 .45 − .5 = −.05, item 2 .1 − 0 = .1, item 3 0 − .3 = −.3.
  // Then item 1 −.05, item 3 −.5·max(.6, .8) = −.4.
  expect(mmr({ relevance, similarity, k: 4, diversity: 0.5 })).toEqual([0, 2, 1, 3]);
});

test("k bounds the list; NaN relevance is the lowest; nothing gives nothing", () => {
  expect(mmr({ relevance, similarity, k: 2, diversity: 0.5 })).toEqual([0, 2]);
  const broken = [1, Number.NaN, 2, 3];
  expect(mmr({ relevance: broken, similarity, k: 4, diversity: 0 })).toEqual([3, 2, 0, 1]);
  expect(mmr({ relevance: [], similarity, k: 4, diversity: 0 })).toEqual([]);
});

test("always a permutation of distinct items that starts with the most relevant", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (scores, diversity) => {
        const angles = Float32Array.from(scores.flatMap((_, i) => [Math.cos(i), Math.sin(i)]));
        const order = mmr({ relevance: scores, similarity: cosines(angles), k: 99, diversity });
        expect(order.toSorted((a, b) => a - b)).toEqual([...scores.keys()]);
        expect(scores[order[0]!]).toBe(Math.max(...scores));
      },
    ),
  );
});

/** As the paper has it: each item compared with all that is picked, in every step. */
function everyPair(request: Parameters<typeof mmr>[0]): number[] {
  const relevance = Array.from(request.relevance);
  const [low, high] = [Math.min(...relevance), Math.max(...relevance)];
  const scaled = relevance.map((each) => (high > low ? (each - low) / (high - low) : 1));
  const picked: number[] = [];
  while (picked.length < Math.min(request.k, relevance.length)) {
    const values = scaled.map((each, item) => {
      if (picked.includes(item)) return Number.NEGATIVE_INFINITY;
      const similarities = picked.map((other) => request.similarity(item, other));
      const nearest = picked.length > 0 ? Math.max(...similarities) : 0;
      return (1 - request.diversity) * each - request.diversity * nearest;
    });
    picked.push(values.indexOf(Math.max(...values)));
  }
  return picked;
}

test("picks what comparing all pairs picks, by a part of the similarities", () => {
  let asked = 0;
  let pairs = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 62 })), {
        minLength: 24,
        maxLength: 48,
      }),
      fc.constantFrom(0.05, 0.2, 0.3, 0.5),
      (items, diversity) => {
        const units = Float32Array.from(
          items.flatMap(([, i]) => [Math.cos(i / 10), Math.sin(i / 10)]),
        );
        const request = { relevance: items.map(([score]) => score), k: 12, diversity };
        const cosine = cosines(units);
        const counted = (left: number, right: number) => {
          asked++;
          return cosine(left, right);
        };
        pairs += 11 * items.length - 66;
        expect(mmr({ ...request, similarity: counted })).toEqual(
          everyPair({ ...request, similarity: cosine }),
        );
      },
    ),
  );
  expect(asked).toBeLessThan(pairs / 2);
});
