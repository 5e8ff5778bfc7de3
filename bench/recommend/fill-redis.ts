import { encodeFactorRecord, encodeUserFactor } from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import { RECENT_ITEMS } from "@slipstream/contracts/limits";
import {
  encodeRecent,
  encodeSessionState,
  type RecentItem,
  type SessionState,
} from "@slipstream/contracts/session-state";
import { withRecent } from "@slipstream/stream/session/recent";
import { stepSessionState } from "@slipstream/stream/session/session-step";
import { Redis } from "ioredis";
import { DIMS, type MadeUpVectors } from "../hnsw/made-up-vectors.ts";
import { itemIdOf, type MadeUpVisit, type MadeUpVisits } from "./made-up-visits.ts";

const SPACE_ID = 1;
const RECORDS_PER_PIPELINE = 2000;
/** A user's factor is shorter than the vector of a session. */
const USER_FACTOR_LENGTH = 0.8;

/** Learnt vectors of all items, and the state of the open sessions, as the stream processor keeps them. */
export async function fillRedis(options: {
  redisUrl: string;
  shop: string;
  made: MadeUpVectors;
  visits: MadeUpVisits;
}): Promise<void> {
  const redis = new Redis(options.redisUrl);
  try {
    await putFactors(redis, options.shop, options.made);
    await putVisitors(redis, options);
  } finally {
    redis.disconnect();
  }
}

async function putFactors(redis: Redis, shop: string, made: MadeUpVectors): Promise<void> {
  for (let first = 0; first < made.count; first += RECORDS_PER_PIPELINE) {
    const pipeline = redis.pipeline();
    const end = Math.min(made.count, first + RECORDS_PER_PIPELINE);
    for (let row = first; row < end; row++) {
      const itemId = itemIdOf(row);
      const vector = inputOf(made, row);
      // Rows are in order of popularity: the first was seen most.
      const popularity = Math.log2(made.count / (row + 1));
      const values = { version: 1, index: row, popularity, bias: popularity / 20 };
      const record = encodeFactorRecord({ itemId, ...values, input: vector, output: vector });
      pipeline.hset(keys.factors(shop, itemId), itemId, Buffer.from(record));
    }
    await pipeline.exec();
  }
}

async function putVisitors(
  redis: Redis,
  options: { shop: string; made: MadeUpVectors; visits: MadeUpVisits },
): Promise<void> {
  const { shop, made } = options;
  const byVisitor = Map.groupBy(options.visits.visits, ({ visitorId }) => visitorId);
  const pipeline = redis.pipeline();
  for (const { visitorId, sessionId } of options.visits.open) {
    const visits = byVisitor.get(visitorId)!;
    const state = sessionStateOf(
      made,
      visits.filter((visit) => visit.sessionId === sessionId),
    );
    const items = visits.map(recentOf);
    const recent = items.reduce<RecentItem[]>(
      (list, item) => withRecent(list, item, RECENT_ITEMS),
      [],
    );
    const vector = made.query().map((value) => USER_FACTOR_LENGTH * value);
    pipeline.set(keys.session(shop, sessionId), Buffer.from(encodeSessionState(state)));
    pipeline.set(keys.recent(shop, visitorId), Buffer.from(encodeRecent(recent)));
    const factor = encodeUserFactor({ spaceId: SPACE_ID, vector });
    pipeline.set(keys.userFactor(shop, visitorId), Buffer.from(factor));
  }
  await pipeline.exec();
}

function sessionStateOf(made: MadeUpVectors, visits: readonly MadeUpVisit[]): SessionState {
  let state: SessionState | undefined;
  for (const visit of visits) {
    const step = { item: recentOf(visit), input: inputOf(made, visit.row), spaceId: SPACE_ID };
    state = stepSessionState(state, step);
  }
  if (state === undefined) throw new Error("a session has at least one visit");
  return state;
}

function recentOf({ row, occurredAt }: MadeUpVisit): RecentItem {
  return { itemId: itemIdOf(row), type: "view", occurredAt };
}

function inputOf({ rows }: MadeUpVectors, row: number): Float32Array {
  return rows.subarray(row * DIMS, (row + 1) * DIMS);
}
