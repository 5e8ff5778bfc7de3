import type { Redis } from "ioredis";

/** Keys that one step of a search looks at. */
const SCAN_STEP = 2_000;
/** What stands before the keys of namespaces: no shop's id begins so. */
const MARK = "~";
/** Set: the names of all namespaces that may have keys. */
const NAMESPACES = `${MARK}namespaces`;
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Keys of the processor's state, live: all that it alone writes. */
const STATE_KEY =
  /^(?:partition:\d+|[a-z0-9-]+:(?:reservoir(?::|$)|factor-homes$|(?:session|visitor|user|product|trending|together|order|factors):))/;

export function isNamespace(name: string): boolean {
  return NAME.test(name);
}

/** What stands before every key of a namespace: a second place for the state in the same Redis. */
export function namespacePrefix(name: string): string {
  return `${MARK}${name}:`;
}

/** True for a key of the live state; false for those of namespaces and of other programs. */
export function isStateKey(key: string): boolean {
  return STATE_KEY.test(key);
}

/** All keys that match, page by page; a key may come twice. */
export async function* matchingKeys(redis: Redis, match: string): AsyncIterableIterator<string[]> {
  for await (const page of redis.scanStream({ match, count: SCAN_STEP })) {
    if ((page as string[]).length > 0) yield page as string[];
  }
}

/** The keys of the live state, page by page. */
export async function* liveKeys(redis: Redis): AsyncIterableIterator<string[]> {
  for await (const page of matchingKeys(redis, "*")) {
    const keys = page.filter(isStateKey);
    if (keys.length > 0) yield keys;
  }
}

/** Makes an empty namespace: what it held before is gone. */
export async function openNamespace(redis: Redis, name: string): Promise<void> {
  await dropNamespace(redis, name);
  await redis.sadd(NAMESPACES, name);
}

/** Removes a namespace with all its keys; answers how many there were. */
export async function dropNamespace(redis: Redis, name: string): Promise<number> {
  let dropped = 0;
  for await (const keys of matchingKeys(redis, `${namespacePrefix(name)}*`)) {
    dropped += await redis.unlink(...keys);
  }
  await redis.srem(NAMESPACES, name);
  return dropped;
}

/** Removes every namespace: copies of state know nothing of people who ask to be forgotten. */
export async function dropNamespaces(redis: Redis): Promise<void> {
  for (const name of await redis.smembers(NAMESPACES)) await dropNamespace(redis, name);
}
