import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exactScan } from "@slipstream/algorithms/exact-scan";
import { randomFrom } from "@slipstream/algorithms/random";
import { unit } from "@slipstream/algorithms/vector";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ItemIndex, SIDE_LIMIT } from "./item-index.ts";
import { ItemVectors } from "./item-vectors.ts";

const DIMS = 16;
const COUNT = 4200;
const K = 20;
const temporary = process.env.TMPDIR;
const open: ItemIndex[] = [];
const kept = temporaryFolder();
let name: string;
let errors: unknown[] = [];

beforeAll(async () => {
  name = join(kept, "a%20shop");
  await indexOf(vectorsOf(ids(0, COUNT))).settled();
  expect(readdirSync(kept)).toHaveLength(2);
});

beforeEach(() => {
  const folder = temporaryFolder();
  cpSync(kept, folder, { recursive: true });
  name = join(folder, "a%20shop");
  errors = [];
});

afterEach(() => {
  buildAgain();
  for (const index of open.splice(0)) index.close();
});

function buildAgain(): void {
  if (temporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temporary;
}

const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `item-${from + at}`);

/** Where an item lies, always the same, or after it has moved. */
function vectorOf(itemId: string, moved = 0): Float32Array {
  const random = randomFrom([Number(itemId.slice(5)), moved]);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
  return Float32Array.from({ length: DIMS }, normal);
}

function vectorsOf(items: readonly string[], moved: ReadonlySet<string> = new Set()): ItemVectors {
  const vectors = new ItemVectors(DIMS);
  for (const itemId of items) {
    const vector = vectorOf(itemId, moved.has(itemId) ? 1 : 0);
    const values = { version: 1, index: 0, popularity: 0, bias: 0 };
    vectors.upsert({ itemId, ...values, input: vector, output: vector });
  }
  return vectors;
}

function indexOf(vectors: ItemVectors): ItemIndex {
  const onError = (error: unknown) => void errors.push(error);
  const options = { keptAs: name, exactBelow: 1000, sampleShare: 0, firstRetryMs: 60_000 };
  const index = new ItemIndex(vectors, { ...options, onError });
  open.push(index);
  index.changedMany();
  return index;
}

/** The index of another process, which can read what was kept, but build nothing. */
async function restarted(vectors: ItemVectors): Promise<ItemIndex> {
  process.env.TMPDIR = "/nowhere/to/write";
  const index = indexOf(vectors);
  await index.settled();
  return index;
}

function meanRecall(vectors: ItemVectors, index: ItemIndex): number {
  const queries = ids(100_000, 100_040).map((itemId) => unit(vectorOf(itemId)));
  const shares = queries.map((query) => {
    const matrix = vectors.units;
    const of = { matrix, dims: DIMS, count: vectors.size, query, k: K, metric: "inner" as const };
    const truth = new Set(exactScan(of).rows);
    return index.nearest(query, K).filter(({ row }) => truth.has(row)).length / K;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

test("the next start goes on with it, whatever order items come in, and knows what has changed", async () => {
  // Items 0 … 49 are gone, 50 … 99 have moved, the last 30 are new; the last come first.
  const moved = new Set(ids(50, 100));
  const vectors = vectorsOf(ids(50, COUNT + 30).reverse(), moved);
  const index = await restarted(vectors);
  expect(errors).toEqual([]);
  expect(index.status()).toMatchObject({ version: 1, failedBuilds: 0, dirty: 80 });
  expect(meanRecall(vectors, index)).toBeGreaterThan(0.95);
  for (const itemId of ["item-75", "item-2000", `item-${COUNT + 29}`]) {
    const row = vectors.rowOf(itemId)!;
    expect(index.nearest(vectors.unitAt(row), 1)[0]!.row).toBe(row);
  }
  await expect.poll(() => index.status().dirty, { timeout: 20_000 }).toBe(0);
  expect(meanRecall(vectors, index)).toBeGreaterThan(0.95);
  // What was there is not found any more: neither an item that is gone, nor where one was.
  expect(new Set(index.nearest(unit(vectorOf("item-10")), K).map(({ row }) => row)).size).toBe(K);
  const gone = index.nearest(unit(vectorOf("item-75")), K).map(({ row }) => vectors.idOf(row));
  expect(gone).not.toContain("item-75");
});

describe("built anew", () => {
  /** It tried to build, and could not; answers are exact meanwhile. */
  async function expectBuild(vectors: ItemVectors): Promise<void> {
    const index = await restarted(vectors);
    expect(index.status()).toMatchObject({ version: 0, failedBuilds: 1 });
    expect(errors.at(-1)).toMatchObject({ code: "graph_build_failed" });
    expect(meanRecall(vectors, index)).toBe(1);
  }

  test.each(["graph", "facts"])("when a byte of its %s is not as it was", async (part) => {
    const graph = readdirSync(join(name, "..")).find((file) => file.includes("shop-"))!;
    const file = part === "graph" ? join(name, "..", graph) : name;
    const bytes = readFileSync(file);
    // Of the facts, one of the last: of a direction that is held.
    const at = bytes.length - 100;
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(file, bytes);
    await expectBuild(vectorsOf(ids(0, COUNT)));
  });

  test.each([
    { what: "another format", text: "not even JSON" },
    { what: "another version", text: '{"format":"slipstream-graph","version":2}\n' },
    { what: "nothing", text: "" },
  ])("when there is $what", async ({ text }) => {
    writeFileSync(name, text);
    await expectBuild(vectorsOf(ids(0, COUNT)));
  });

  test("when too many have moved", async () => {
    await expectBuild(vectorsOf(ids(0, COUNT), new Set(ids(0, SIDE_LIMIT + 1))));
  });
});

test("a later build takes its place; one that cannot be kept serves all the same", async () => {
  const folder = join(name, "..");
  const [before] = readdirSync(folder).filter((file) => file.includes("shop-"));
  const moved = vectorsOf(ids(0, COUNT), new Set(ids(0, COUNT)));
  await indexOf(moved).settled();
  const after = readdirSync(folder);
  expect(after).toHaveLength(2);
  expect(after).not.toContain(before);
  expect((await restarted(moved)).status()).toMatchObject({
    version: 1,
    failedBuilds: 0,
    dirty: 0,
  });
  buildAgain();
  name = join(name, "below a file");
  const index = indexOf(vectorsOf(ids(0, COUNT)));
  await index.settled();
  expect(errors).toHaveLength(1);
  expect(index.status()).toMatchObject({ version: 1, failedBuilds: 0 });
});
