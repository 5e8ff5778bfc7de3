import { Redis } from "ioredis";
import { readPopularity, readRecent, readSession, readUserItem } from "./bytes.ts";

const KEYS_PER_READ = 500;

/** What Redis holds of a shop, read and summed over the partitions. */
export interface RedisState {
  userItems: Map<string, string>;
  recent: Map<string, string[]>;
  sessions: Map<string, { steps: number; recent: string[] }>;
  hidden: Map<string, string[]>;
  orders: Map<string, string[]>;
  stats: Map<string, number>;
  trending: Map<string, number>;
  together: Map<string, number>;
  popularity: Map<string, number>;
  learners: Set<string>;
  /** Lengths. */
  reservoirs: number[];
  /** Learners of other homes than 0 have been there. */
  hadHomes: boolean;
  /** Hub shard → its storages: id, highest number applied, ranges missing. */
  hubs: Map<string, [epoch: string, highest: number, gaps: [number, number][]][]>;
  watermarks: Map<number, number>;
  /** Keys of shops that nobody wrote to. */
  strangers: string[];
}

type Take = (state: RedisState, match: RegExpMatchArray, value: RawValue) => void;
/** A value of Redis, by its type. */
type RawValue = Buffer | Map<string, Buffer>;

/** What each kind of key of the shop means; the shop's name and a colon come before. */
const kinds: readonly [pattern: RegExp, take: Take][] = [
  [
    /^user:(.+):items$/,
    (state, [, visitor], value) => {
      for (const [item, bytes] of value as Map<string, Buffer>) {
        state.userItems.set(`${visitor} ${item}`, readUserItem(bytes));
      }
    },
  ],
  [/^user:(.+):factor$/, (state, [, visitor]) => void state.learners.add(visitor!)],
  [
    /^session:(.+)$/,
    (state, [, session], value) => {
      state.sessions.set(session!, readSession(value as Buffer));
    },
  ],
  [
    /^visitor:(.+):recent$/,
    (state, [, visitor], value) => {
      state.recent.set(visitor!, readRecent(value as Buffer));
    },
  ],
  [
    /^visitor:(.+):hidden$/,
    (state, [, visitor], value) => {
      state.hidden.set(visitor!, [...(value as Map<string, Buffer>).keys()].sort());
    },
  ],
  [
    /^order:(.+)$/,
    (state, [, order], value) => {
      state.orders.set(order!, [...(value as Map<string, Buffer>).values()].map(String));
    },
  ],
  [/^product:(.+):stats:\d+$/, (state, [, item], value) => sum(state.stats, item!, value)],
  [/^trending:(.*):\d+$/, (state, [, category], value) => sum(state.trending, category!, value)],
  [/^together:(.+):\d+$/, (state, [, item], value) => sum(state.together, item!, value)],
  [
    // With several processors, a component for each that ever learnt of the item.
    /^factors:\d+(?::\d+)?$/,
    (state, _, value) => {
      for (const [item, bytes] of value as Map<string, Buffer>) {
        const more = readPopularity(bytes);
        const before = state.popularity.get(item) ?? Number.NEGATIVE_INFINITY;
        state.popularity.set(item, log2OfSum(before, more));
      }
    },
  ],
  [
    /^factor-homes$/,
    (state) => {
      state.hadHomes = true;
    },
  ],
  [
    /^reservoir(?::\d+)?$/,
    (state, _, value) => void state.reservoirs.push((value as Map<string, Buffer>).size),
  ],
];

/** log2(2^a + 2^b). */
function log2OfSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === Number.NEGATIVE_INFINITY
    ? high
    : high + Math.log2(2 ** (a - high) + 2 ** (b - high));
}

function sum(sums: Map<string, number>, name: string, value: RawValue): void {
  for (const [field, amount] of value as Map<string, Buffer>) {
    const key = `${name} ${field}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(amount));
  }
}

/** Reads all of a Redis. */
export async function readRedis(options: {
  redisUrl: string;
  shop: string;
  otherShops: readonly string[];
}): Promise<RedisState> {
  const redis = new Redis(options.redisUrl);
  try {
    const state: RedisState = {
      ...{ userItems: new Map(), recent: new Map(), sessions: new Map(), hidden: new Map() },
      ...{ orders: new Map(), stats: new Map(), trending: new Map(), together: new Map() },
      ...{
        popularity: new Map(),
        learners: new Set(),
        reservoirs: [],
        hadHomes: false,
        hubs: new Map(),
      },
      ...{ watermarks: new Map(), strangers: [] },
    };
    const names = new Set<string>();
    for await (const some of redis.scanStream({ count: KEYS_PER_READ })) {
      for (const name of some as string[]) names.add(name);
    }
    const all = [...names];
    for (let from = 0; from < all.length; from += KEYS_PER_READ) {
      await readKeys(redis, { names: all.slice(from, from + KEYS_PER_READ), state, ...options });
    }
    return state;
  } finally {
    redis.disconnect();
  }
}

async function readKeys(
  redis: Redis,
  read: { names: string[]; state: RedisState; shop: string; otherShops: readonly string[] },
): Promise<void> {
  const { names, state, shop, otherShops } = read;
  const types = redis.pipeline();
  for (const name of names) types.type(name);
  const typed = ((await types.exec()) ?? []).map(([, type]) => type as string);
  const values = redis.pipeline();
  for (const [index, name] of names.entries()) {
    if (typed[index] === "string") values.getBuffer(name);
    else if (typed[index] === "list") values.lrangeBuffer(name, 0, -1);
    else if (typed[index] === "set") values.smembersBuffer(name);
    else if (typed[index] === "zset") values.callBuffer("zrange", name, 0, -1, "WITHSCORES");
    else values.callBuffer("hgetall", name);
  }
  const replies = (await values.exec()) ?? [];
  for (const [index, name] of names.entries()) {
    const [error, reply] = replies[index]!;
    if (error) throw error;
    if (reply === null) continue;
    const value = Buffer.isBuffer(reply) ? reply : entriesOf(typed[index]!, reply);
    const partition = /^partition:(\d+)$/.exec(name)?.[1];
    if (partition !== undefined)
      takePartition(state, Number(partition), value as Map<string, Buffer>);
    else if (name.startsWith(`${shop}:`)) takeOfShop(state, name.slice(shop.length + 1), value);
    else if (otherShops.some((other) => name.startsWith(`${other}:`))) state.strangers.push(name);
  }
}

/** Fields, members or places of a value that has several. */
function entriesOf(type: string, reply: unknown): Map<string, Buffer> {
  // Whether fields come as an object or as a flat list is a setting of the client's whole process.
  if (!Array.isArray(reply)) return new Map(Object.entries(reply as Record<string, Buffer>));
  const parts = reply as Buffer[];
  if (type === "list") return new Map(parts.map((part, at) => [String(at), part]));
  if (type === "set") return new Map(parts.map((part) => [String(part), part]));
  return new Map(
    Array.from({ length: parts.length / 2 }, (_, at) => [
      String(parts[2 * at]),
      parts[2 * at + 1]!,
    ]),
  );
}

function takeOfShop(state: RedisState, name: string, value: RawValue): void {
  for (const [pattern, take] of kinds) {
    const match = pattern.exec(name);
    if (match !== null) take(state, match, value);
  }
}

function takePartition(state: RedisState, partition: number, fields: Map<string, Buffer>): void {
  for (const [field, value] of fields) {
    if (field === "watermark") state.watermarks.set(partition, Number(value));
    if (field.startsWith("hub:")) state.hubs.set(field.slice(4), JSON.parse(String(value)));
  }
}
