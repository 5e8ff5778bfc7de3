import { expect, test } from "vitest";
import type { StageWish } from "./model-stages.ts";
import { BATCH_FEATURE_HASH, loadableHash, RANKER_FEATURE_HASH } from "./ranker-features.ts";
import { type NamedModel, planShopStages } from "./shop-stages.ts";

const retired = (name: string, version: string, featureHash = loadableHash(name)): NamedModel => ({
  ...{ name, version, featureHash, stage: "retired", trafficShare: 0 },
  championedAt: new Date(Number(version)),
});
const champion = (name: string, version: string): NamedModel => ({
  ...retired(name, version),
  ...{ stage: "champion", trafficShare: 1 },
});
const back: StageWish = { rollback: true };
const planned = (rows: readonly NamedModel[], name: string) =>
  planShopStages(rows, { name, wish: back }).map(
    (move) => `${move.name} ${move.version} ${move.to.stage}`,
  );

test("a ranker that goes back takes along the batch champions of its version, and no others", () => {
  const rows = [
    ...[champion("als", "1"), retired("als", "2")],
    ...[retired("ease", "1"), champion("ease", "2")],
    ...[retired("ranker", "1"), champion("ranker", "2"), champion("sequence", "2")],
  ];
  expect(planned(rows, "ranker")).toEqual([
    ...["ranker 2 retired", "ranker 1 champion"],
    ...["ease 2 retired", "ease 1 champion", "sequence 2 retired"],
  ]);
  expect(planned(rows, "ease")).toEqual(["ease 2 retired", "ease 1 champion"]);
  const canary = { ...champion("ranker", "3"), stage: "canary" as const };
  expect(planned([...rows, canary], "ranker")).toEqual(["ranker 3 candidate"]);
});

test("what this build cannot load is passed over, at last for the blend", () => {
  const old = (name: string, version: string) => retired(name, version, "an older release's");
  const rows = [retired("ranker", "1"), old("ranker", "2"), champion("ranker", "3")];
  expect(planned(rows, "ranker")).toEqual(["ranker 3 retired", "ranker 1 champion"]);
  expect(planned(rows.slice(1), "ranker")).toEqual(["ranker 3 retired"]);
  const batch = [retired("ease", "1", RANKER_FEATURE_HASH), champion("ease", "3")];
  expect(planned(batch, "ease")).toEqual(["ease 3 retired"]);
  expect(RANKER_FEATURE_HASH).not.toBe(BATCH_FEATURE_HASH);
});
