import type { ModelList } from "@slipstream/contracts/model-api";
import { driftAnswerSchema, modelListSchema } from "@slipstream/contracts/model-api";
import { latencyBin, noFigures } from "@slipstream/contracts/model-figures";
import { BATCH_FEATURE_HASH, RANKER_FEATURE_HASH } from "@slipstream/contracts/ranker-features";
import { beforeAll, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, problemOf, query } from "../testing/client.ts";

type Account = Awaited<ReturnType<typeof signedIn>>;
let admin: Account;
let ops: Account;
const version = (minute: number) => `20261120T1200${String(minute).padStart(2, "0")}000Z`;

beforeAll(async () => {
  [admin, ops] = [await signedIn({ roles: ["admin"] }), await signedIn({ roles: ["ops"] })];
  const manifest = JSON.stringify({
    ...{ kind: "gbdt", reference: { score: {} }, features: ["a"], files: [] },
    trainedOn: {
      ...{ dataset: "archive of demo", events: 1200, rows: 9 },
      ...{ from: "2026-11-01T00:00:00.000Z", to: "2026-11-20T00:00:00.000Z" },
    },
  });
  const metrics = JSON.stringify({ "mrr@20": { value: 0.31, low: 0.29, high: 0.33 } });
  const rows = [1, 2, 3].map(
    (minute) =>
      `(gen_random_uuid(), 'demo', 'ranker', '${version(minute)}', '${manifest}', '${metrics}',
        '${RANKER_FEATURE_HASH}')`,
  );
  await control("/sql", {
    statement: `insert into models (id, shop_id, name, version, manifest, metrics, feature_hash)
      values ${rows.join(", ")}`,
  });
});

const stage = (minute: number, body: object, account = admin) =>
  call(`/api/ops/models/ranker/${version(minute)}/stage`, { headers: account.headers, body });
const rollBack = (account: Account, name = "ranker") =>
  call(`/api/ops/models/${name}/rollback`, {
    headers: account.headers,
    body: { reason: "it looks wrong" },
  });
const list = async (): Promise<ModelList> =>
  modelListSchema.parse(await (await call("/api/ops/models", { headers: ops.headers })).json());
const stages = async () =>
  Object.fromEntries(
    (await list()).models
      .filter(({ name }) => name === "ranker")
      .map((model) => [model.version, `${model.stage} ${model.trafficShare}`]),
  );

test("a model goes its way step by step, with audit and word to the servers each time", async () => {
  const waiting = () =>
    query<{ count: number }>(
      "select count(*)::int as count from outbox where shop_id = 'demo' and kind = 'models'",
    );
  const [before] = await waiting();
  await stage(1, { to: "champion", reason: "the first" });
  await stage(2, { to: "shadow" });
  await stage(2, { to: "canary" });
  const answer = await stage(2, { to: "canary", trafficShare: 0.25, reason: "it does well" });
  expect(await answer.json()).toEqual({
    changes: [{ name: "ranker", version: version(2), from: "canary", to: "canary" }],
  });
  expect(await stages()).toEqual({
    [version(1)]: "champion 1",
    [version(2)]: "canary 0.25",
    [version(3)]: "candidate 0",
  });
  await stage(2, { to: "canary", trafficShare: 0.25 });
  const [after] = await waiting();
  expect(after!.count - before!.count).toBe(4);
  const [entry] = await query(
    `select actor_id as actor, action, before, after, reason from audit
      where resource_id = 'ranker/${version(2)}' order by id desc limit 1`,
  );
  expect(entry).toMatchObject({
    ...{ actor: admin.userId, action: "promote", reason: "it does well" },
    before: { stage: "canary", trafficShare: 0.01 },
    after: { stage: "canary", trafficShare: 0.25 },
  });
});

test("what the stages do not allow is refused", async () => {
  const codeOf = async (answer: Promise<Response>) => (await problemOf(await answer)).code;
  expect(await codeOf(stage(1, { to: "shadow" }))).toBe("stage_not_reachable");
  expect(await codeOf(stage(9, { to: "shadow" }))).toBe("unknown_model");
  expect(await codeOf(stage(3, { to: "canary", trafficShare: 0.3 }))).toBe("invalid_request");
  expect(await codeOf(stage(3, { to: "shadow", trafficShare: 0.5 }))).toBe("invalid_request");
  expect(await codeOf(rollBack(admin, "nothing"))).toBe("nothing_to_roll_back");
});

test("ops may not promote, and may take back: the canary first, then the champion", async () => {
  expect((await stage(3, { to: "shadow" }, ops)).status).toBe(403);
  await rollBack(ops);
  expect(await stages()).toMatchObject({ [version(2)]: "candidate 0", [version(1)]: "champion 1" });
  await stage(2, { to: "champion" });
  const before = (await list()).rollbacks;
  await rollBack(ops);
  expect(await stages()).toMatchObject({ [version(2)]: "retired 0", [version(1)]: "champion 1" });
  expect((await list()).rollbacks - before).toBe(1);
});

