import fc from "fast-check";
import { expect, test } from "vitest";
import { PairLists } from "./pair-lists.ts";

const LISTS = 5;
const steps = fc.array(
  fc.record({
    list: fc.integer({ min: 0, max: LISTS - 1 }),
    key: fc.integer({ min: 0, max: 99 }),
    amount: fc.integer({ min: 1, max: 9 }),
    /** Now and then only so many stay. */
    keep: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 20 }),
  }),
  { maxLength: 400 },
);

function entriesOf(lists: PairLists, list: number): [number, number][] {
  const entries: [number, number][] = [];
  lists.forEach(list, (key, value) => entries.push([key, value]));
  return entries;
}

/** All but the `limit` largest values go; of equal ones the lower key stays. */
function largest(map: ReadonlyMap<number, number>, limit: number): Map<number, number> {
  const sorted = [...map].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
  return new Map(sorted.slice(0, limit));
}

test("counts as maps do, through every growth, and tables given to other lists", () => {
  fc.assert(
    fc.property(steps, (added) => {
      const lists = new PairLists();
      const maps = Array.from({ length: LISTS }, () => new Map<number, number>());
      for (const { list, key, amount, keep } of added) {
        lists.add(list, key, amount);
        maps[list]!.set(key, (maps[list]!.get(key) ?? 0) + amount);
        if (keep === null) continue;
        lists.keepLargest(list, keep);
        maps[list] = largest(maps[list]!, keep);
      }
      maps.forEach((map, list) => {
        expect(new Map(entriesOf(lists, list))).toEqual(map);
        expect(lists.sizeOf(list)).toBe(map.size);
        for (let key = 0; key < 100; key++) expect(lists.get(list, key)).toBe(map.get(key) ?? 0);
      });
    }),
  );
});

test("many lists and long ones lie in blocks beside each other", () => {
  const lists = new PairLists();
  const many = 20_000;
  for (let list = 0; list < many; list++) {
    for (let key = 0; key < 1 + (list % 9); key++) lists.add(list, list + key, key + 1);
  }
  // Longer than a block.
  for (let key = 0; key < 40_000; key++) lists.add(many, key, 1);
  lists.add(many + 1, 7, 2);
  lists.scale(0.5);
  expect(lists.sizeOf(many)).toBe(40_000);
  expect([0, 39_999, 40_000].map((key) => lists.get(many, key))).toEqual([0.5, 0.5, 0]);
  expect(lists.get(many + 1, 7)).toBe(1);
  for (let list = 0; list < many; list++) {
    const entries = entriesOf(lists, list).toSorted(([left], [right]) => left - right);
    const expected = Array.from({ length: 1 + (list % 9) }, (_, key) => [
      list + key,
      (key + 1) / 2,
    ]);
    expect(entries).toEqual(expected);
  }
});

test("a list that nobody has added to has nothing", () => {
  const lists = new PairLists();
  lists.keepLargest(3, 0);
  expect([lists.sizeOf(70_000), lists.get(70_000, 1), entriesOf(lists, 70_000).length]).toEqual([
    0, 0, 0,
  ]);
});
