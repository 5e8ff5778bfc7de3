import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { LearnPublisher } from "../publish/learn-publisher.ts";
import { FenceError, PartitionFence } from "../redis/partition-fence.ts";
import { Build, type Progress } from "./build.ts";
import { type Comparison, compareStates } from "./compare.ts";
import { readErasures } from "./erased-meanwhile.ts";
import { highestOf, readLiveWatermarks } from "./live-watermarks.ts";
import { namespacePrefix } from "./namespace.ts";
import { PartitionHold } from "./partition-hold.ts";
import { RebuildError } from "./rebuild-error.ts";
import type { RebuildStores } from "./stores.ts";
import { finishSwap, swapIn, unfinishedSwap } from "./swap.ts";
import { FactorTeller } from "./tell-factors.ts";

/** Where a state is built that is to take the live one's place. */
const WORKING_NAMESPACE = "rebuilding";
/** Times that all is built anew because somebody was erased meanwhile. */
const MAX_BUILDS = 3;
/** Times that the partitions are taken while somebody waits to be erased. */
const MAX_HOLDS = 30;
const ERASURE_WAIT_MS = 1_000;

export interface RebuildSettings {
  from: "log" | "archive";
  /** Of this shop alone: needs a namespace. */
  shop?: string | undefined;
  /** The state as of then, in milliseconds: needs a namespace. */
  until?: number | undefined;
  /** Build there, and leave the live state alone. */
  namespace?: string | undefined;
  /** Compare with the live state, value by value, while its processors wait. */
  compare: boolean;
  /** How often each event is learnt again. */
  replays: number;
}

export interface RebuildParts {
  stores: RebuildStores;
  /** Who holds the partitions meanwhile: for people. */
  holder: string;
  log: Logger;
  onProgress?: (progress: Progress) => void;
}

export interface RebuildReport {
  /** Events applied, and those that cannot be: they are in the DLQ. */
  events: number;
  skipped: number;
  /** The last EVENTS sequence that the state has. */
  upTo: number;
  /** Keys that would have expired by now. */
  expired: number;
  /** How long the processors had to wait, in milliseconds; 0: not at all. */
  heldMs: number;
  swapped: boolean;
  /** Item factors that are other than before; the model servers were told. */
  factorsTold: number;
  comparison: Comparison | undefined;
  /** Live quality of the learner as it was while it learnt this state, per shop. */
  quality: ReturnType<typeof qualityOf>;
}

/**
 * Builds the state of Redis anew while the live one is at work, from the archive and the log's tail
 * or from the log alone. Without a namespace it takes the live one's place, between two turns.
 * @throws RebuildError; what the stores throw: the live state was not touched then, unless the code
 * is `swap_unfinished`
 */
export async function rebuild(
  settings: RebuildSettings,
  parts: RebuildParts,
): Promise<RebuildReport> {
  const isPart = settings.until !== undefined || settings.shop !== undefined;
  if (isPart && settings.namespace === undefined) {
    const told = "A state of the past, or of one shop, can only be built beside: --namespace.";
    throw new RebuildError("usage", told);
  }
  await refuseUnfinished(parts.stores);
  for (let builds = 0; builds < MAX_BUILDS; builds++) {
    const report = await buildOnce(settings, parts);
    if (report !== undefined) return report;
    parts.log.warn("a person was erased meanwhile: all is built anew");
  }
  throw new RebuildError(
    "deletion_meanwhile",
    `Somebody was erased during each of ${MAX_BUILDS} builds. Try again when fewer are.`,
  );
}

/** Ends a swap that broke off; false when there is none. */
export async function finishBrokenSwap({ stores, holder }: RebuildParts): Promise<boolean> {
  const mark = await unfinishedSwap(stores.redis);
  if (mark === undefined) return false;
  const hold = await PartitionHold.take(stores.leases, holder);
  try {
    const { redis } = stores;
    const eventSequence = highestOf(await readLiveWatermarks(redis));
    const told = await tellerOf(stores, hold, { namespace: mark.namespace, eventSequence });
    const beforeRename = told.tell.bind(told);
    await finishSwap({ redis, tokens: hold.tokens, beforeRename }, mark);
    return true;
  } finally {
    await hold.release();
  }
}

