import type { EventsAccepted } from "@slipstream/contracts/events";
import { shardOf } from "@slipstream/contracts/partition";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Env } from "../env.ts";
import type { AcceptResult, IncomingEvent } from "../hub/accept.ts";
import { hubOfShard } from "../hub/name.ts";

const RETRY_AFTER_SECONDS = 2;

/**
 * Hands events to their hub shards and waits until they are durable there. Throws `outbox_full` or
 * `hub_unavailable`; what other shards took meanwhile counts as duplicate when the batch is sent
 * again.
 */
export async function deliver(
  env: Env,
  shop: string,
  events: readonly IncomingEvent[],
): Promise<EventsAccepted> {
  const results = await Promise.all(
    [...byShard(events)].map(([shard, group]) => acceptAt(env, shop, shard, group)),
  );
  const total: EventsAccepted = { accepted: 0, duplicates: 0, ignored: 0 };
  for (const result of results) {
    if (result.outcome === "full") {
      throw new ProblemError("outbox_full", { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    total.accepted += result.accepted;
    total.duplicates += result.duplicates;
  }
  return total;
}

function byShard(events: readonly IncomingEvent[]): Map<number, IncomingEvent[]> {
  const groups = new Map<number, IncomingEvent[]>();
  for (const event of events) {
    const shard = shardOf(event.visitorId);
    const group = groups.get(shard);
    if (group) group.push(event);
    else groups.set(shard, [event]);
  }
  return groups;
}

async function acceptAt(
  env: Env,
  shop: string,
  shard: number,
  events: IncomingEvent[],
): Promise<AcceptResult> {
  try {
    return await hubOfShard(env, shop, shard).accept(events);
  } catch (error) {
    throw new ProblemError("hub_unavailable", {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
}
