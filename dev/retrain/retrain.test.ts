import type { DriftReport } from "@slipstream/contracts/model-reports";
import { StageError } from "@slipstream/contracts/model-stages";
import { noteTraining } from "@slipstream/model-server/registry/note-training";
import { Database } from "@slipstream/model-server/views/database";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { runModels } from "../models/run-models.ts";
import { durationMs } from "../terminal/duration.ts";
import { startTestServices } from "../testing/services.ts";
import { retrainReason } from "./retrain-reason.ts";

const HOUR = 3_600_000;
const column = (feature: string, psi: number) => ({
  ...{ feature, psi, ks: 0, edges: [], expected: [], actual: [] },
});
const drift = (columns: DriftReport["columns"]): DriftReport => ({
  ...{ version: "1", from: 0, to: 1, answers: 300, rows: 3000, columns },
});
const still = [
  column("score", 0.05),
  ...Array.from({ length: 19 }, (_, at) => column(`f${at}`, 0)),
];
const state = { nowMs: 100 * HOUR, lastMs: 97 * HOUR, everyMs: 6 * HOUR, onDrift: true };

describe("models are trained anew", () => {
  test("at the start, and when it is time", () => {
    expect(retrainReason({ ...state, lastMs: undefined, drift: undefined })).toMatch(/nothing/);
    expect(retrainReason({ ...state, drift: undefined })).toBeUndefined();
    expect(retrainReason({ ...state, lastMs: 94 * HOUR, drift: undefined })).toMatch(/360 minutes/);
  });

  test("when the score drifted, or many columns; not twice within an hour", () => {
    expect(retrainReason({ ...state, drift: drift(still) })).toBeUndefined();
    const score = drift([column("score", 0.3), ...still.slice(1)]);
    expect(retrainReason({ ...state, drift: score })).toMatch(/score/);
    expect(retrainReason({ ...state, drift: score, onDrift: false })).toBeUndefined();
    expect(retrainReason({ ...state, drift: score, lastMs: 99.5 * HOUR })).toBeUndefined();
    const some = (count: number) =>
      drift(still.map((each, at) => (at > 0 && at <= count ? { ...each, psi: 0.4 } : each)));
    expect(retrainReason({ ...state, drift: some(5) })).toBeUndefined();
    expect(retrainReason({ ...state, drift: some(6) })).toMatch(/6 of 20/);
  });
});

test("durations are read as people write them", () => {
  expect(durationMs("45m", { option: "every" })).toBe(0.75 * HOUR);
  expect(durationMs("1.5d", { option: "every" })).toBe(36 * HOUR);
  for (const text of ["6", "h", "-1h", "0h", "6 hours"]) {
    expect(() => durationMs(text, { option: "every" })).toThrow(/--every/);
  }
});

describe("the command line", async () => {
  const services = await startTestServices({ postgres: true });
  const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
  const database = new Database(services.postgres.appUrl);
  afterAll(async () => {
    await database.close();
    await sql.end();
  });
  const of = { shop: "lined", name: "ranker" };
  const run = (action: Parameters<typeof runModels>[1]["action"], more = {}) =>
    runModels(database, { ...of, action, ...more });

  test("lists models, moves the newest or the one that is named, and takes back", async () => {
    expect(await run("list")).toMatch(/No models yet/);
    await expect(run("shadow")).rejects.toThrow(StageError);
    for (const version of ["1", "2"]) {
      await sql`insert into models (id, shop_id, name, version, metrics) values
        (gen_random_uuid(), ${of.shop}, 'ranker', ${version}, '{"mrr@20": {"value": 0.25}}')`;
    }
    expect(await run("promote", { version: "1" })).toBe("ranker 1: candidate to champion");
    expect(await run("shadow")).toBe("ranker 2: candidate to shadow");
    expect(await run("canary", { share: 5, reason: "it does well" })).toBe(
      "ranker 2: shadow to canary",
    );
    expect(await run("canary", { share: 5 })).toBe("It is so already.");
    expect(await run("list")).toMatch(/\| ranker \|\s+2 \|\s+canary \|\s+5 % \|.*0\.2500/);
    await expect(run("canary", { share: 7 })).rejects.toMatchObject({ code: "invalid_share" });
    expect(await run("rollback")).toBe("ranker 2: canary to candidate");
    expect(await run("rollback")).toBe("ranker 1: champion to retired");
    const [entry] = await sql`select actor_kind, reason from audit
      where resource_id = 'ranker/2' and reason is not null`;
    expect(entry).toEqual({ actor_kind: "command_line", reason: "it does well" });
  });

  test("notes each training that was tried, the newest first; one that ended without a word was stopped", async () => {
    const reason = "the ranker's score drifted";
    await noteTraining(database, of.shop, { at: 1, reason, outcome: "running" });
    await noteTraining(database, of.shop, { at: 2, reason, outcome: "running" });
    await noteTraining(database, of.shop, { at: 2, reason, outcome: "failed", tookMs: 9 });
    const [row] = await sql`select report from model_reports where kind = 'trainings'`;
    expect(row!.report.trainings).toEqual([
      { at: 2, reason, outcome: "failed", tookMs: 9 },
      { at: 1, reason, outcome: "stopped" },
    ]);
  });
});
