import type { PlanAnswer } from "@slipstream/contracts/experiment-api";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { followExperiments } from "../experiments/every-minute.ts";
import { forgetDecided } from "../experiments/looks.ts";
import { expireExperiments } from "../experiments/served.ts";
import { archive, event } from "../testing/archived.ts";
import {
  bindings,
  call,
  control,
  eventually,
  problemOf,
  query,
  sendAs,
  storedOnce,
} from "../testing/client.ts";
import { draft, experimenters, railOf, visitorOf } from "../testing/experiments.ts";

const { admin, ops, ask, created, detailOf, ended, move, started } = await experimenters();
const database = new Database(bindings);
beforeAll(() => control("/model/start"));
afterAll(() => control("/model/kill"));

test("from a draft to a decision: who sees an arm is counted, once, and what they do", async () => {
  const { id, state } = await started(draft("whole-way"));
  expect(state).toBe("running");
  const { visitorId, rail } = await visitorOf("whole-way", "short");
  expect(rail).toMatchObject({ title: "Short and good", arms: { "whole-way": "short" } });
  expect(rail.cards).toHaveLength(4);
  const other = await visitorOf("whole-way", "now");
  expect(other.rail.cards).toHaveLength(6);
  expect(other.rail.title).toBeUndefined();
  // Being asked for is not being seen.
  expect((await detailOf(id)).result.arms.map(({ visitors }) => visitors)).toEqual([0, 0]);
  const { placement, requestId, arms, tookMs } = rail;
  const itemId = rail.cards[0]!.itemId;
  const about = { placement, requestId, occurredAt: Date.now() };
  const seen = { type: "impression", id: uuidv7(), ...about, tookMs, lines: [{ itemId }] };
  const sent = await sendAs(visitorId, [
    { ...seen, arms },
    { type: "click", id: uuidv7(), ...about, itemId, arms: { ...arms, "made-up": "short" } },
    { ...seen, id: uuidv7(), arms: { "whole-way": "now" } },
  ]);
  expect(sent.status).toBe(202);
  const stored = await storedOnce([visitorId], 3);
  // A page cannot put itself into an arm, or into an experiment that there is not.
  expect(stored.map((one) => one.arms)).toEqual([
    { "whole-way": "short" },
    { "whole-way": "short" },
    undefined,
  ]);
  const at = Date.now();
  const body = { arms: { "whole-way": "short" }, tookMs: 30 };
  const mine = { visitorId, sessionId: "a" };
  const impression = event("impression", at, {
    ...mine,
    body,
    lines: [{ itemId }, { itemId: "p9" }],
  });
  const order = { orderId: uuidv7(), itemId, quantity: 2, priceMinor: 500 };
  await archive([
    event("purchase", at - 5_000, { ...mine, ...order }),
    impression,
    event("click", at + 1, { ...mine, itemId, requestId, body }),
    event("add_to_cart", at + 2, { ...mine, sessionId: "b", itemId }),
    event("purchase", at + 3, { ...mine, sessionId: "b", ...order, orderId: uuidv7() }),
    event("impression", at, { visitorId: "v9", body: { arms: { "whole-way": "nothing" } } }),
  ]);
  await archive([impression]);
  await archive([event("impression", at + 4, { ...mine, body, lines: [{ itemId }] })]);
  const { result } = await detailOf(id);
  expect(result.arms[1]).toEqual({
    ...{ name: "short", share: 0.5, visitors: 1, sessions: 3, impressions: 3, standIns: 0 },
    ...{ clicks: 1, carts: 1, orders: 1, revenueMinor: 1_000 },
  });
  expect(result.arms[0]).toMatchObject({ name: "now", visitors: 0 });
  expect(result.sampleRatio).toMatchObject({ broken: false });
  const [exposure] = await query(
    `select arm, orders_before, revenue_before_minor::integer as before from exposures
     where experiment_id = '${id}'`,
  );
  expect(exposure).toEqual({ arm: "short", orders_before: 1, before: 1_000 });
  // The winner's settings stay, for everybody; and its events carry no arm any more.
  await ended(id, "short", true);
  const kept = await railOf(other.visitorId);
  expect(kept).toMatchObject({ title: "Short and good" });
  expect(kept.arms).toBeUndefined();
  const anybody = await call("/api/recommendations", { body: { placement, limit: 6 } });
  expect(await anybody.json()).toMatchObject({ title: "Short and good" });
  await ended(id, "short", false);
  expect((await railOf(other.visitorId)).title).toBeUndefined();
  const decided = await detailOf(id);
  expect(decided).toMatchObject({ state: "decided", decision: "short", kept: false, visitors: 1 });
  // Long after, only the sums are left.
  await query(
    `update experiments set ended_at = now() - interval '91 days' where id = '${id}' returning id`,
  );
  await database.withShop("demo", (transaction) => forgetDecided(transaction, "demo"));
  expect(await query(`select arm from exposures where experiment_id = '${id}'`)).toEqual([]);
  const later = await detailOf(id);
  expect(later).toMatchObject({ visitors: 1, result: { arms: decided.result.arms } });
  expect(later.history).toHaveLength(1);
});

