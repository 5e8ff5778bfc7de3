import { trainAutoencoder } from "@slipstream/algorithms/batch/autoencoder-trainer";
import { trainIals } from "@slipstream/algorithms/batch/ials";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { trainTwoTower } from "@slipstream/algorithms/batch/two-tower-trainer";
import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import type { DenseModel } from "@slipstream/algorithms/sources/batch-model";
import { expect, test } from "vitest";
import { easeFiles, keptEase } from "../testing/kept.ts";
import { BATCH_FILE, batchMaker, ITEMS_FILE } from "./batch-maker.ts";
import { RowMap } from "./row-map.ts";

const files = easeFiles([
  ["tea", "cup"],
  ["lamp", "rug"],
]);
const { manifest } = keptEase(1, files);
const make = (values: [string, Uint8Array | undefined][] = []) => {
  const own = new Map(files);
  for (const [name, bytes] of values) {
    if (bytes === undefined) own.delete(name);
    else own.set(name, bytes);
  }
  return batchMaker("ease").makeFrom(own, manifest);
};
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test("a kept model comes with the ids of its rows, and none of later items of the log", async () => {
  const { model, itemIds } = await make([[ITEMS_FILE, json(["tea", "cup", "lamp", "rug", "pot"])]]);
  expect(itemIds).toEqual(["tea", "cup", "lamp", "rug"]);
  const scores = new Float32Array(4);
  model.scoreAll([itemIds.indexOf("rug")], scores);
  expect(itemIds[scores.indexOf(Math.max(...scores))]).toBe("lamp");
});

const sequences = Array.from({ length: 20 }, () => Int32Array.of(0, 1, 2));
const log = { items: 3, sequences };
const dense: { name: BatchPlace; trained: DenseModel & { toBytes(): Uint8Array } }[] = [
  { name: "sequence", trained: trainSequenceModel(log, { seed: 1, epochs: 1 }) },
  { name: "two_tower", trained: trainTwoTower(log, { seed: 1, epochs: 1 }) },
  { name: "als", trained: trainIals(log, { seed: 1, epochs: 1 }) },
  { name: "autoencoder", trained: trainAutoencoder(log, { seed: 1, epochs: 1 }) },
];

test.each(dense)("$name is made by its own name, and scores as it was trained", async (one) => {
  const { name, trained } = one;
  const own = new Map([
    [BATCH_FILE, trained.toBytes()],
    [ITEMS_FILE, json(["a", "b", "c"])],
  ]);
  const { model, itemIds } = await batchMaker(name).makeFrom(own, manifest);
  expect(itemIds).toEqual(["a", "b", "c"]);
  const [expected, scores] = [new Float32Array(3), new Float32Array(3)];
  trained.scoreAll([1, 0], expected);
  model.scoreAll([1, 0], scores);
  expect(scores).toEqual(expected);
  const scoreOf = (model as DenseModel).scorer([1, 0]);
  expect([0, 1, 2].map(scoreOf)).toEqual([...expected].map((score) => expect.closeTo(score, 6)));
  await expect(batchMaker("ease").makeFrom(own, manifest)).rejects.toThrow("SLEA");
});

test("files that are missing or do not belong together are refused", async () => {
  const refused = { code: "batch_model_refused" };
  await expect(make([[ITEMS_FILE, undefined]])).rejects.toMatchObject(refused);
  await expect(make([[BATCH_FILE, undefined]])).rejects.toMatchObject(refused);
  await expect(make([[ITEMS_FILE, json(["tea", "cup", "lamp"])]])).rejects.toMatchObject(refused);
  const twice = json(["tea", "cup", "lamp", "tea"]);
  await expect(make([[ITEMS_FILE, twice]])).rejects.toMatchObject(refused);
  await expect(make([[ITEMS_FILE, json({ tea: 0 })]])).rejects.toMatchObject(refused);
  await expect(make([[ITEMS_FILE, Uint8Array.of(0xff)]])).rejects.toMatchObject(refused);
  const short = files.get(BATCH_FILE)!.slice(0, -1);
  await expect(make([[BATCH_FILE, short]])).rejects.toMatchObject({ code: "binary_format" });
});

test("rows are mapped both ways, those of items that come later as well", () => {
  const ids = new ItemIds();
  ids.ensure("pot");
  ids.ensure("cup");
  const rows = new RowMap(ids, ["tea", "cup"]);
  expect([0, 1, 2].map((row) => rows.modelRowOf(row))).toEqual([-1, 1, -1]);
  expect([0, 1].map((row) => rows.shopRowOf(row))).toEqual([-1, 1]);
  ids.ensure("tea");
  expect(rows.shopRowOf(0)).toBe(2);
  expect(rows.modelRowOf(2)).toBe(0);
  expect(rows.modelRowOf(-1)).toBe(-1);
});
