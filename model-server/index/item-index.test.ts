import { setImmediate } from "node:timers/promises";
import { exactScan } from "@slipstream/algorithms/exact-scan";
import { randomFrom } from "@slipstream/algorithms/random";
import type { FactorRecord } from "@slipstream/contracts/factors";
import hnswlib from "hnswlib-node";
import { afterEach, describe, expect, test } from "vitest";
import { emptyGraph } from "./empty-graph.ts";
import { HeldDirections } from "./held-directions.ts";
import { ItemIndex, SIDE_LIMIT } from "./item-index.ts";
import { ItemVectors } from "./item-vectors.ts";
import { recallOf } from "./recall-oracle.ts";

const DIMS = 16;
const CLUSTERS = 200;
const K = 50;
const open: ItemIndex[] = [];
afterEach(() => {
  for (const index of open.splice(0)) index.close();
});

/** Vectors around cluster centres, as learnt factors lie. */
function generator(seed: number) {
  const random = randomFrom([seed]);
  const gauss = () =>
    Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
  const vector = () => Float32Array.from({ length: DIMS }, gauss);
  const centres = Array.from({ length: CLUSTERS }, vector);
  const around = (): Float32Array => {
    const centre = centres[random.below(CLUSTERS)]!;
    return vector().map((value, d) => centre[d]! + 0.5 * value);
  };
  return { around, below: (bound: number) => random.below(bound) };
}

function record(row: number, output: Float32Array): FactorRecord {
  const values = { version: 1, index: row, popularity: 0, bias: 0 };
  return { itemId: `item-${row}`, ...values, input: output, output };
}