test("a champion goes back to what this release can load, with the batch models of its version", async () => {
  const name = "ranker";
  const hashes = [RANKER_FEATURE_HASH, "of an older release", RANKER_FEATURE_HASH];
  const rows = hashes.map(
    (hash, at) => `(gen_random_uuid(), 'demo', '${name}', '${version(20 + at)}', '${hash}',
      '{"kind": "gbdt"}', '{}', 'retired', now() + interval '${at} seconds')`,
  );
  const ease = `(gen_random_uuid(), 'demo', 'ease', '${version(22)}', '${BATCH_FEATURE_HASH}',
    '{"kind": "ease"}', '{}', 'candidate', null)`;
  await control("/sql", {
    statement: `insert into models
        (id, shop_id, name, version, feature_hash, manifest, metrics, stage, championed_at)
      values ${[...rows, ease].join(", ")}`,
  });
  await stage(22, { to: "champion" });
  await call(`/api/ops/models/ease/${version(22)}/stage`, {
    ...{ headers: admin.headers, body: { to: "champion" } },
  });
  const answer = await rollBack(ops);
  expect(await answer.json()).toEqual({
    changes: [
      { name, version: version(22), from: "champion", to: "retired" },
      { name, version: version(20), from: "retired", to: "champion" },
      { name: "ease", version: version(22), from: "champion", to: "retired" },
    ],
  });
  // As it was.
  await stage(1, { to: "champion" });
  await control("/sql", {
    statement: `delete from models where shop_id = 'demo' and version >= '${version(20)}'`,
  });
});

test("tells what was seen of each, added up over servers and minutes, and over time", async () => {
  const minute = Math.floor(Date.now() / 60_000) * 60;
  const figures = {
    ...{ ...noFigures(), answers: 10, predicted: 4, reciprocal: 2, recalled: 3 },
    championReciprocal: 1,
    latency: noFigures().latency.map((_, bin) => (bin === latencyBin(7) ? 10 : 0)),
  };
  const rows = ["one", "two"].flatMap((server) =>
    [0, 60].map(
      (ago) => `('demo', 'ranker', '${version(1)}', 'champion', 1, '${server}',
        to_timestamp(${minute - ago}), '${JSON.stringify(figures)}')`,
    ),
  );
  const report = { version: version(2), share: 0.25, verdict: "back", reason: "quality" };
  await control("/sql", {
    statement: `insert into model_figures
        (shop_id, name, version, stage, traffic_share, server, minute, figures)
        values ${rows.join(", ")};
      insert into model_reports (shop_id, name, kind, report)
        values ('demo', 'ranker', 'canary', '${JSON.stringify({ ...report, guardrails: [] })}')`,
  });
  const { models, series, canaries, server } = await list();
  const seen = models.find((model) => model.version === version(1))!;
  expect(seen.figures).toMatchObject({ answers: 40, predicted: 16, reciprocal: 8 });
  expect(seen.metrics["mrr@20"]).toEqual({ value: 0.31, low: 0.29, high: 0.33 });
  expect(series).toHaveLength(1);
  expect(series[0]).toMatchObject({ version: version(1), stage: "champion" });
  expect(series[0]!.points).toHaveLength(2);
  expect(series[0]!.points[0]).toEqual({
    ...{ at: minute - 60, mrr: 0.5, recall: 0.75, besideMrr: 0.25, p99Ms: 8 },
  });
  expect(canaries).toMatchObject([{ name: "ranker", verdict: "back" }]);
  expect(server).toBeUndefined();
});

test("tells of sources, of rankers that did not serve, and of the trainings that were tried", async () => {
  const value = { value: 0.2, low: 0.1, high: 0.3 };
  const source = { name: "ease", version: version(1), visits: 9, recallAt20: 0.5, mrrAt20: 0.2 };
  const draws = { impossible: 0, agreed: 90, presses: 20, effective: 80 };
  const policies = {
    ...{ from: 1, to: 2, seen: 900, actual: value },
    places: [{ placement: "home_for_you", answers: 2000, drawn: 1900 }],
    policies: [
      { ranker: "blend", ...draws, ips: value, snips: value, robust: value },
      { ranker: version(1), stage: "champion", ...draws, presses: 3, unknown: "few_presses" },
    ],
  };
  const reports = {
    sources: { sources: [{ ...source, besideRecall: 0.2, besideMrr: 0.1 }] },
    policies,
    trainings: { trainings: [{ at: 1, reason: "it is time", outcome: "running" }] },
  };
  const rows = Object.entries(reports).map(
    ([kind, report]) => `('demo', 'ranker', '${kind}', '${JSON.stringify(report)}')`,
  );
  await control("/sql", {
    statement: `insert into model_reports (shop_id, name, kind, report) values ${rows.join(", ")}`,
  });
  const told = await list();
  expect(told.sources).toMatchObject(reports.sources);
  expect(told.policies).toMatchObject(policies);
  expect(told.trainings).toEqual(reports.trainings.trainings);
});

test("drift is the elected server's last report, beside the ranker that serves", async () => {
  const read = async () =>
    driftAnswerSchema.parse(await (await call("/api/ops/drift", { headers: ops.headers })).json());
  expect(await read()).toEqual({ champion: version(1) });
  const report = {
    ...{ version: version(1), from: 1, to: 2, answers: 300, rows: 3000 },
    columns: [
      {
        feature: "score",
        psi: 0.3,
        ks: 0.2,
        edges: [1],
        expected: [0.5, 0.5, 0],
        actual: [1, 0, 0],
      },
    ],
  };
  await control("/sql", {
    statement: `insert into model_reports (shop_id, name, kind, report)
      values ('demo', 'ranker', 'drift', '${JSON.stringify(report)}')`,
  });
  expect(await read()).toMatchObject({ report, champion: version(1) });
});
