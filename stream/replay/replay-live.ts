import type { JetStreamClient } from "@nats-io/jetstream";
import { encodeEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { subjects } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import { archivedEvents } from "../archive/archived-events.ts";
import type { Database } from "../archive/database.ts";
import { hubField } from "../processor/apply-event.ts";
import { HubNumbers } from "../processor/hub-numbers.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";

const PAGE_EVENTS = 500;
const ACK_TIMEOUT_MS = 3_000;
/** A page may take long: in between it is told as often, too. */
const TELL_MS = 5_000;

/** A part of the log of one shop; both ends included. */
export interface ReplayRange {
  shop: string;
  fromSequence: number;
  toSequence: number;
}

export interface LiveReplay {
  /** Archived events that were looked at. */
  events: number;
  /** Of them, those that the processor did not have: they are on EVENTS again. */
  missing: number;
  /** Those of hubs that began anew so often since that nobody can tell; they are left alone. */
  untold: number;
}

/**
 * Publishes again what of a part of the log has not taken effect: archived events whose hub's number
 * the processor has not seen, although it has read past them. It drops what it has, so that a replay
 * may be done, broken off and done again; nothing counts twice. What it has not read yet comes anyway.
 */
export async function replayLive(
  parts: { database: Database; redis: Redis; client: JetStreamClient },
  range: ReplayRange,
  progressed: (reached: number, done: LiveReplay) => Promise<void>,
): Promise<LiveReplay> {
  const done: LiveReplay = { events: 0, missing: 0, untold: 0 };
  let toldAtMs = performance.now();
  const tell = async (reached: number) => {
    await progressed(reached, done);
    toldAtMs = performance.now();
  };
  const { shop, fromSequence, toSequence } = range;
  const part = { shop, after: fromSequence - 1, before: toSequence + 1, limit: PAGE_EVENTS };
  for await (const page of archivedEvents(parts.database, part)) {
    const seen = await readSeen(parts.redis, shop, page);
    for (const archived of page) {
      const isKnown = seen(archived);
      if (isKnown === undefined) done.untold++;
      if (isKnown === false) {
        await publishAgain(parts.client, archived);
        done.missing++;
      }
      done.events++;
      if (performance.now() - toldAtMs > TELL_MS) await tell(archived.sequence);
    }
    await tell(page.at(-1)!.sequence);
  }
  await tell(toSequence);
  return done;
}

/** Tells of each event of a page whether it took effect; true for what is still to be read. */
async function readSeen(redis: Redis, shop: string, page: readonly LoggedEvent[]) {
  const partitions = new Map<number, { watermark: number; shards: Map<number, HubNumbers> }>();
  for (const [partition, events] of Map.groupBy(page, (each) => each.partition)) {
    const shards = [...new Set(events.map(({ event }) => event.hub.shard))];
    const fields = shards.map((shard) => hubField(shop, shard));
    const [watermark, ...found] = await redis.hmget(
      keys.partition(partition),
      "watermark",
      ...fields,
    );
    partitions.set(partition, {
      watermark: Number(watermark ?? 0),
      shards: new Map(shards.map((shard, at) => [shard, HubNumbers.decode(found[at] ?? "[]")])),
    });
  }
  return ({ event, partition, sequence }: LoggedEvent): boolean | undefined => {
    const held = partitions.get(partition);
    if (held === undefined || sequence > held.watermark) return true;
    return held.shards.get(event.hub.shard)?.knows(event.hub);
  };
}

async function publishAgain(client: JetStreamClient, archived: LoggedEvent): Promise<void> {
  const { event, partition } = archived;
  await client.publish(subjects.event(event.shop, partition, event.type), encodeEvent(event), {
    msgID: `replay:${event.id}`,
    timeout: ACK_TIMEOUT_MS,
  });
}