async function refuseUnfinished({ redis }: RebuildStores): Promise<void> {
  if ((await unfinishedSwap(redis)) === undefined) return;
  throw new RebuildError(
    "swap_unfinished",
    "An earlier rebuild broke off while it put its state in place, and processors wait. End it with --finish.",
  );
}

/** Undefined when all has to be built anew: a person was erased. */
async function buildOnce(
  settings: RebuildSettings,
  parts: RebuildParts,
): Promise<RebuildReport | undefined> {
  const { stores, log, onProgress } = parts;
  const { namespace = WORKING_NAMESPACE, from, shop, until, replays } = settings;
  const what = { namespace, from, shop, until, replays };
  const build = await Build.open({ stores, ...what, log, onProgress });
  try {
    await build.comeNear();
    const needsHold = settings.namespace === undefined || settings.compare;
    const held = needsHold ? await holdAndEnd(build, settings, parts) : notHeld;
    if (held === undefined) return undefined;
    if ((await readErasures(stores.database, build.since)) === "done" && !held.swapped) {
      return undefined;
    }
    const { events, complete: upTo } = build.follower;
    const { skipped } = build.builder;
    return { events, skipped, upTo, expired: build.expired, quality: qualityOf(build), ...held };
  } catch (error) {
    // Who erases a person drops all namespaces.
    if (error instanceof FenceError && (await wasErased(build, stores))) return undefined;
    throw error;
  } finally {
    build.close();
  }
}

async function wasErased(build: Build, { database }: RebuildStores): Promise<boolean> {
  return (await readErasures(database, build.since)) !== "none";
}

type Held = Pick<RebuildReport, "heldMs" | "swapped" | "factorsTold" | "comparison">;
const notHeld: Held = { heldMs: 0, swapped: false, factorsTold: 0, comparison: undefined };

/** Takes the partitions between two turns, does the rest, gives them back. */
async function holdAndEnd(
  build: Build,
  settings: RebuildSettings,
  parts: RebuildParts,
): Promise<Held | undefined> {
  const { stores, holder } = parts;
  for (let holds = 0; holds < MAX_HOLDS; holds++) {
    const startedAtMs = performance.now();
    const hold = await PartitionHold.take(stores.leases, holder);
    try {
      const { tokens } = hold;
      const fence = await PartitionFence.claim({ redis: stores.redis, tokens });
      const erasures = await readErasures(stores.database, build.since);
      if (erasures === "done") return undefined;
      if (erasures === "none") {
        await build.follower.reach(fence.watermarks());
        const done = await endHeld(build, hold, { settings, stores });
        return { ...done, heldMs: performance.now() - startedAtMs };
      }
    } finally {
      await hold.release();
    }
    await sleep(ERASURE_WAIT_MS);
  }
  throw new RebuildError(
    "deletion_meanwhile",
    "Somebody has been waiting to be erased all the time. See why that does not come to its end.",
  );
}

/** Both states are as of the same event, and nobody writes. */
async function endHeld(
  build: Build,
  hold: PartitionHold,
  { settings, stores }: { settings: RebuildSettings; stores: RebuildStores },
): Promise<Omit<Held, "heldMs">> {
  const { redis } = stores;
  const comparison = settings.compare ? await compareStates(redis, build.prefix) : undefined;
  hold.check();
  if (settings.namespace !== undefined) return { swapped: false, factorsTold: 0, comparison };
  const namespace = WORKING_NAMESPACE;
  const eventSequence = build.follower.complete;
  const told = await tellerOf(stores, hold, { namespace, eventSequence });
  const beforeRename = told.tell.bind(told);
  await swapIn({ redis, tokens: hold.tokens, beforeRename }, namespace);
  return { swapped: true, factorsTold: told.told, comparison };
}

async function tellerOf(
  { redis, database, client, manager }: RebuildStores,
  { token, tokens }: PartitionHold,
  at: { namespace: string; eventSequence: number },
): Promise<FactorTeller> {
  const publisher = new LearnPublisher({ client, manager });
  await publisher.add(new Set(tokens.keys()));
  const prefix = namespacePrefix(at.namespace);
  return new FactorTeller({
    ...{ redis, database, publisher, prefix, token },
    eventSequence: at.eventSequence,
  });
}

function qualityOf({ builder }: Build) {
  return builder.learners().map(({ shop, prequential }) => ({ shop, ...prequential.figures() }));
}