test("arms of 1,000 visitors are compared, and the looks are kept", async () => {
  const { id } = await started(draft("compared"));
  const at = Date.now();
  const events = Array.from({ length: 1_000 }, (_, visitor) => {
    const arm = visitor % 2 === 0 ? "now" : "short";
    const body = { arms: { compared: arm } };
    const who = { visitorId: `c${visitor}`, itemId: "p1", body };
    // Of one arm every tenth clicks, of the other every third.
    const clicks = Math.floor(visitor / 2) % (arm === "now" ? 10 : 3) === 0;
    const seen = event("impression", at, who);
    return clicks ? [seen, event("click", at + 1, who)] : [seen];
  });
  await archive(events.flat());
  await database.withShop("demo", (transaction) => followExperiments(transaction, "demo", at));
  const { result, history } = await detailOf(id);
  const clicks = result.metrics.find(({ metric }) => metric === "click_through")!;
  expect(clicks.arms[0]).toEqual({ value: 0.1 });
  expect(clicks.arms[1]!.value).toBeCloseTo(0.334, 3);
  expect(clicks.arms[1]!.lift!.low).toBeGreaterThan(0.1);
  expect(clicks.arms[1]!.lift!.pValue).toBeLessThan(0.001);
  expect(history).toHaveLength(1);
  expect(history[0]!.metrics[0]).toEqual(clicks);
  const plan: PlanAnswer = await (
    await ask("POST", "/plan", {
      placements: ["home_for_you"],
      metric: "click_through",
      effect: 0.1,
    })
  ).json();
  expect(plan.visitorsSeen).toBe(0);
  await ended(id);
});

test("interleaved rankers fill one rail; clicks are credit for whose choice it was", async () => {
  const { id } = await started(
    draft("two-rankers", {
      kind: "interleaved",
      arms: [
        { name: "plain", share: 0.5, settings: { diversity: 0 } },
        { name: "varied", share: 0.5, settings: { diversity: 0.9 } },
      ],
    }),
  );
  const visitorId = uuidv7();
  // Where both rankers are not in time, it is a list of before, which neither chose.
  const rail = await eventually(async () => {
    const one = await railOf(visitorId);
    return one.cards[0]?.arms ? one : undefined;
  });
  expect(rail.arms).toEqual({ "two-rankers": "interleaved" });
  const teams = rail.cards.map(({ arms }) => arms?.["two-rankers"]);
  expect(new Set(teams)).toEqual(new Set(["plain", "varied"]));
  expect(new Set(rail.cards.map(({ itemId }) => itemId)).size).toBe(rail.cards.length);
  const at = Date.now();
  const of = (arm: string) => ({ body: { arms: { "two-rankers": arm } }, itemId: "p1" });
  await archive([
    event("impression", at, { visitorId, ...of("interleaved") }),
    event("click", at + 1, { visitorId, ...of("varied") }),
    event("click", at + 2, { visitorId, ...of("varied") }),
    event("click", at + 3, { visitorId, ...of("plain") }),
  ]);
  const { result } = await detailOf(id);
  expect(result.preference).toMatchObject({ first: 1, second: 2 });
  expect(result.preference!.share).toBeCloseTo(2 / 3, 10);
  expect(result.preference!.lift).toBeUndefined();
  await ended(id, "varied");
});

