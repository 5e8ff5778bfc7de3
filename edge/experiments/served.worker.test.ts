import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { archive, event } from "../testing/archived.ts";
import { bindings, control, sendAs, storedOnce } from "../testing/client.ts";
import { draft, experimenters, railOf, visitorOf } from "../testing/experiments.ts";
import { expireExperiments } from "./served.ts";

const { detailOf, ended, started } = await experimenters();
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
