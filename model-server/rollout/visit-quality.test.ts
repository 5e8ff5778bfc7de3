import type { DenseModel } from "@slipstream/algorithms/sources/batch-model";
import { expect, test } from "vitest";
import type { KeptBatchModel } from "../batch/batch-maker.ts";
import { ShopBlend } from "../blend/shop-blend.ts";
import type { LoadedStage, ServedSlot } from "../registry/served-slot.ts";
import { smallShop, stepFactory } from "../testing/shop.ts";
import { Database } from "../views/database.ts";
import { FiguresBook } from "./figures-book.ts";
import { SourceQuality } from "./source-quality.ts";
import { VisitQuality } from "./visit-quality.ts";

const idle = () => new Promise((resolve) => setImmediate(resolve));

/** A batch model that finds all alike, and writes down when it is asked. */
function kept(name: string, asked: string[]): KeptBatchModel {
  const model: DenseModel = {
    scoreAll: (_history, out) => {
      asked.push(name);
      out.fill(1);
    },
    scorer: () => () => 1,
  };
  return { model, itemIds: ["cups-0", "cups-1", "cups-2"] };
}

/** What serves is empty, so that the engine asks nobody; the stages have models of their own. */
function slot(name: string, asked: string[], stages: LoadedStage[]): ServedSlot<KeptBatchModel> {
  const models = new Map(stages.map((stage) => [stage, kept(`${name} ${stage}`, asked)]));
  return {
    current: undefined,
    refresh: () => {},
    staged: (stage) => {
      const model = models.get(stage);
      return model && { model, version: stage, share: 0.05, since: 0 };
    },
  };
}

test("batch models are asked where one is tried out, and requests have their turn between names", async () => {
  const asked: string[] = [];
  const model = smallShop(
    {},
    undefined,
    new Map([
      ["ease", slot("ease", asked, ["champion"])],
      ["sequence", slot("sequence", asked, ["champion", "canary"])],
      ["als", slot("als", asked, ["shadow"])],
    ]),
  );
  const database = new Database("postgres://localhost/unused");
  const book = new FiguresBook({ database, server: "one", now: Date.now });
  const errors: unknown[] = [];
  const quality = new VisitQuality({ book, onError: (error) => errors.push(error) });
  const blend = new ShopBlend(model, {
    spare: (work) => {
      work();
      return true;
    },
    onOutcome: () => {},
    onPredicted: (visit) => quality.note(model, visit),
  });
  const step = stepFactory();
  const who = { visitorId: "w", sessionId: "w" };
  const turn = idle().then(() => [...asked]);
  for (const itemId of ["cups-0", "cups-1"]) model.steps.apply(3, [step({ ...who, itemId })]);
  expect(await turn).toEqual(["sequence champion", "sequence canary"]);
  for (let turns = 0; turns < 5; turns++) await idle();
  expect(asked).toEqual(["sequence champion", "sequence canary", "als shadow"]);
  expect(errors).toEqual([]);
  blend.close();
  await database.close();
});

test("each source is judged by its own list, beside popularity on the same visits", async () => {
  const stages: LoadedStage[] = ["champion"];
  const model = smallShop({}, undefined, new Map([["ease", slot("ease", [], stages)]]));
  const sources = new SourceQuality();
  const blend = new ShopBlend(model, {
    spare: (work) => {
      work();
      return true;
    },
    onOutcome: () => {},
    onPredicted: (visit) => sources.note(model, visit),
  });
  const step = stepFactory();
  // One thing leads to the next, whatever is popular.
  for (let session = 0; session < 12; session++) {
    const who = { visitorId: `w${session}`, sessionId: `w${session}` };
    const items = [`lamps-${session % 4}`, `rugs-${session % 4}`];
    for (const itemId of items) model.steps.apply(3, [step({ ...who, itemId })]);
    await idle();
  }
  blend.close();
  const { sources: told } = sources.takeReport(model.shop)!;
  const of = (name: string) => told.find((each) => each.name === name)!;
  const next = of("next_item");
  // Four of twelve had never been seen to follow; the others were first of their list.
  expect(next).toMatchObject({ visits: 12, recallAt20: 8 / 12, mrrAt20: 8 / 12 });
  expect(next.mrrAt20).toBeGreaterThan(next.besideMrr);
  const popularity = of("popularity");
  expect(popularity.mrrAt20).toBe(next.besideMrr);
  expect(popularity.recallAt20).toBe(popularity.besideRecall);
  // It has nothing to say here, and its version says whose that is; who has no model is not there.
  expect(of("ease")).toMatchObject({ version: "champion", visits: 12, mrrAt20: 0 });
  expect(told.map(({ name }) => name)).not.toContain("sequence");
  expect(told.map(({ mrrAt20 }) => mrrAt20)).toEqual(
    told.map(({ mrrAt20 }) => mrrAt20).sort((left, right) => right - left),
  );
  expect(sources.takeReport(model.shop)).toBeUndefined();
});
