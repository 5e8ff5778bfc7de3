import { join } from "node:path";
import { type FigureRow, figureRow } from "@slipstream/dev/traffic/figures";
import { readArchiveWatermark, readSteps } from "@slipstream/model-server/views/archive-reader";
import { readCatalogue } from "@slipstream/model-server/views/catalogue-reader";
import { Database } from "@slipstream/model-server/views/database";
import { readFactors } from "@slipstream/model-server/views/factor-reader";
import { Redis } from "ioredis";
import {
  GRAPH_FROM_ITEMS,
  type RunOptions,
  VISITS,
  withFilledShop,
} from "../recommend/measure-catalogue.ts";
import { itemsIn } from "../recommend/model-server-state.ts";
import { randomRanker } from "../recommend/random-ranker.ts";
import { startModelServer } from "../recommend/servers.ts";
import { withScratchFolder } from "../scratch-folder.ts";

const GOAL_SECONDS = 10;
/** Between two looks: each costs the server some milliseconds. */
const LOOK_MS = 200;
const CPU_SECONDS = /^process_cpu_seconds_total (\S+)/m;

export interface ReadinessSettings {
  items: number;
  sessions: number;
  /** Times that it is started. */
  repeats: number;
}

/** When a model server had each of these, in seconds from the start of its process. */
interface Stages {
  listens: number;
  catalogue: number;
  steps: number;
  vectors: number;
  ready: number;
  /** Searches go through a graph; until then they are scans. */
  graph: number;
  /** Processor time of all its threads when it was ready: what does not depend on who else is at work. */
  cpu: number;
}

/**
 * How long a new model server takes from its start until it has all and follows LEARN, by stages,
 * beside the reading alone; and until searches go through a graph when it is started again, beside
 * the new one, which has no graph on its disk. Sessions that nobody reads any more lie in the archive
 * before those it reads.
 */
export async function measureReadiness(
  settings: ReadinessSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const { items, sessions, repeats } = settings;
  const { runs, readSeconds } = await withScratchFolder((folder) => {
    const options = { items, folder, ranker: randomRanker(), tell, oldSessions: sessions };
    return startRepeatedly(options, repeats);
  });
  const medianOf = (starts: Stages[], stage: keyof Stages) =>
    starts.map((start) => start[stage]).toSorted((a, b) => a - b)[Math.floor(starts.length / 2)]!;
  const median = (stage: keyof Stages) => medianOf(runs.first, stage);
  return [
    ...(["listens", "catalogue", "steps", "vectors", "cpu"] as const).map((stage) =>
      figureRow(`readiness.${stage}.s`, median(stage), "s"),
    ),
    figureRow("readiness.ready.s", median("ready"), "s", {
      baseline: readSeconds,
      goal: GOAL_SECONDS,
    }),
    figureRow("readiness.graph.s", medianOf(runs.again, "graph"), "s", {
      baseline: median("graph"),
    }),
  ];
}

interface Measured {
  /** Each of the first starts, without a graph on disk, was followed by another, with it. */
  runs: { first: Stages[]; again: Stages[] };
  /** Of reading all that is read, and dropping it. */
  readSeconds: number;
}

function startRepeatedly(options: RunOptions, repeats: number): Promise<Measured> {
  return withFilledShop(options, async ({ system, shop, items, tell, folder }, bodies) => {
    const runs: Measured["runs"] = { first: [], again: [] };
    tell("reading all, and dropping it …");
    const readSeconds = await readAll({ ...system.urls.stores, shop });
    for (let run = 0; run < repeats; run++) {
      const environment = { ...system.environment, GRAPH_FOLDER: join(folder, `graphs-${run}`) };
      for (const which of ["first", "again"] as const) {
        const stages = await startOnce({ system: { ...system, environment }, bodies }, items);
        runs[which].push(stages);
        tell(`start ${run + 1}, ${which}: ${JSON.stringify(stages)}`);
      }
    }
    return { runs, readSeconds };
  });
}

async function startOnce(
  options: Omit<Parameters<typeof startModelServer>[0], "ready">,
  items: number,
): Promise<Stages> {
  const startedAtMs = performance.now();
  const seen: Partial<Stages> = {};
  let lookedAtMs = 0;
  const ready = async (url: string) => {
    if (performance.now() - lookedAtMs < LOOK_MS) return false;
    lookedAtMs = performance.now();
    return await look(url, { items, startedAtMs, seen });
  };
  const server = await startModelServer({ ...options, ready });
  await server.stop();
  return seen as Stages;
}

/** What the model server reads at its start, by its own readers, made into nothing; seconds. */
async function readAll(from: {
  databaseUrl: string;
  redisUrl: string;
  shop: string;
}): Promise<number> {
  const { shop } = from;
  const database = new Database(from.databaseUrl);
  const redis = new Redis(from.redisUrl);
  try {
    const startedAtMs = performance.now();
    const upTo = await readArchiveWatermark(database);
    let read = 0;
    for await (const page of readCatalogue(database, shop)) read += page.length;
    for await (const page of readSteps(database, { shop, upTo })) read += page.length;
    for await (const { records } of readFactors(redis, shop)) read += records.length;
    if (read === 0) throw new Error("there is nothing to be read");
    return (performance.now() - startedAtMs) / 1000;
  } finally {
    redis.disconnect();
    await database.close();
  }
}

/** Notes what is there for the first time; true when all is. */
async function look(
  url: string,
  at: { items: number; startedAtMs: number; seen: Partial<Stages> },
): Promise<boolean> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const has = itemsIn(metrics);
  const { items, seen } = at;
  const health = await (await fetch(`${url}/health`)).text();
  const now = (performance.now() - at.startedAtMs) / 1000;
  seen.listens ??= now;
  if ((has.get("products") ?? 0) >= items) seen.catalogue ??= now;
  if ((has.get("steps") ?? 0) >= VISITS) seen.steps ??= now;
  if ((has.get("vectors") ?? 0) >= items) seen.vectors ??= now;
  const isWhole = seen.catalogue && seen.steps && seen.vectors && health.includes('"ok"');
  if (isWhole && !health.includes("degraded")) {
    seen.ready ??= now;
    seen.cpu ??= Number(CPU_SECONDS.exec(metrics)?.[1]);
  }
  const hasGraph = items < GRAPH_FROM_ITEMS || (has.get("index_version") ?? 0) > 0;
  if (seen.vectors && hasGraph && has.get("index_dirty") === 0) seen.graph ??= now;
  return seen.ready !== undefined && seen.graph !== undefined;
}
