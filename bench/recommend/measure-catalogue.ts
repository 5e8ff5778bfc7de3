import { join } from "node:path";
import { startSystem } from "@slipstream/dev/supervisor/system";
import type { System } from "@slipstream/dev/supervisor/system-options";
import { madeUpVectors } from "../hnsw/made-up-vectors.ts";
import { closedLoop } from "./closed-loop.ts";
import { fillArchive, fillCatalogue, fillOldSessions, openShop } from "./fill-database.ts";
import { fillRedis } from "./fill-redis.ts";
import { madeUpVisits } from "./made-up-visits.ts";
import { itemsOf, rankedCandidates } from "./model-server-state.ts";
import { measurePhase, type Phase } from "./phase.ts";
import { residentBytesOf } from "./process-figures.ts";
import { publishRanker } from "./publish-ranker.ts";
import type { MadeUpRanker } from "./random-ranker.ts";
import { writeRawFiles } from "./raw-files.ts";
import type { RecommendSettings } from "./recommend.ts";
import { type Server, startModelServer, startRawServer } from "./servers.ts";

const SEED = 5;
/** As many as a model server reads at its start. */
export const VISITS = 200_000;
const OPEN_SESSIONS = 2_000;
/** Fewer are scanned: no graph is waited for. */
export const GRAPH_FROM_ITEMS = 20_000;
/** Where the model server scans: the least that it would choose. */
const LEAST_EF = 128;
/** So few that nobody waits past the deadline, at which answers get cheaper. */
const CALLERS = 8;
const EXPLAINED = 100;
const SHOWN = 12;

/** The model server and the raw one beside it, on one catalogue. */
export interface MeasuredCatalogue {
  items: number;
  phases: { ratePerSecond: number; own: Phase; raw: Phase }[];
  saturation: { own: number; raw: number };
  /** Mean number that is ranked for an answer. */
  candidates: number;
  /** From the start of the process until it has read everything; its graph may come later. */
  readySeconds: number;
  /** Of the model server, once it has everything. */
  residentBytes: number;
}

interface Run {
  system: System;
  shop: string;
  items: number;
  /** Sessions that lie in the archive before all that a model server reads. */
  oldSessions?: number;
  folder: string;
  ranker: MadeUpRanker;
  tell: (message: string) => void;
}

export type RunOptions = Omit<Run, "system" | "shop">;

/** The model server's answers under load, on a made-up shop. */
export function measureCatalogue({
  settings,
  ...options
}: RunOptions & { settings: RecommendSettings }): Promise<MeasuredCatalogue> {
  return withFilledShop(options, (run, bodies) => measureFilled(run, bodies, settings));
}

/** Memory of a model server that has read a made-up shop and was not asked anything yet, bytes. */
export function residentWith(options: RunOptions): Promise<number> {
  return withFilledShop(options, async ({ system, items }, bodies) => {
    const ready = async (url: string) => {
      const has = await hasAll(url, items);
      return has.isRead && has.isBuilt;
    };
    const server = await startModelServer({ system, bodies, ready });
    const residentBytes = residentBytesOf(server.pid);
    await server.stop();
    return residentBytes;
  });
}

/** Starts the stores, fills them with a made-up shop, and runs `use` on them. */
export async function withFilledShop<T>(
  options: RunOptions,
  use: (run: Run, bodies: string[]) => Promise<T>,
): Promise<T> {
  const system = await startSystem({
    dataDir: join(options.folder, "data"),
    port: 0,
    environment: {},
    logLevel: "warn",
    // It declares the streams, and is not measured.
    parts: ["stream"],
    demoShop: false,
  });
  try {
    await system.children.get("stream")!.stop();
    const shop = await openShop(system.urls.stores.databaseOwnerUrl);
    const run = { ...options, system, shop };
    return await use(run, await fill(run));
  } finally {
    await system.stop();
  }
}

/** Puts everything where a model server finds it at its start. Answers what will be asked. */
async function fill({
  system,
  shop,
  items,
  folder,
  ranker,
  tell,
  oldSessions = 0,
}: Run): Promise<string[]> {
  tell(`${items} items: making the shop …`);
  const { databaseOwnerUrl: ownerUrl, databaseUrl, redisUrl, nats } = system.urls.stores;
  const made = madeUpVectors(items, SEED);
  const visits = madeUpVisits(made, { atLeast: VISITS, open: OPEN_SESSIONS, endMs: Date.now() });
  writeRawFiles(folder, { made, ranker });
  await fillCatalogue({ ownerUrl, shop, products: items });
  if (oldSessions > 0) await fillOldSessions({ ownerUrl, shop, sessions: oldSessions, items });
  await fillArchive({ databaseUrl, shop, visits: visits.visits, after: oldSessions });
  await fillRedis({ redisUrl, shop, made, visits });
  await publishRanker({ databaseUrl, natsUrl: nats.url, shop, ranker });
  return visits.open.map((visitor) =>
    JSON.stringify({ ...visitor, shop, placement: "home_for_you", limit: SHOWN }),
  );
}

async function measureFilled(
  run: Run,
  bodies: string[],
  settings: RecommendSettings,
): Promise<MeasuredCatalogue> {
  const { system, folder, items, tell } = run;
  tell("loading it into the model server, which builds its graph …");
  const startedAtMs = performance.now();
  let readySeconds: number | undefined;
  const ready = async (url: string) => {
    const has = await hasAll(url, items);
    if (has.isRead) readySeconds ??= (performance.now() - startedAtMs) / 1000;
    return has.isRead && has.isBuilt;
  };
  const own = await startModelServer({ system, bodies, ready });
  const residentBytes = residentBytesOf(own.pid);
  const ef = (await itemsOf(own.url)).get("index_ef") || LEAST_EF;
  tell(`building the library's own graph; ef ${ef} …`);
  const raw = await startRawServer({ system, bodies, folder, ef });
  try {
    const candidates = await rankedCandidates(own.url, bodies.slice(0, EXPLAINED));
    const started = { items, candidates, residentBytes, readySeconds: readySeconds ?? 0 };
    return { ...started, ...(await underLoad({ ...run, settings }, own, raw)) };
  } finally {
    await raw.stop();
    await own.stop();
  }
}

/** Whether everything has been read, and whether the graph has it. */
async function hasAll(url: string, items: number): Promise<{ isRead: boolean; isBuilt: boolean }> {
  const of = await itemsOf(url);
  const isRead = of.get("vectors") === items && (of.get("steps") ?? 0) >= VISITS;
  const hasGraph = items < GRAPH_FROM_ITEMS || (of.get("index_version") ?? 0) > 0;
  return { isRead, isBuilt: hasGraph && of.get("index_dirty") === 0 };
}

async function underLoad(
  { settings, tell }: Run & { settings: RecommendSettings },
  own: Server,
  raw: Server,
) {
  const { seconds, warmUpSeconds } = settings;
  const flatOut = ({ ask }: Server, lasting: number) =>
    closedLoop({ callers: CALLERS, seconds: lasting, ask });
  tell("measuring …");
  await flatOut(own, warmUpSeconds);
  await flatOut(raw, warmUpSeconds);
  const phases: MeasuredCatalogue["phases"] = [];
  for (const ratePerSecond of settings.rates) {
    const phase = { ratePerSecond, seconds, warmUpSeconds };
    phases.push({
      ratePerSecond,
      own: await measurePhase(own, phase),
      raw: await measurePhase(raw, phase),
    });
  }
  const saturation = { own: await flatOut(own, seconds), raw: await flatOut(raw, seconds) };
  return { phases, saturation };
}
