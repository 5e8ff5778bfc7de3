import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findDataset } from "../datasets/find.ts";
import { readPositiveEvents } from "../datasets/positive-events.ts";
import { chainSessions, sessionRows, writeLog } from "../testing/chain-log.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { figureOf } from "./evaluate-log.ts";
import { planOf, protocolFor } from "./plan.ts";
import { publishedFor } from "./results-file.ts";
import { evaluateSettings, runEvaluate } from "./run-evaluate.ts";

const folder = temporaryFolder();
const head = ["SessionId", "ItemId", "Time"];
const eventHead = ["session_id", "user_id", "item_id", "timestamp", "event_type"];
let folders = 0;
/** A new data set of these files, each with its head and rows. */
function datasetOf(files: Record<string, { head: string[]; rows: string[][] }>): string {
  const path = join(folder, `set-${++folders}`);
  for (const [file, log] of Object.entries(files)) writeLog(path, file, log);
  return path;
}
const readOf = (path: string) => readPositiveEvents(findDataset(path));
const protocolOf = async (path: string) =>
  protocolFor(findDataset(path), (await readOf(path)).events);
const settingsOf = (dataset: string, more: Record<string, unknown> = {}) =>
  evaluateSettings.parse({ dataset, k: "10,20", ...more });
const resultsFile = join(folder, "results.md");
const run = (dataset: string, more: Record<string, unknown> = {}) => {
  const told: string[] = [];
  const io = { write: (text: string) => told.push(text), resultsFile };
  return runEvaluate(settingsOf(dataset, more), io).then((measured) => ({
    measured,
    told: told.join("\n"),
  }));
};
const codeOf = (path: string, more: Record<string, unknown> = {}) =>
  run(path, more).then(
    () => "fine",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("the protocol is told from the files", () => {
  const walks = sessionRows(chainSessions({ sessions: 4, items: 9 }));
  it("session, with train and test", async () => {
    const files = { "train.tsv.gz": { head, rows: walks }, "test.tsv.gz": { head, rows: walks } };
    expect(await protocolOf(datasetOf(files))).toBe("session");
  });
  it("leave-last-out, with sequences", async () => {
    const rows = walks.map(([who, item], at) => [who!, String(at), item!]);
    const log = { head: ["user_id", "position", "item_id"], rows };
    expect(await protocolOf(datasetOf({ "sequences.tsv.gz": log }))).toBe("leave-last-out");
  });
  it("basket, where purchases of a session share a time", async () => {
    const rows = walks.map(([who, item]) => [who!, "u1", item!, "100", "purchase"]);
    const log = { "events.tsv.gz": { head: eventHead, rows } };
    expect(await protocolOf(datasetOf(log))).toBe("basket");
  });
  it("prequential else", async () => {
    const rows = walks.map(([who, item, at]) => [who!, "u1", item!, at!, "view"]);
    const log = { "events.tsv.gz": { head: eventHead, rows } };
    expect(await protocolOf(datasetOf(log))).toBe("prequential");
  });
});

describe("what is positive", () => {
  it("is the top rating only", async () => {
    const rows = [..."12345"].map((stars) => ["u", `i${stars}`, stars, "100"]);
    const log = { head: ["user_id", "item_id", "rating", "timestamp"], rows };
    const { events, skipped } = await readOf(datasetOf({ "events.tsv.gz": log }));
    expect(events.map(({ itemId }) => itemId)).toEqual(["i5"]);
    expect(skipped).toEqual({ "rated below 5": 4 });
  });
  it("is no return, adjustment or fee", async () => {
    const kinds = ["purchase", "return", "adjustment", "non_product", "view", "click"];
    const rows = kinds.map((kind) => ["s", "u", kind, "100", kind]);
    const { events } = await readOf(datasetOf({ "events.tsv.gz": { head: eventHead, rows } }));
    expect(events.map(({ kind }) => kind)).toEqual(["purchase", "view", "click"]);
  });
  it("comes in the order of its places, where there are no times", async () => {
    const rows = [
      ["a", "2", "second"],
      ["b", "1", "other"],
      ["a", "1", "first"],
    ];
    const log = { head: ["user_id", "position", "item_id"], rows };
    const { events } = await readOf(datasetOf({ "sequences.tsv.gz": log }));
    expect(events.map(({ itemId }) => itemId)).toEqual(["first", "other", "second"]);
  });
  it("leaves lines out whose time is no number, and tells of them", async () => {
    const rows = [
      ["s", "i", "NaN"],
      ["s", "j", "100"],
    ];
    const { events, faults } = await readOf(datasetOf({ "train.tsv.gz": { head, rows } }));
    expect(events).toHaveLength(1);
    expect(faults).toMatchObject([{ line: 2, message: expect.stringContaining("NaN") }]);
  });
});

describe("a log of walks along a ring", () => {
  const walks = chainSessions({ sessions: 360, items: 120 });
  const log = datasetOf({
    "train.tsv.gz": { head, rows: sessionRows(walks.slice(0, 300)) },
    // Backwards: rows of a session need not be in order of time.
    "test.tsv.gz": { head, rows: sessionRows(walks.slice(300), 300).reverse() },
  });

  it("is foreseen by what came next before, and as well by the pipeline", async () => {
    const json = join(folder, "figures.json");
    const { measured, told } = await run(log, { json });
    expect(measured.counts).toMatchObject({ counted: 300, taught: 1800 });
    expect(measured.bestSource).toMatch(/next_item|session_near|session_knn|sequence/);
    const mrr = (model: string) =>
      figureOf(measured.figures, { model, metric: "mrr", k: 20 })?.value ?? 0;
    expect(mrr("next_item")).toBeGreaterThan(0.6);
    expect(mrr("next_item")).toBeGreaterThan(mrr("co_visitation"));
    expect(mrr("popularity")).toBeLessThan(0.1);
    expect(mrr("pipeline")).toBeGreaterThan(mrr(measured.bestSource) - 0.01);
    expect(told).toContain("| next_item");
    expect(measured.gains.map(({ baseline }) => baseline)).toContain("session_knn");
    for (const { baseline, value, low, high } of measured.gains) {
      expect(value).toBeCloseTo(mrr("pipeline") - mrr(baseline), 10);
      expect(low <= value && value <= high).toBe(true);
      expect(told).toContain(`Pipeline − ${baseline}, the same predictions, mrr@20`);
    }

    const { command, rows } = JSON.parse(readFileSync(json, "utf8"));
    expect(command).toBe("evaluate");
    const byName = new Map<string, { value: number; low: number; high: number }>(
      rows.map((row: { name: string }) => [row.name, row]),
    );
    const own = byName.get("pipeline.mrr@20")!;
    expect(own.value).toBeCloseTo(mrr("pipeline"), 4);
    expect(own.low).toBeLessThan(own.value);
    expect(own.high).toBeGreaterThan(own.value);
    expect(byName.get("pipeline.hr@10")!.value).toBe(byName.get("pipeline.recall@10")!.value);
    expect(byName.has("pipeline.ndcg@10.novel")).toBe(true);
    const section = `## ${log.slice(folder.length + 1)}, session`;
    expect(readFileSync(resultsFile, "utf8")).toContain(section);
  }, 120_000);

  it("asks in a static split of time only the last fifth, and teaches none of it", async () => {
    const { events } = await readOf(log);
    const steps = [...planOf("temporal", events).begin().steps];
    const asked = steps.findIndex((step) => step.kind === "predict" && step.counted);
    expect(steps.slice(asked).every(({ kind }) => kind === "predict")).toBe(true);
    const share = steps.filter(({ kind }) => kind === "teach").length / events.length;
    expect(share).toBeCloseTo(0.8, 1);
  });
});

it("replaces its own section of the results and no other", async () => {
  writeFileSync(
    resultsFile,
    "# Results\n\n## aaa, session\n\nkept\n\n## zzz, basket\n\nkept too\n",
  );
  const few = datasetOf({
    "train.tsv.gz": { head, rows: sessionRows(chainSessions({ sessions: 30, items: 12 })) },
  });
  await run(few, { protocol: "temporal", every: 3 });
  await run(few, { protocol: "temporal", every: 5 });
  const text = readFileSync(resultsFile, "utf8");
  expect(text.match(/^## .*/gm)).toEqual([
    "## aaa, session",
    `## ${few.slice(folder.length + 1)}, temporal`,
    "## zzz, basket",
  ]);
  expect(text).toContain("every 5th of");
  expect(text).toContain("kept too");
});

it("what was published is found by the set's name", () => {
  expect(publishedFor("diginetica")).toMatch(/\| GCE-GNN .* 54.22 .* 19.04 \|/);
  expect(publishedFor("yoochoose_1_64")).not.toContain("GCE-GNN");
  expect(publishedFor("unknown")).toBeUndefined();
});

describe("what cannot be evaluated has a code", () => {
  const logOf = (rows: string[][]) => datasetOf({ "events.tsv.gz": { head: eventHead, rows } });
  const row = (who: string, item: string, at: number) => [who, who, item, String(at), "view"];

  it.each([
    ["an empty log", [], "log_empty"],
    ["a log of nothing wanted", [["s", "u", "i", "1", "return"]], "log_empty"],
    ["a log of times that are no numbers", [["s", "u", "i", "NaN", "view"]], "log_empty"],
    ["one item", [row("a", "i", 1), row("b", "i", 2)], "log_one_item"],
    ["one visitor", [row("a", "i", 1), row("a", "j", 2)], "log_one_visitor"],
    [
      "visitors who never come back",
      [row("a", "i", 1), row("b", "j", 2)],
      "log_nothing_to_predict",
    ],
  ])("%s", async (_, rows, code) => {
    expect(await codeOf(logOf(rows), { protocol: "prequential" })).toBe(code);
  });

  it("a session protocol without a test file", async () => {
    const rows = [row("a", "i", 1), row("b", "j", 2)];
    expect(await codeOf(logOf(rows), { protocol: "session" })).toBe("log_protocol_unsuitable");
  });

  it("a folder that is not there", async () => {
    expect(await codeOf(join(folder, "none"))).toBe("dataset_not_found");
  });

  it("but not a log of which all happened at once: its order stands", async () => {
    const walks = chainSessions({ sessions: 30, items: 12 });
    const rows = sessionRows(walks).map(([who, item]) => row(who!, item!, 100));
    const { measured } = await run(logOf(rows), { protocol: "temporal" });
    expect(measured.evaluation.predictions).toBeGreaterThan(20);
  });

  it("nor items of the test that nobody ever saw: they are missed", async () => {
    const test = [
      ["t", "never-1", "1"],
      ["t", "never-2", "2"],
    ];
    const rows = sessionRows(chainSessions({ sessions: 30, items: 12 }));
    const files = { "train.tsv.gz": { head, rows }, "test.tsv.gz": { head, rows: test } };
    const { measured } = await run(datasetOf(files));
    expect(measured.reach).toBe(0);
    const models = measured.figures.filter(({ metric }) => metric === "recall");
    expect(models.every(({ value }) => value === 0)).toBe(true);
  });
});
