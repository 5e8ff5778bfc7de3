import fc from "fast-check";
import { expect, test } from "vitest";
import { EventHeap } from "./event-heap.ts";

test("gives back in time order, and in order of arrival within one time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const heap = new EventHeap<number>();
      for (const [index, atMs] of times.entries()) heap.push(atMs, index);
      const out: number[] = [];
      for (let index = heap.pop(); index !== undefined; index = heap.pop()) out.push(index);
      const sorted = times.map((_, index) => index).sort((a, b) => times[a]! - times[b]! || a - b);
      expect(out).toEqual(sorted);
      expect(heap.nextAtMs).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
