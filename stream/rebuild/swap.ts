import { keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";
import { z } from "zod";
import {
  dropNamespace,
  isNamespace,
  liveKeys,
  matchingKeys,
  namespacePrefix,
} from "./namespace.ts";
import { RebuildError } from "./rebuild-error.ts";
import { CLOSED_TOKEN, closeScript, openScript } from "./swap.lua.ts";

/** What Redis answers when a key that is to be renamed was renamed already. */
const GONE = /no such key/;

/** A swap that has begun: which namespace takes the live one's place, and how far it is. */
const markSchema = z.object({
  namespace: z.string().refine(isNamespace),
  phase: z.enum(["removing", "renaming"]),
});
type Mark = z.infer<typeof markSchema>;

const MARK_KEY = "~swap";
/** The homes of a shop's components: until the end, since whoever is told of keys asks for them. */
const HOMES = /:factor-homes$/;

export interface SwapParts {
  redis: Redis;
  /** The tokens under which all partitions are held. */
  tokens: ReadonlyMap<number, number>;
  /** Told of keys just before they are put in place: as they are named live. */
  beforeRename?: (keys: readonly string[]) => Promise<void>;
}

/** The namespace of a swap that broke off; undefined when there is none. */
export async function unfinishedSwap(redis: Redis): Promise<Mark | undefined> {
  const mark = await redis.get(MARK_KEY);
  return mark === null ? undefined : markSchema.parse(JSON.parse(mark));
}

/**
 * Puts a namespace in the place of the live state. The partitions must be claimed, and held, with
 * these tokens. Once it has begun nobody can claim them before it has ended, by this process or, when
 * this one dies, by the next that calls `finishSwap`: no step does harm twice.
 * @throws RebuildError `hold_lost` when a newer holder has claimed a partition; nothing was done then
 */
export async function swapIn(parts: SwapParts, namespace: string): Promise<void> {
  const { redis, tokens } = parts;
  const hashes = [...tokens.keys()].map((partition) => keys.partition(partition));
  const mark: Mark = { namespace, phase: "removing" };
  const answer = await redis.eval(
    closeScript,
    hashes.length + 1,
    ...hashes,
    MARK_KEY,
    JSON.stringify(mark),
    CLOSED_TOKEN,
    ...[...tokens.values()].map(String),
  );
  if (answer !== "ok") {
    throw new RebuildError("hold_lost", "A newer processor has claimed the partitions.");
  }
  await finishSwap(parts, mark);
}

/** Goes on with a swap that has begun, to its end. */
export async function finishSwap(parts: SwapParts, mark: Mark): Promise<void> {
  const { redis, tokens } = parts;
  const { namespace } = mark;
  const prefix = namespacePrefix(namespace);
  if (mark.phase === "removing") {
    await removeOthers(redis, prefix);
    await redis.set(MARK_KEY, JSON.stringify({ ...mark, phase: "renaming" } satisfies Mark));
  }
  for await (const page of matchingKeys(redis, `${prefix}*`)) {
    const names = page.map((key) => key.slice(prefix.length)).filter((key) => !isPartition(key));
    await parts.beforeRename?.(names);
    await Promise.all(names.map((name) => rename(redis, prefix + name, name)));
  }
  await removeHomes(redis);
  const pairs = [...tokens.keys()].flatMap((partition) => {
    const name = keys.partition(partition);
    return [name, prefix + name];
  });
  await redis.eval(
    openScript,
    pairs.length + 1,
    MARK_KEY,
    ...pairs,
    ...[...tokens.values()].map(String),
  );
  await dropNamespace(redis, namespace);
}

/** Removes what is live and was not built. */
async function removeOthers(redis: Redis, prefix: string): Promise<void> {
  for await (const page of liveKeys(redis)) {
    const names = page.filter((key) => !isPartition(key) && !HOMES.test(key));
    const built = await Promise.all(names.map((name) => redis.exists(prefix + name)));
    const others = names.filter((_, at) => built[at] === 0);
    if (others.length > 0) await redis.unlink(...others);
  }
}

/** What is built has one home: the others' components were removed, and are told to be no more. */
async function removeHomes(redis: Redis): Promise<void> {
  for await (const page of liveKeys(redis)) {
    const names = page.filter((key) => HOMES.test(key));
    if (names.length > 0) await redis.unlink(...names);
  }
}

async function rename(redis: Redis, from: string, to: string): Promise<void> {
  try {
    await redis.rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && GONE.test(error.message))) throw error;
  }
}

function isPartition(key: string): boolean {
  return key.startsWith("partition:");
}
