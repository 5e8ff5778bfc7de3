import { expect, test } from "vitest";
import { HubNumbers } from "./hub-numbers.ts";

function sightings(numbers: HubNumbers, epoch: string, list: number[]): string[] {
  return list.map((number) => numbers.see({ epoch, number }));
}

test("numbers count once, whatever comes again", () => {
  const numbers = new HubNumbers();
  expect(sightings(numbers, "a", [1, 2, 2, 3, 1])).toEqual([
    "fresh",
    "fresh",
    "duplicate",
    "fresh",
    "duplicate",
  ]);
});

test("a number that was missing is taken when it comes late, once", () => {
  const numbers = new HubNumbers();
  expect(sightings(numbers, "a", [1, 6, 4, 4, 2, 5, 3, 5])).toEqual([
    "fresh",
    "fresh",
    "fresh",
    "duplicate",
    "fresh",
    "fresh",
    "fresh",
    "duplicate",
  ]);
  expect(numbers.encode()).toBe('[["a",6,[]]]');
});

test("gaps are kept as ranges and survive being written and read", () => {
  const numbers = new HubNumbers();
  sightings(numbers, "a", [1, 10, 5]);
  expect(numbers.encode()).toBe('[["a",10,[[2,4],[6,9]]]]');
  const read = HubNumbers.decode(numbers.encode());
  expect(sightings(read, "a", [5, 7, 3])).toEqual(["duplicate", "fresh", "fresh"]);
  expect(read.encode()).toBe('[["a",10,[[2,2],[4,4],[6,6],[8,9]]]]');
});

test("a shard that lost its storage counts anew; what the old one sends late is still known", () => {
  const numbers = new HubNumbers();
  sightings(numbers, "old", [1, 2, 3]);
  expect(sightings(numbers, "new", [1, 2])).toEqual(["fresh", "fresh"]);
  expect(sightings(numbers, "old", [3, 4])).toEqual(["duplicate", "fresh"]);
});
