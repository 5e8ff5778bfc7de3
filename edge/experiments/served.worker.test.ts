import { RANKER_FEATURE_HASH } from "@slipstream/contracts/ranker-features";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { archive, event } from "../testing/archived.ts";
import { bindings, control, problemOf, query, sendAs, storedOnce } from "../testing/client.ts";
import { draft, experimenters, railOf, visitorOf } from "../testing/experiments.ts";
import { expireExperiments } from "./served.ts";

const { created, detailOf, ended, move, started } = await experimenters();
// All rails fall back.
beforeAll(() => control("/model/kill"));

test("nobody waits for a database that hangs, and no arm that was seen is lost", async () => {
  const { id } = await started(draft("patient"));
  const { visitorId, rail } = await visitorOf("patient", "short");
  await new Database(bindings).withShop("demo", async (transaction) => {
    await transaction.execute("lock table experiments in access exclusive mode");
    // As a place that has just begun to work: nothing is known there.
    expireExperiments("demo");
    const plain = await railOf(visitorId);
    expect(plain.cards.length).toBeGreaterThan(0);
    expect(plain.arms).toBeUndefined();
    const { placement, requestId, arms } = rail;
    const seen = { type: "impression", id: uuidv7(), placement, requestId, arms, itemId: "p1" };
    expect((await sendAs(visitorId, [{ ...seen, occurredAt: Date.now() }])).status).toBe(202);
  });
  const [stored] = await storedOnce([visitorId], 1);
  expect(stored!.arms).toEqual(rail.arms);
  await ended(id);
});

test("a rail that an experiment takes away is not there, and its place can be seen", async () => {
  const { id } = await started(
    draft("without", {
      arms: [
        { name: "with", share: 0.5 },
        { name: "without", share: 0.5, settings: { shown: false } },
      ],
    }),
  );
  const { visitorId, rail } = await visitorOf("without", "without");
  expect(rail).toMatchObject({ hidden: true, cards: [], degraded: false });
  const { placement, requestId, arms } = rail;
  const place = { type: "impression", id: uuidv7(), placement, requestId, occurredAt: Date.now() };
  expect((await sendAs(visitorId, [{ ...place, arms }])).status).toBe(202);
  expect((await sendAs(visitorId, [{ ...place, id: uuidv7() }])).status).toBe(422);
  // Whoever saw the place of a rail is counted, in either arm, whatever stood there.
  const at = Date.now();
  await archive(
    ["with", "without"].map((arm) =>
      event("impression", at, { visitorId: `of-${arm}`, body: { arms: { without: arm } } }),
    ),
  );
  const { result } = await detailOf(id);
  const counted = result.arms.map(({ visitors, impressions }) => [visitors, impressions]);
  expect(counted).toEqual([
    [1, 0],
    [1, 0],
  ]);
  // An arm whose rails fall back, as all do here, keeps its visitors.
  const standIn = (await visitorOf("without", "with")).rail;
  expect(standIn).toMatchObject({ degraded: true, arms: { without: "with" } });
  await ended(id, "with");
});

