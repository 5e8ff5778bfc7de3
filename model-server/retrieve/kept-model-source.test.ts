import { standardColumns } from "@slipstream/algorithms/engine/standard";
import { expect, test } from "vitest";
import { batchMaker, type KeptBatchModel } from "../batch/batch-maker.ts";
import { Deadline } from "../deadline.ts";
import { rankColumns } from "../rank/rank-columns.ts";
import { ModelSlot } from "../registry/model-slot.ts";
import { ShopModel } from "../shop-model.ts";
import { describeSituation } from "../situation.ts";
import { easeFiles, keptEase } from "../testing/kept.ts";
import { NOW, productsOf, requestFor } from "../testing/shop.ts";
import { retrieve } from "./retrieve.ts";
import { reasonOfSource } from "./source-reasons.ts";

const visitor = { recent: [], hidden: new Set<string>(), complete: true };

/** A shop of cups and lamps that nobody has visited, with a place for EASE. */
function shopWithSlot() {
  const versions = new Map<string, ReadonlyMap<string, Uint8Array>>();
  const slot = new ModelSlot<KeptBatchModel>((manifest) =>
    batchMaker("ease").makeFrom(versions.get(manifest.version)!, manifest),
  );
  const put = (minute: number, files: ReadonlyMap<string, Uint8Array>) => {
    const { manifest } = keptEase(minute, files);
    versions.set(manifest.version, files);
    return slot.want(manifest);
  };
  const place = Object.assign(slot, { refresh: () => {} });
  const model = new ShopModel("demo", {}, { batch: new Map([["ease", place]]) });
  model.catalogue.apply(productsOf(["cups", "lamps"], 6));
  return { model, slot, put };
}

function candidates(model: ShopModel, context: string[], placement = "cart") {
  const request = requestFor({ placement, context });
  const situation = describeSituation({ model, request, visitor, nowMs: NOW });
  const accepts = () => true;
  const options = { situation, deadline: new Deadline(5000), accepts, forTrained: false };
  const { table } = retrieve({ model, ...options });
  return { table, situation, ids: Array.from(table.rows, (row) => model.ids.idOf(row)) };
}

test("a rail has what the model proposes from the moment it is in place, and no other columns", async () => {
  const { model, put } = shopWithSlot();
  expect(model.engine.names).toEqual(standardColumns);
  expect(new ShopModel("demo").engine.names).toEqual(standardColumns);
  expect(candidates(model, ["lamps-2"]).ids).toEqual([]);

  await put(
    1,
    easeFiles([
      ["sold-out-long-ago", "lamps-2"],
      ["cups-3", "lamps-2b"],
      ["lamps-4", "cups-5"],
    ]),
  );
  const { ids, table, situation } = candidates(model, ["lamps-4"]);
  expect(ids).toEqual(["cups-5"]);
  expect(table.names).toEqual(rankColumns);
  expect(table.values[table.names.indexOf("ease.rr")]).toBe(1);
  expect(reasonOfSource("ease", model, situation, table.rows[0]!)).toEqual({ code: "for_you" });
  expect(model.ids.rowOf("sold-out-long-ago")).toBeUndefined();
  // All that goes with this one is nothing that the shop has, and this one the model does not know.
  expect(candidates(model, ["lamps-2"]).ids).toEqual([]);
  expect(candidates(model, ["lamps-0"]).ids).toEqual([]);
});

test("items that the model does not know have no score from it", async () => {
  const { model, put } = shopWithSlot();
  await put(1, easeFiles([["cups-0", "cups-1"]]));
  const { table, ids } = candidates(model, ["cups-0"], "home_for_you");
  const column = table.names.indexOf("ease.score");
  const scoreOf = (itemId: string) =>
    table.values[ids.indexOf(itemId) * table.names.length + column];
  expect(ids).toContain("lamps-5");
  expect(scoreOf("lamps-5")).toBeNaN();
  expect(scoreOf("cups-1")).toBeGreaterThan(0);
});

test("the next model takes its place whole; one that is refused leaves it where it was", async () => {
  const { model, slot, put } = shopWithSlot();
  await put(1, easeFiles([["cups-0", "cups-1"]]));
  expect(candidates(model, ["cups-0"]).ids[0]).toBe("cups-1");
  const broken = new Map(easeFiles([["cups-0", "lamps-1"]]));
  broken.set("items.json", new TextEncoder().encode("[]"));
  await expect(put(2, broken)).rejects.toMatchObject({ code: "batch_model_refused" });
  expect(candidates(model, ["cups-0"]).ids[0]).toBe("cups-1");
  await put(3, easeFiles([["lamps-1", "cups-0"]]));
  expect(candidates(model, ["cups-0"]).ids[0]).toBe("lamps-1");
  await slot.want(undefined);
  expect(candidates(model, ["cups-0"]).ids).toEqual([]);
});
