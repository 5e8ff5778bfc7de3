import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "@nats-io/transport-node";
import { decodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import type { ServedMessage } from "@slipstream/contracts/served";
import { OnnxRanker } from "@slipstream/model-server/onnx/onnx-ranker";
import { gbdtMaker } from "@slipstream/model-server/rank/gbdt-ranker";
import { rankColumns } from "@slipstream/model-server/rank/rank-columns";
import { ArtefactStore } from "@slipstream/model-server/registry/artefact-store";
import { loadModel } from "@slipstream/model-server/registry/load";
import { sha256Of } from "@slipstream/model-server/registry/manifest";
import { readChampion } from "@slipstream/model-server/registry/read-staged";
import { Database } from "@slipstream/model-server/views/database";
import postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { archiveShop, serveAnswers } from "../testing/archived-shop.ts";
import { chainSessions, sessionRows, writeLog } from "../testing/chain-log.ts";
import { startTestServices } from "../testing/services.ts";
import { promoteRanker } from "./register.ts";
import { runTrain, trainSettings } from "./run-train.ts";

const services = await startTestServices({ postgres: true, nats: true });
const stores = { databaseUrl: services.postgres.appUrl, natsUrl: services.nats.urls.url };
const database = new Database(stores.databaseUrl);
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await database.close();
  await sql.end();
});
const shop = "trained";
const out = join(services.folder, "models");
const told: string[] = [];
const run = (settings: Record<string, unknown>, where: { stores?: typeof stores } = { stores }) =>
  runTrain(trainSettings.parse(settings), {
    write: (text) => told.push(text),
    stores: where.stores,
  });