test("an arm can name a version of the ranker that there is; what another ranked is marked", async () => {
  const version = "20261101T120000000Z";
  const arms = [
    { name: "now", share: 0.5 },
    { name: "tried", share: 0.5, settings: { ranker: version } },
  ];
  const { id } = await created(draft("by-version", { arms }));
  const early = await move(id, { to: "running" });
  expect(await problemOf(early)).toEqual({ status: 404, code: "unknown_model" });
  await query(`insert into models (id, shop_id, name, version, feature_hash)
    values (gen_random_uuid(), 'demo', 'ranker', '${version}', 'another') returning id`);
  // Trained on what this release does not compute.
  expect(await problemOf(await move(id, { to: "running" }))).toMatchObject({
    code: "unknown_model",
  });
  await query(`update models set feature_hash = '${RANKER_FEATURE_HASH}'
    where version = '${version}' returning id`);
  expect((await move(id, { to: "running" })).status).toBe(200);
  // Model servers are told to load it.
  const told = `select kind from outbox where shop_id = 'demo' and kind = 'models'`;
  expect((await query(told)).length).toBeGreaterThan(0);
  const { visitorId, rail } = await visitorOf("by-version", "tried");
  expect(rail).toMatchObject({ degraded: true, standIn: true });
  const other = await visitorOf("by-version", "now");
  expect(other.rail.standIn).toBeUndefined();
  const { placement, requestId, standIn } = rail;
  const seen = { type: "impression", id: uuidv7(), placement, requestId, standIn };
  await sendAs(visitorId, [{ ...seen, arms: rail.arms, itemId: "p1", occurredAt: Date.now() }]);
  expect((await storedOnce([visitorId], 1))[0]).toMatchObject({ standIn: true });
  const at = Date.now();
  const lines = [{ itemId: "p1" }, { itemId: "p2" }];
  const of = { visitorId, lines, body: { arms: rail.arms } };
  await archive([
    event("impression", at, of),
    event("impression", at + 1, { ...of, body: { ...of.body, standIn: true } }),
    // Of an arm that names no ranker nobody stands in.
    event("impression", at, {
      ...{ visitorId: other.visitorId, lines },
      body: { arms: other.rail.arms, standIn: true },
    }),
  ]);
  const counted = (await detailOf(id)).result.arms;
  expect(counted[0]).toMatchObject({ impressions: 2, standIns: 0 });
  expect(counted[1]).toMatchObject({ impressions: 4, standIns: 2 });
  await ended(id);
  await query(`delete from models where version = '${version}' returning id`);
});

test("no more versions are named than model servers hold, by those that pause or are kept too", async () => {
  const versions = Array.from({ length: 7 }, (_, at) => `20261102T12000000${at}Z`);
  const rows = versions.map(
    (version) => `(gen_random_uuid(), 'demo', 'ranker', '${version}', '${RANKER_FEATURE_HASH}')`,
  );
  await query(`insert into models (id, shop_id, name, version, feature_hash)
    values ${rows.join(", ")} returning id`);
  const naming = (name: string, named: readonly string[]) => {
    const arms = ["now", ...named].map((ranker) => ({
      name: ranker.toLowerCase().slice(-6),
      share: 1 / (named.length + 1),
      settings: ranker === "now" ? {} : { ranker },
    }));
    return draft(name, { layer: name, arms });
  };
  const armOf = (version: string) => version.toLowerCase().slice(-6);
  const paused = await started(naming("pausing", versions.slice(0, 4)));
  expect((await move(paused.id, { to: "paused" })).status).toBe(200);
  const kept = await started(naming("keeping", versions.slice(4, 5)));
  await ended(kept.id, armOf(versions[4]!), true);
  const late = await started(naming("late", versions.slice(6)));
  await ended(late.id);
  const isFull = { status: 409, code: "layer_full" };
  const { id: tooMany } = await created(naming("too-many", versions.slice(5)));
  expect(await problemOf(await move(tooMany, { to: "running" }))).toEqual(isFull);
  const last = await started(naming("last", versions.slice(5, 6)));
  // A winner that is kept afterwards is one more.
  const keep = { to: "decided", arm: armOf(versions[6]!), keep: true, reason: "It was the best" };
  expect(await problemOf(await move(late.id, keep))).toEqual(isFull);
  await ended(last.id);
  expect((await move(late.id, keep)).status).toBe(200);
  for (const { id } of [paused, kept, late]) await ended(id);
  await query(`delete from models where version like '20261102%' returning id`);
});

test("a list of two rankers that falls back is marked as ordered by another", async () => {
  const arms = ["blend", "trained"].map((ranker) => ({
    ...{ name: ranker, share: 0.5 },
    settings: { ranker },
  }));
  const { id } = await started(draft("both", { kind: "interleaved", arms }));
  const { rail } = await visitorOf("both", "interleaved");
  expect(rail).toMatchObject({ degraded: true, standIn: true });
  await ended(id, "blend");
});