function unitOf(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function filled(count: number, exactBelow: number) {
  const { around, below } = generator(7);
  const vectors = new ItemVectors(DIMS);
  const index = new ItemIndex(vectors, { exactBelow, sampleShare: 0 });
  open.push(index);
  for (let row = 0; row < count; row++) vectors.upsert(record(row, around()));
  index.changed(count - 1);
  const move = (row: number) => {
    vectors.upsert(record(row, around()));
    index.changed(row);
  };
  return { vectors, index, around, below, move };
}

function meanRecall({
  vectors,
  index,
  around,
}: Pick<ReturnType<typeof filled>, "vectors" | "index" | "around">) {
  let sum = 0;
  const queries = 50;
  for (let at = 0; at < queries; at++) {
    const query = unitOf(around());
    const matrix = vectors.units;
    const truth = exactScan({
      matrix,
      dims: DIMS,
      count: vectors.size,
      query,
      k: K,
      metric: "inner",
    });
    const nearest = Array.from(truth.rows, (row, rank) => ({ row, cosine: truth.scores[rank]! }));
    sum += recallOf(index.nearest(query, K), nearest);
  }
  return sum / queries;
}

test("few items are searched exactly, without a graph", () => {
  const small = filled(500, 1000);
  expect(small.index.status()).toEqual({
    version: 0,
    ef: 0,
    side: 0,
    dirty: 0,
    building: false,
    failedBuilds: 0,
  });
  expect(meanRecall(small)).toBe(1);
});

describe("25,000 vectors", { timeout: 120_000 }, () => {
  test("recall stays near the exact scan's, still and while vectors move and arrive", async () => {
    const shop = filled(25_000, 20_000);
    expect(shop.index.status().building).toBe(true);
    expect(meanRecall(shop)).toBe(1);
    await shop.index.settled();
    expect(shop.index.status()).toMatchObject({ version: 1, side: 0, building: false });
    expect(meanRecall(shop)).toBeGreaterThan(0.95);

    for (let moved = 0; moved < 400; moved++) shop.move(shop.below(25_000));
    for (let row = 25_000; row < 25_100; row++) shop.move(row);
    expect(shop.index.status().side).toBeGreaterThan(400);
    expect(meanRecall(shop)).toBeGreaterThan(0.95);
    const arrived = shop.index.nearest(shop.vectors.unitAt(25_099), 1);
    expect(arrived[0]!.row).toBe(25_099);

    await expect.poll(() => shop.index.status().dirty, { timeout: 60_000 }).toBe(0);
    expect(meanRecall(shop)).toBeGreaterThan(0.95);
  });

  test("queries while a new graph is swapped in always see ids that belong to it", async () => {
    const shop = filled(3000, 2000);
    await shop.index.settled();
    // So many moved vectors that a new graph is due.
    for (let row = 0; row < 3000; row++) shop.move(row);
    let queries = 0;
    while (shop.index.status().version < 2 || shop.index.status().building) {
      expect(queries, "queries before the new graph stood").toBeLessThan(30_000);
      const row = shop.below(3000);
      const found = shop.index.nearest(shop.vectors.unitAt(row), 10);
      expect(found).toHaveLength(10);
      expect(new Set(found.map((neighbour) => neighbour.row)).size).toBe(10);
      for (const neighbour of found) {
        expect(shop.vectors.idOf(neighbour.row)).toBe(`item-${neighbour.row}`);
      }
      queries++;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(queries).toBeGreaterThan(10);
    expect(meanRecall(shop)).toBeGreaterThan(0.95);
  });

  test("the oracle tells the recall of sampled queries", async () => {
    const { around } = generator(3);
    const vectors = new ItemVectors(DIMS);
    const recalls: number[] = [];
    const onRecall = (recall: number) => void recalls.push(recall);
    const index = new ItemIndex(vectors, { exactBelow: 1000, sampleShare: 1, onRecall });
    open.push(index);
    for (let row = 0; row < 2000; row++) vectors.upsert(record(row, around()));
    index.changed(0);
    await index.settled();
    index.nearest(unitOf(around()), K);
    await expect.poll(() => recalls.length).toBe(1);
    expect(recalls[0]).toBeGreaterThan(0.95);
  });
});

describe("while no graph can be built", () => {
  const temporary = process.env.TMPDIR;
  const restore = () => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  };
  afterEach(restore);

  function failing(count: number) {
    process.env.TMPDIR = "/nowhere/to/write";
    const { around } = generator(11);
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const vectors = new ItemVectors(DIMS);
    const options = { exactBelow: 1000, sampleShare: 0, firstRetryMs: 10, onError };
    const index = new ItemIndex(vectors, options);
    open.push(index);
    for (let row = 0; row < count; row++) vectors.upsert(record(row, around()));
    index.changed(count - 1);
    return { vectors, index, around, errors };
  }

  test("queries are answered exactly, builds tried again later and later, until one stands", async () => {
    const shop = failing(1200);
    await expect.poll(() => shop.errors.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(shop.index.status().failedBuilds).toBeGreaterThan(2);
    expect(shop.errors[0]).toMatchObject({ code: "graph_build_failed" });
    expect(shop.index.status()).toMatchObject({ version: expect.any(Number), side: 0, dirty: 0 });
    expect(meanRecall(shop)).toBe(1);
    restore();
    // Nothing changes any more: the index comes back by itself.
    await expect.poll(() => shop.index.status().building, { timeout: 20_000 }).toBe(false);
    await expect
      .poll(
        async () => {
          await shop.index.settled();
          shop.vectors.upsert(record(1, shop.around()));
          shop.index.changed(1);
          return shop.index.status().dirty + shop.index.status().side;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    expect(meanRecall(shop)).toBeGreaterThan(0.95);
  });

  test("an old graph goes on with its side index, and exactly when that is too small", async () => {
    const shop = filled(1500, 1000);
    await shop.index.settled();
    expect(shop.index.status().version).toBe(1);
    process.env.TMPDIR = "/nowhere/to/write";
    // More new rows than the graph has room for, and than the side index takes.
    const added = 1024 + SIDE_LIMIT + 100;
    for (let row = 1500; row < 1500 + added; row++) shop.move(row);
    await expect
      .poll(() => shop.index.status().dirty > SIDE_LIMIT && !shop.index.status().building, {
        timeout: 20_000,
      })
      .toBe(true);
    await expect.poll(() => meanRecall(shop), { timeout: 20_000 }).toBe(1);
    const last = 1500 + added - 1;
    expect(shop.index.nearest(shop.vectors.unitAt(last), 1)[0]!.row).toBe(last);
  });
});

test("a first graph that most of the catalogue came too late for is not used", async () => {
  const shop = filled(1500, 1000);
  // It is begun with what is there by then.
  await setImmediate();
  for (let row = 1500; row < 1500 + SIDE_LIMIT + 500; row++) shop.move(row);
  await shop.index.settled();
  expect(shop.index.status()).toMatchObject({ version: 2, dirty: 0, failedBuilds: 0 });
  expect(meanRecall(shop)).toBeGreaterThan(0.95);
});

test("a held direction tells how far a vector has turned", () => {
  const { around } = generator(5);
  const held = new HeldDirections(2, DIMS);
  const first = unitOf(around());
  held.set(1, first);
  for (const share of [0, 0.1, 0.2, 0.5]) {
    const other = around();
    const turned = unitOf(first.map((value, d) => (1 - share) * value + share * other[d]!));
    const cosine = first.reduce((sum, value, d) => sum + value * turned[d]!, 0);
    expect(Math.abs(held.cosineTo(1, turned) - cosine)).toBeLessThan(5e-3);
  }
  expect(held.cosineTo(0, first)).toBe(0);
});

test("an emptied graph finds nothing and holds nothing", async () => {
  const graph = new hnswlib.HierarchicalNSW("ip", DIMS);
  graph.initIndex({ maxElements: 1000 });
  const { around } = generator(5);
  for (let row = 0; row < 1000; row++) graph.addPoint(Array.from(around()), row);
  await emptyGraph(graph, DIMS);
  expect(graph.getCurrentCount()).toBe(0);
  expect(graph.getMaxElements()).toBeLessThan(2);
});

test("records of a wrong length or with NaN are refused", () => {
  const vectors = new ItemVectors(DIMS);
  expect(vectors.upsert(record(0, new Float32Array(3)))).toBeUndefined();
  expect(vectors.upsert(record(0, new Float32Array(DIMS).fill(Number.NaN)))).toBeUndefined();
  expect(vectors.size).toBe(0);
});
