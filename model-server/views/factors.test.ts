import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { initialVectors } from "@slipstream/algorithms/item-table";
import type { FactorRecord, FactorsMessage } from "@slipstream/contracts/factors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FactorsView } from "./factors.ts";

const dims = 4;
const items = ["lamp", "rug"];

/** A component that has moved every number of an item by so much. */
function moved(itemId: string, by: number, version = 1): FactorRecord {
  const { input, output } = initialVectors({ itemId, dims });
  return {
    ...{ itemId, version, index: 0, popularity: 0, bias: by },
    input: input.map((value) => value + by),
    output: output.map((value) => value + by),
  };
}

function messageOf(home: number, records: FactorRecord[], absorbed: number[] = []): FactorsMessage {
  return { spaceId: 1, dimensions: dims, eventSequence: 1, records, home, absorbed };
}

/** How far an item is from where it started, in each of its numbers. */
function distanceOf(view: FactorsView, itemId: string): number {
  const { vectors } = view.space!;
  const record = vectors.recordAt(vectors.rowOf(itemId)!);
  const start = initialVectors({ itemId, dims });
  for (let d = 0; d < dims; d++) {
    expect(record.output[d]! - start.output[d]!).toBeCloseTo(record.bias, 5);
    expect(record.input[d]! - start.input[d]!).toBeCloseTo(record.bias, 5);
  }
  return record.bias;
}

test("what several processors have learnt adds up, from Redis and from LEARN", () => {
  const view = new FactorsView(new ItemIds());
  view.load(moved("lamp", 1), 0);
  view.apply(messageOf(8, [moved("lamp", 2), moved("rug", 4)]), { sequence: 5 });
  view.load(moved("lamp", 7), 8);
  view.load(moved("rug", 0.5), 8);
  expect(distanceOf(view, "lamp")).toBe(3);
  expect(distanceOf(view, "rug")).toBe(4);
  expect(view.space?.components.several).toBe(1);
  view.apply(messageOf(0, [moved("lamp", 3)]), { sequence: 6 });
  view.apply(messageOf(0, [moved("lamp", 3)]), { sequence: 6 });
  expect(distanceOf(view, "lamp")).toBe(5);
  // Whoever holds partition 8 now has taken in what was there.
  view.apply(messageOf(0, [moved("lamp", 5), moved("rug", 4.5)], [8]), { sequence: 7 });
  expect([distanceOf(view, "lamp"), distanceOf(view, "rug")]).toEqual([5, 4.5]);
  expect(view.space?.components.several).toBe(0);
  view.apply(messageOf(8, [moved("rug", 0.25)]), { sequence: 8 });
  expect(distanceOf(view, "rug")).toBe(4.75);
  const broken = { ...moved("rug", 1), bias: Number.NaN };
  view.apply(messageOf(8, [broken]), { sequence: 9 });
  expect([view.refused, distanceOf(view, "rug")]).toEqual([1, 4.75]);
});

test("what comes twice changes nothing: the latest of each home counts", () => {
  const message = fc.record({
    home: fc.constantFrom(0, 4, 8),
    itemId: fc.constantFrom(...items),
    by: fc.integer({ min: -8, max: 8 }),
  });
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 30 }), fc.nat(), (told, again) => {
      const view = new FactorsView(new ItemIds());
      const apply = (at: number) => {
        const { home, itemId, by } = told[at]!;
        view.apply(messageOf(home, [moved(itemId, by)]), { sequence: at + 1 });
      };
      for (let at = 0; at < told.length; at++) {
        apply(at);
        apply((at * again) % (at + 1));
      }
      for (const itemId of items) {
        const latest = new Map<number, number>();
        for (const each of told) if (each.itemId === itemId) latest.set(each.home, each.by);
        const sum = [...latest.values()].reduce((total, by) => total + by, 0);
        if (latest.size > 0) expect(distanceOf(view, itemId)).toBeCloseTo(sum, 4);
      }
    }),
  );
});