test("arms that adapt get more of the better one; the chance of each goes with its event", async () => {
  const { id } = await started(draft("adaptive", { kind: "adaptive" }));
  const { visitorId, rail } = await visitorOf("adaptive", "short");
  const seen = { type: "impression", id: uuidv7(), placement: "home_for_you", itemId: "p1" };
  await sendAs(visitorId, [{ ...seen, arms: rail.arms, occurredAt: Date.now() }]);
  const [stored] = await storedOnce([visitorId], 1);
  expect(stored!.propensities).toEqual({ adaptive: 0.5 });
  const at = Date.now();
  await archive(
    Array.from({ length: 400 }, (_, visitor) => {
      const arm = visitor % 2 === 0 ? "now" : "short";
      const body = { arms: { adaptive: arm }, propensities: { adaptive: 0.5 } };
      const who = { visitorId: `a${visitor}`, itemId: "p1", body };
      const clicks = Math.floor(visitor / 2) % (arm === "now" ? 10 : 3) === 0;
      const impression = event("impression", at, who);
      return clicks ? [impression, event("click", at + 1, who)] : [impression];
    }).flat(),
  );
  const follow = (nowMs: number) =>
    database.withShop("demo", (transaction) => followExperiments(transaction, "demo", nowMs));
  await follow(at);
  const { arms, result } = await detailOf(id);
  expect(arms[1]!.share).toBeCloseTo(0.95, 5);
  // Soon after, nothing changes; and whoever came before keeps their arm.
  await follow(at + 1_000);
  const [row] = await query(`select share_steps as steps from experiments where id = '${id}'`);
  expect(row!.steps).toEqual([
    { fromMs: 0, shares: [0.5, 0.5] },
    { fromMs: at + 60_000, shares: arms.map(({ share }) => share) },
  ]);
  expireExperiments("demo");
  expect((await railOf(visitorId)).arms).toEqual(rail.arms);
  expect(result.metrics.every((metric) => metric.arms.every(({ lift }) => !lift))).toBe(true);
  expect(result.sampleRatio).toBeUndefined();
  const [now, short] = result.policies!;
  expect(now!.snips!.value).toBeCloseTo(0.1, 10);
  expect(short!.snips!.value).toBeCloseTo(0.335, 10);
  expect(short!.robust!.low).toBeGreaterThan(now!.robust!.high);
  // Each arm tells by the half that had it.
  expect([now, short].map((policy) => Math.round(policy!.effective))).toEqual([200, 200]);
  await ended(id, "short");
});

test("what cannot be is refused, and says why", async () => {
  const wrong = [
    draft("Bad Name"),
    draft("shares", {
      arms: [
        { name: "a", share: 0.5 },
        { name: "b", share: 0.4 },
      ],
    }),
    draft("twice", {
      arms: [
        { name: "a", share: 0.5 },
        { name: "a", share: 0.5 },
      ],
    }),
    draft("backwards", {
      ramp: [
        { hours: 4, share: 0.1 },
        { hours: 2, share: 0.5 },
      ],
    }),
    draft("misnamed", {
      arms: [
        { name: "interleaved", share: 0.5 },
        { name: "b", share: 0.5 },
      ],
    }),
    draft("nowhere", { targeting: { placements: [] } }),
    draft("titles", { kind: "interleaved" }),
  ];
  for (const body of wrong) {
    expect(await problemOf(await ask("POST", "", body))).toEqual({
      status: 400,
      code: "invalid_request",
    });
  }
  const first = await started(draft("first", { layer: "shared", layerShare: 0.6 }));
  expect(await problemOf(await ask("POST", "", draft("first")))).toEqual({
    status: 409,
    code: "name_taken",
  });
  const second = await created(draft("second", { layer: "shared", layerShare: 0.6 }));
  const full = await move(second.id, { to: "running" });
  expect(await problemOf(full)).toEqual({ status: 409, code: "layer_full" });
  const beside = await created(draft("beside", { layer: "another" }));
  const overlapping = await move(beside.id, { to: "running" });
  expect(await problemOf(overlapping)).toEqual({ status: 409, code: "experiments_overlap" });
  const changed = await ask("PUT", `/${first.id}`, draft("first", { effect: 0.2 }));
  expect(await problemOf(changed)).toEqual({ status: 409, code: "wrong_state" });
  const unsaid = await move(first.id, { to: "decided", arm: "now" });
  expect(await problemOf(unsaid)).toEqual({ status: 400, code: "invalid_request" });
  // As many winners as can be kept, of rows that fit no schema: they keep nothing else away.
  await query(`
    insert into experiments
      (id, shop_id, name, layer, salt, state, arms, targeting, kept, decision, started_at, ended_at)
    select gen_random_uuid(), 'demo', 'kept-' || n, 'kept', '', 'decided', '[]',
      '{"placements": ["cart"]}', true, 'now', now(), now()
    from generate_series(1, 24) n returning id`);
  const keep = { to: "decided", arm: "now", keep: true, reason: "One too many" };
  expect(await problemOf(await move(first.id, keep))).toEqual({ status: 409, code: "layer_full" });
  expect((await ask("GET", "")).status).toBe(200);
  await query(`delete from experiments where name like 'kept-%' returning id`);
  expect((await ask("POST", `/${first.id}/state`, { to: "paused" }, ops)).status).toBe(403);
  expect((await move(first.id, { to: "paused" })).status).toBe(200);
  const paused = await eventually(async () => {
    const { arms } = await railOf(uuidv7());
    return arms === undefined ? true : undefined;
  });
  expect(paused).toBe(true);
  await ended(first.id);
  const third = await started(draft("third", { layer: "shared", layerShare: 0.6 }));
  await ended(third.id);
  const audit = await call("/api/admin/audit?resource=experiment", { headers: admin.headers });
  const { entries } = (await audit.json()) as { entries: { action: string }[] };
  expect(entries[0]).toMatchObject({ action: "decided", reason: "The test is over" });
});
