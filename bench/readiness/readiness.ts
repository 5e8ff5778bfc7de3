import { type FigureRow, figureRow } from "@slipstream/dev/traffic/figures";
import { readArchiveWatermark, readSteps } from "@slipstream/model-server/views/archive-reader";
import { readCatalogue } from "@slipstream/model-server/views/catalogue-reader";
import { Database } from "@slipstream/model-server/views/database";
import { readFactors } from "@slipstream/model-server/views/factor-reader";
import { Redis } from "ioredis";
import { type RunOptions, VISITS, withFilledShop } from "../recommend/measure-catalogue.ts";
import { itemsIn } from "../recommend/model-server-state.ts";
import { randomRanker } from "../recommend/random-ranker.ts";
import { startModelServer } from "../recommend/servers.ts";
import { withScratchFolder } from "../scratch-folder.ts";

const GOAL_SECONDS = 10;
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
  /** Processor time of all its threads by then: what does not depend on who else is at work. */
  cpu: number;
}

/**
 * How long a model server takes from its start until it has all and follows LEARN, by stages; beside
 * the reading alone. Sessions that nobody reads any more lie in the archive before those it reads.
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
  const median = (stage: keyof Stages) =>
    runs.map((run) => run[stage]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]!;
  return [
    ...(["listens", "catalogue", "steps", "vectors", "cpu"] as const).map((stage) =>
      figureRow(`readiness.${stage}.s`, median(stage), "s"),
    ),
    figureRow("readiness.ready.s", median("ready"), "s", {
      baseline: readSeconds,
      goal: GOAL_SECONDS,
    }),
  ];
}

interface Measured {
  runs: Stages[];
  /** Of reading all that is read, and dropping it. */
  readSeconds: number;
}

function startRepeatedly(options: RunOptions, repeats: number): Promise<Measured> {
  return withFilledShop(options, async ({ system, shop, items, tell }, bodies) => {
    const runs: Stages[] = [];
    tell("reading all, and dropping it …");
    const readSeconds = await readAll({ ...system.urls.stores, shop });
    for (let run = 0; run < repeats; run++) {
      const startedAtMs = performance.now();
      const seen: Partial<Stages> = {};
      const ready = (url: string) => look(url, { items, startedAtMs, seen });
      const server = await startModelServer({ system, bodies, ready });
      await server.stop();
      runs.push(seen as Stages);
      tell(`start ${run + 1}: ${JSON.stringify(seen)}`);
    }
    return { runs, readSeconds };
  });
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
    for await (const { record } of readFactors(redis, shop)) read += record.output.length;
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
  return seen.ready !== undefined;
}
