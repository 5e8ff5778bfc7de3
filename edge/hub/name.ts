import { HUB_SHARDS } from "@slipstream/contracts/limits";
import { shardOf } from "@slipstream/contracts/partition";
import type { Env } from "../env.ts";
import type { SessionHub } from "./session-hub.ts";

/** A hub was reached by another name than ours. */
export class HubNameError extends Error {
  override readonly name = "HubNameError";
  readonly code = "bad_hub_name";
}

/** The hub shard that a visitor belongs to. */
export function hubOf(env: Env, shop: string, visitorId: string): DurableObjectStub<SessionHub> {
  return hubOfShard(env, shop, shardOf(visitorId));
}

export function hubOfShard(env: Env, shop: string, shard: number): DurableObjectStub<SessionHub> {
  return env.SESSION_HUB.getByName(`${shop}:${shard}`);
}

/** Shop and shard of a hub's name. Throws HubNameError. */
export function parseHubName(name: string | undefined): { shop: string; shard: number } {
  const match = /^([a-z0-9-]+):(\d+)$/.exec(name ?? "");
  const shard = Number(match?.[2]);
  if (!match || !(shard < HUB_SHARDS)) {
    throw new HubNameError(`a hub is named shop:shard, not ${JSON.stringify(name)}`);
  }
  return { shop: match[1]!, shard };
}
