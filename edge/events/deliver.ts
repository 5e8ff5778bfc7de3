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
 * again. `capped`: events that visitors make, of which one may tell only so much in a day.
 */
export async function deliver(
  env: Env,
  shop: string,
  events: readonly IncomingEvent[],
  options: { capped: boolean },
): Promise<EventsAccepted> {
  const results = await Promise.all(
    [...byShard(events)].map(([shard, group]) =>
      acceptAt({ env, shop, shard, events: group, ...options }),
    ),
  );
  const total: EventsAccepted = { accepted: 0, duplicates: 0, ignored: 0 };
  for (const result of results) {
    if (result.outcome === "full") {
      throw new ProblemError("outbox_full", { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    total.accepted += result.accepted;
    total.duplicates += result.duplicates;
    total.ignored += result.ignored;
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

async function acceptAt(batch: {
  env: Env;
  shop: string;
  shard: number;
  events: IncomingEvent[];
  capped: boolean;
}): Promise<AcceptResult> {
  const { env, shop, shard, events, capped } = batch;
  try {
    return await hubOfShard(env, shop, shard).accept(events, { capped });
  } catch (error) {
    throw new ProblemError("hub_unavailable", {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
}
