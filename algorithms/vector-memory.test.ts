import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomFrom } from "./random.ts";
import { dotAt, normAt } from "./vector.ts";
import { MAX_LISTED, VectorMemory } from "./vector-memory.ts";

/** A memory of random vectors, and the same as plain arrays, which the numbers index alike. */
function filled(dims: number, vectors: number, seed = 1) {
  const memory = new VectorMemory(dims);
  memory.reserve(vectors);
  const random = randomFrom([seed]);
  const plain = Array.from({ length: vectors }, () =>
    Float32Array.from({ length: dims }, () => 2 * random.unit() - 1),
  );
  for (const [at, values] of plain.entries()) memory.put(memory.first + at, values);
  return { memory, plain };
}

const anyDims = fc.integer({ min: 1, max: 80 });

describe("beside loops in double precision", () => {
  test("dots and dot", () => {
    fc.assert(
      fc.property(
        anyDims,
        fc.integer({ min: 0, max: MAX_LISTED }),
        fc.nat(),
        (dims, count, seed) => {
          const { memory, plain } = filled(dims, 9, seed);
          const { list, numbers, first } = memory;
          for (let at = 0; at < count; at++) list[at] = first + (at % 8);
          memory.dots(count, first + 8);
          for (let at = 0; at < count; at++) {
            expect(numbers[at]).toBeCloseTo(dotAt(plain[at % 8]!, 0, plain[8]!, 0, dims), 4);
          }
          expect(memory.dot(first + 2, first + 3)).toBeCloseTo(
            dotAt(plain[2]!, 0, plain[3]!, 0, dims),
            4,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("sum", () => {
    fc.assert(
      fc.property(
        anyDims,
        fc.integer({ min: 0, max: MAX_LISTED }),
        fc.nat(),
        (dims, count, seed) => {
          const { memory, plain } = filled(dims, 9, seed);
          const { list, numbers, first } = memory;
          const expected = new Float64Array(dims);
          for (let at = 0; at < count; at++) {
            list[at] = first + (at % 8);
            numbers[at] = at / 8 - 3;
            for (let d = 0; d < dims; d++) expected[d]! += (at / 8 - 3) * plain[at % 8]![d]!;
          }
          memory.sum(count, first + 8);
          memory.at(first + 8).forEach((value, d) => {
            expect(value).toBeCloseTo(expected[d]!, 3);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("move, and no further than the limit", () => {
    const { memory, plain } = filled(64, 3);
    const [into, from] = [memory.first, memory.first + 1];
    memory.move({ into, from, keep: 0.5, factor: -2 });
    const moved = plain[0]!.map((value, d) => 0.5 * value - 2 * plain[1]![d]!);
    memory.at(into).forEach((value, d) => {
      expect(value).toBeCloseTo(moved[d]!, 5);
    });
    memory.move({ into, from, keep: 1, factor: 0, limit: 3 });
    expect(normAt(memory.at(into), 0, 64)).toBeCloseTo(3, 5);
    const before = memory.at(into).slice();
    memory.move({ into, from, keep: 1, factor: 0, limit: 4 });
    expect(memory.at(into)).toEqual(before);
    // Nothing else has moved.
    expect(memory.at(from)).toEqual(plain[1]);
    expect(memory.at(memory.first + 2)).toEqual(plain[2]);
  });
});

test("vectors stay where they are when there is room for more, which are zeros", () => {
  const { memory, plain } = filled(64, 100);
  memory.reserve(100_000);
  expect(memory.at(memory.first + 99)).toEqual(plain[99]);
  expect(memory.at(memory.first + 99_999)).toEqual(new Float32Array(64));
  memory.list[0] = memory.first + 99;
  memory.dots(1, memory.first + 99);
  expect(memory.numbers[0]).toBeCloseTo(dotAt(plain[99]!, 0, plain[99]!, 0, 64), 4);
  expect(() => memory.reserve(2 ** 25)).toThrow(RangeError);
});

/** left · right as the kernel adds it up: sixteen sums of singles, then those in a fixed order. */
function dotOfSingles(left: Float32Array, right: Float32Array): number {
  const { fround } = Math;
  const sums = new Float32Array(16);
  for (let d = 0; d < left.length; d++) {
    sums[d % 16] = sums[d % 16]! + fround(left[d]! * right[d]!);
  }
  const lane = (at: number) =>
    fround(fround(sums[at]! + sums[at + 4]!) + fround(sums[at + 8]! + sums[at + 12]!));
  return fround(fround(lane(0) + lane(1)) + fround(lane(2) + lane(3)));
}

test("bit by bit what arithmetic with single numbers gives, as on every machine", () => {
  const { memory, plain } = filled(64, 40);
  const { list, numbers, first } = memory;
  const { fround } = Math;
  for (let at = 0; at < 38; at++) list[at] = first + at;
  memory.dots(38, first + 38);
  const dots = plain.slice(0, 38).map((vector) => dotOfSingles(vector, plain[38]!));
  expect([...numbers.subarray(0, 38)]).toEqual(dots);
  memory.sum(38, first + 39);
  const sum = new Float32Array(64);
  for (const [at, vector] of plain.slice(0, 38).entries()) {
    for (let d = 0; d < 64; d++) sum[d] = sum[d]! + fround(dots[at]! * vector[d]!);
  }
  expect(memory.at(first + 39)).toEqual(sum);
  memory.move({ into: first, from: first + 39, keep: 0.99, factor: 0.3 });
  const moved = plain[0]!.map(
    (value, d) => fround(fround(0.99) * value) + fround(fround(0.3) * sum[d]!),
  );
  expect(memory.at(first)).toEqual(moved);
});
