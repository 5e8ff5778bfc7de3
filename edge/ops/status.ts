import { HUB_SHARDS } from "@slipstream/contracts/limits";
import type { HubStatus, OpsStatus } from "@slipstream/contracts/ops-status";
import {
  STATUS_OF_ALL_PATH,
  type StreamStatus,
  streamStatusSchema,
} from "@slipstream/contracts/stream-status";
import type { Database } from "../database/database.ts";
import type { Env, Settings } from "../env.ts";
import { hubOfShard } from "../hub/name.ts";
import { askStream } from "./ask-stream.ts";
import { readHealth } from "./health.ts";
import { quantile } from "./quantile.ts";

/** Under load it answers late, and its part matters most then. */
const STREAM_TIMEOUT_MS = 1_500;
/** For this long an answer stands in for one that does not come. */
const STREAM_KEPT_MS = 5_000;

/** What the stream processor said last. */
let lastStream: { at: number; status: StreamStatus } | undefined;

/** The whole loop of one shop at one moment; parts that do not answer are left out. */
export async function readOpsStatus(options: {
  env: Env;
  settings: Settings;
  database: Database;
  shop: string;
}): Promise<OpsStatus> {
  const { env, settings } = options;
  const [health, stream, hubs] = await Promise.all([
    readHealth(settings, options.database),
    readStream(settings),
    readHubs(env, options.shop),
  ]);
  return {
    at: Date.now(),
    health,
    ...(stream ? { stream } : {}),
    hubs: summarise(hubs),
  };
}

/** The hubs of a shop that answer; with the times of rails pushed within `ms`. */
export async function readHubs(
  env: Env,
  shop: string,
  within: { ms?: number } = {},
): Promise<HubStatus[]> {
  const asked = Array.from(
    { length: HUB_SHARDS },
    async (_, shard): Promise<HubStatus | undefined> =>
      hubOfShard(env, shop, shard)
        .status(within)
        .catch(() => undefined),
  );
  return (await Promise.all(asked)).filter((hub) => hub !== undefined);
}

async function readStream(settings: Settings): Promise<StreamStatus | undefined> {
  try {
    const call = { path: STATUS_OF_ALL_PATH, answer: streamStatusSchema };
    const status = await askStream(settings, { ...call, timeoutMs: STREAM_TIMEOUT_MS });
    lastStream = { at: Date.now(), status };
    return status;
  } catch {
    const isRecent = lastStream && Date.now() - lastStream.at < STREAM_KEPT_MS;
    return isRecent ? lastStream?.status : undefined;
  }
}

function summarise(hubs: readonly HubStatus[]): OpsStatus["hubs"] {
  const sum = (pick: (hub: HubStatus) => number) =>
    hubs.reduce((total, hub) => total + pick(hub), 0);
  const times = hubs.flatMap((hub) => hub.eventToRailMs).sort((a, b) => a - b);
  return {
    outboxDepth: sum((hub) => hub.outboxDepth),
    outboxOldestAgeSeconds: Math.max(0, ...hubs.map((hub) => hub.outboxOldestAgeSeconds)),
    sockets: sum((hub) => hub.sockets),
    accepted: sum((hub) => hub.accepted),
    duplicatesDropped: sum((hub) => hub.duplicatesDropped),
    pushed: sum((hub) => hub.pushed),
    ...(times.length === 0
      ? {}
      : {
          eventToRail: {
            samples: times.length,
            p50Ms: quantile(times, 0.5),
            p90Ms: quantile(times, 0.9),
            p99Ms: quantile(times, 0.99),
          },
        }),
    shards: hubs.map(({ eventToRailMs: _times, ...hub }) => hub),
  };
}
