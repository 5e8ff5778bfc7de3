import hnswlib from "hnswlib-node";
import { expect, test } from "vitest";
import { HeldDirections } from "./held-directions.ts";
import { ItemGraph } from "./item-graph.ts";

const DIMS = 4;
const SIZE = 4;
const ROOM = 5;

/** Each of four rows along an axis of its own, and room for five changes. */
function fourAxes(): ItemGraph {
  const graph = new hnswlib.HierarchicalNSW("ip", DIMS);
  const capacity = SIZE + ROOM;
  graph.initIndex({ maxElements: capacity });
  const held = new HeldDirections(capacity, DIMS);
  for (let row = 0; row < SIZE; row++) {
    graph.addPoint(axis(row), row);
    held.set(row, Float32Array.from(axis(row)));
  }
  return new ItemGraph({
    graph,
    held,
    capacity,
    size: SIZE,
    ef: 10,
    spaceId: undefined,
    version: 1,
  });
}

function axis(which: number): number[] {
  return Array.from({ length: DIMS }, (_, d) => (d === which ? 1 : 0));
}

function put(graph: ItemGraph, row: number, which: number): boolean {
  return graph.put(row, Float32Array.from(axis(which)), axis(which));
}

test("a row that moves again and again is found once, where it went last", () => {
  const graph = fourAxes();
  expect(graph.nearest(axis(2), 1)).toEqual([2]);
  for (const which of [1, 3, 2]) expect(put(graph, 0, which)).toBe(true);
  expect(graph.nearest(axis(2), 2).sort()).toEqual([0, 2]);
  expect(graph.nearest(axis(0), 10).sort()).toEqual([0, 1, 2, 3]);
  expect(graph.cosineTo(0, Float32Array.from(axis(2)))).toBeCloseTo(1, 5);
});

test("a new row is found; of one that never came nothing is known", () => {
  const graph = fourAxes();
  const unit = Float32Array.from(axis(0));
  expect(graph.cosineTo(4, unit)).toBeUndefined();
  expect(graph.cosineTo(1_000_000, unit)).toBeUndefined();
  expect(put(graph, 4, 0)).toBe(true);
  expect(graph.nearest(axis(0), 2).sort()).toEqual([0, 4]);
});

test("it is worn before its room is used up, and then takes nothing more", () => {
  const graph = fourAxes();
  for (let change = 0; change < ROOM; change++) {
    expect(graph.isWorn).toBe(change >= 4);
    expect(put(graph, 1, change % DIMS)).toBe(true);
  }
  expect(put(graph, 1, 1)).toBe(false);
  expect(graph.nearest(axis(0), 10).sort()).toEqual([0, 1, 2, 3]);
});