let trained: Awaited<ReturnType<typeof run>>["training"];
const codeOf = (settings: Record<string, unknown>, where?: typeof stores) =>
  runTrain(trainSettings.parse(settings), { write: () => {}, stores: where }).then(
    () => "fine",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("trained on a shop's archive", () => {
  it("models, cards and a report are written, and the registry has them", async () => {
    const sessions = chainSessions({ sessions: 150, items: 60 });
    await archiveShop({ adminUrl: services.postgres.adminUrl, shop, sessions });
    const { training, folder } = await run({ archive: true, shop, out });
    expect(folder).toBe(out);
    const names = training.models.map(({ manifest }) => manifest.name);
    expect(names).toEqual(["ranker", "ease", "sequence", "two_tower", "als", "autoencoder"]);
    for (const { manifest } of training.models) {
      for (const { name, sha256 } of manifest.files) {
        expect(sha256Of(readFileSync(join(out, manifest.name, name)))).toBe(sha256);
      }
      expect(readFileSync(join(out, manifest.name, "card.md"), "utf8")).toContain("mrr@20");
      expect(manifest.metrics["mrr@20"]!.low).toBeLessThanOrEqual(
        manifest.metrics["mrr@20"]!.value,
      );
    }
    const rows = await sql`select name, stage from models where shop_id = ${shop} order by name`;
    expect(rows).toEqual([...names].sort().map((name) => ({ name, stage: "candidate" })));
    trained = training;
  }, 120_000);

  it("the report stands alone: no other file, no script, all its parts", () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(/);
    for (const part of ["Results", "Calibration", "Features", "Sessions", "Popularity"]) {
      expect(page).toContain(`<h2>${part}</h2>`);
    }
    for (const part of ["Seasonality", "Cold items", "Models"]) {
      expect(page).toContain(`<h2>${part}</h2>`);
    }
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("the ranker loads as a server loads it, and both its files score alike", async () => {
    const onnx = await OnnxRanker.load(readFileSync(join(out, "ranker", "model.onnx")));
    const trees = readFileSync(join(out, "ranker", "trees.slgb"));
    const values = Float32Array.from({ length: 3 * rankColumns.length }, (_, at) => Math.sin(at));
    const own = decodeGbdtModel(trees, rankColumns).predict(values);
    const other = await onnx.score(values, 3);
    for (const [row, score] of own.entries()) expect(other[row]).toBeCloseTo(score, 5);
    await onnx.release();
    const connection = await connect({ servers: stores.natsUrl });
    const store = new ArtefactStore(Promise.resolve(connection));
    const manifest = JSON.parse(readFileSync(join(out, "ranker", "manifest.json"), "utf8"));
    const ranker = await loadModel({ store, maker: gbdtMaker }, { shop, manifest });
    expect(ranker.features).toEqual(rankColumns);
    await connection.close();
  });
});

describe("promotion", () => {
  type Gain = { value: number; low: number; high: number };
  const ask = (gain: Gain) =>
    promoteRanker({ database, shop, training: { ...trained, gain }, champion: undefined });
  const better = { value: 0.01, low: 0.002, high: 0.02 };
  const champion = () => readChampion(database, { shop, name: "ranker" });

  it("wants an interval above 0, and says so where it is not", async () => {
    const told = await ask({ value: 0.01, low: -0.002, high: 0.02 });
    expect(told).toMatch(
      /^Not promoted: .* 0.0100 \(-0.0020 to 0.0200\), which does not lie above 0/,
    );
    expect(await champion()).toBeUndefined();
  });

  it("makes the ranker champion where it is, and the registry says why", async () => {
    const { version } = trained.models[0]!.manifest;
    const told = await ask(better);
    expect(told).toBe(
      `Promoted: ranker ${version} takes the place of the blend, with ease, sequence, two_tower, als, autoencoder.`,
    );
    expect((await champion())?.version).toBe(version);
    const ease = await readChampion(database, { shop, name: "ease" });
    expect(ease?.version).toBe(version);
    const [row] = await sql`select actor_kind, reason from audit where shop_id = ${shop}
      and resource_id = ${`ranker/${version}`}`;
    expect(row).toEqual({
      actor_kind: "train",
      reason: "MRR@20 less the blend's 0.0100 (0.0020 to 0.0200)",
    });
  });

  it("measures the next one beside the champion that sits, on the same rows", async () => {
    const own = join(services.folder, "next");
    const answer = (modelVersion: string): ServedMessage => ({
      ...{ requestId: "r", placement: "home_for_you", visitorId: "v", sessionId: "s" },
      ...{ servedAt: 1, model: "linear-blend", modelVersion, features: [...rankColumns] },
      rows: [5, 6].map((value, position) => {
        const values = new Float32Array(rankColumns.length).fill(value);
        return { itemId: `i${value}`, position, score: 1, propensity: 1, values };
      }),
    });
    // Answers that no session was behind are none of a ranker's.
    const served = Array.from({ length: 900 }, (_, at) => answer(at % 3 === 0 ? "initial" : "9"));
    await serveAnswers(services.nats.urls.url, shop, served);
    const { training } = await run({ archive: true, shop, out: own, shadow: true });
    const sitting = trained.models[0]!.manifest;
    const next = training.models[0]!.manifest;
    const { count, quantiles } = next.reference![rankColumns[0]!]!;
    expect(count % 2).toBe(0);
    expect(count).toBeGreaterThanOrEqual(400);
    expect(count).toBeLessThanOrEqual(1_200);
    expect([quantiles[0], quantiles.at(-1)]).toEqual([5, 6]);
    // The same log and the same seeds: the same model.
    expect(training.gainOverChampion).toEqual({ value: 0, low: 0, high: 0 });
    const of = (model: string) =>
      training.figures.find((each) => each.model === model && each.metric === "mrr");
    expect(of("champion")?.value).toBe(of("ranker")?.value);
    const differ = `, where others serve than it was trained with: ease ${sitting.version} for ${next.version},`;
    expect(told.at(-1)).toContain(
      `Shadow: ranker ${next.version} scores beside what serves${differ}`,
    );
    const models = training.models.filter(({ manifest }) => manifest.name !== "ease");
    const without = { ...training, models, gain: better };
    expect(await promoteRanker({ database, shop, training: without, champion: undefined })).toBe(
      "Not promoted: ease serves and was not trained with it.",
    );
    const champion = { version: sitting.version, score: undefined };
    const asked = { ...training, gain: better };
    const refused = await promoteRanker({ database, shop, training: asked, champion });
    expect(refused).toContain(`less champion ${sitting.version}'s is 0.0000`);
    const gains = { ...asked, gainOverChampion: better };
    const stale = { version: next.version, score: undefined };
    await expect(
      promoteRanker({ database, shop, training: gains, champion: stale }),
    ).rejects.toMatchObject({ code: "champion_changed" });
    await promoteRanker({ database, shop, training: gains, champion });
    const rows = await sql`select version, stage from models where shop_id = ${shop}
      and name = 'ranker' order by version`;
    expect(rows.map(({ stage }) => stage)).toEqual(["retired", "champion"]);
  }, 120_000);

  it("keeps how the columns were spread, each and the score, for drift", () => {
    const { reference } = trained.models[0]!.manifest;
    expect(Object.keys(reference ?? {})).toEqual([...rankColumns, "score"]);
    // What the shop's products say of themselves is known here as it is in serving.
    expect(reference!["content.score"]!.shares.at(-1)).toBeLessThan(1);
    const { count, quantiles, shares } = reference!.score!;
    expect(count).toBeGreaterThan(200);
    expect(quantiles).toEqual([...quantiles].sort((left, right) => left - right));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  });

  it("has nothing to promote without a ranker", async () => {
    const training = { ...trained, models: [] };
    const told = await promoteRanker({ database, shop, training, champion: undefined });
    expect(told).toBe("Not promoted: no ranker was trained.");
  });
});

describe("what cannot be trained has a code", () => {
  const head = ["SessionId", "ItemId", "Time"];
  let logs = 0;
  const logOf = (rows: string[][]) => {
    const folder = join(services.folder, `log-${++logs}`);
    writeLog(folder, "train.tsv.gz", { head, rows });
    return folder;
  };
  it.each([
    ["an empty log", [], "log_empty"],
    [
      "one item",
      [
        ["a", "i", "1"],
        ["b", "i", "2"],
      ],
      "log_one_item",
    ],
    [
      "one visitor",
      [
        ["a", "i", "1"],
        ["a", "j", "2"],
      ],
      "log_one_visitor",
    ],
    [
      "nobody who comes back",
      [
        ["a", "i", "1"],
        ["b", "j", "2"],
      ],
      "log_nothing_to_predict",
    ],
    [
      "times that are no numbers",
      [
        ["a", "i", "NaN"],
        ["a", "j", "NaN"],
      ],
      "log_empty",
    ],
  ])("%s", async (_, rows, code) => {
    expect(await codeOf({ dataset: logOf(rows), out })).toBe(code);
  });

  it("too few sessions for any model", async () => {
    const rows = sessionRows(chainSessions({ sessions: 12, items: 8 }));
    expect(await codeOf({ dataset: logOf(rows), out })).toBe("log_too_small");
  });

  it("an archive without an installation, a shop that is not there", async () => {
    expect(await codeOf({ archive: true })).toBe("no_installation");
    expect(await codeOf({ archive: true, shop: "nowhere" }, stores)).toBe("unknown_shop");
  });

  it("neither a data set nor the archive, or both: a matter of the options", () => {
    expect(trainSettings.safeParse({}).success).toBe(false);
    expect(trainSettings.safeParse({ archive: true, dataset: "x" }).success).toBe(false);
    expect(trainSettings.safeParse({ archive: true, model: "xgboost" }).success).toBe(false);
    expect(trainSettings.parse({ archive: true, model: "two-tower" }).model).toBe("two_tower");
  });
});

it("one model alone, of a log without times, and no registry without an installation", async () => {
  const folder = join(services.folder, "places");
  const sessions = chainSessions({ sessions: 60, items: 20 });
  const rows = sessionRows(sessions).map(([who, item], at) => [who!, String(at % 6), item!]);
  writeLog(folder, "sequences.tsv.gz", { head: ["user_id", "position", "item_id"], rows });
  const only = join(services.folder, "only");
  await run({ dataset: folder, model: "ease", out: only }, {});
  expect(readdirSync(only).sort()).toEqual(["ease", "report.html"]);
  expect(existsSync(join(only, "ease", "items.json"))).toBe(true);
  expect(told.at(-1)).toContain("no installation runs here");
  expect(readFileSync(join(only, "report.html"), "utf8")).toContain("an order, and no times");
});
