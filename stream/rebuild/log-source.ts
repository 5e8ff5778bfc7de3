import {
  AckPolicy,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { archivedEvents } from "../archive/archived-events.ts";
import type { Database } from "../archive/database.ts";
import { readArchiveWatermark } from "../archive/event-rows.ts";
import { readEvent } from "../consumer/decode.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { RebuildError } from "./rebuild-error.ts";

const FETCH_MESSAGES = 1_000;
const FETCH_EXPIRES_MS = 2_000;
/** A consumer that a crash left behind goes after a minute. */
const UNUSED_NANOS = 60 * 1_000_000_000;
/** Times that reading begins anew at one place, because deliveries were lost. */
const MAX_TRIES = 5;

export interface SourceParts {
  manager: JetStreamManager;
  client: JetStreamClient;
  database: Database;
}

/** A part of the log, both ends left out. */
export interface Range {
  after: number;
  before: number;
}

/** Of one shop, of all where it is left out. */
interface ShopRange extends Range {
  shop?: string | undefined;
}

/** Events of a part of the log in log order: archived ones first, then what is on EVENTS. */
export async function* eventsFromArchive(
  parts: SourceParts,
  { after, before, shop, limit }: ShopRange & { limit: number },
): AsyncIterableIterator<LoggedEvent[]> {
  const archived = await parts.database.use((sql) => readArchiveWatermark(sql, streams.events));
  const tail = Math.max(after, Math.min(archived, before - 1));
  yield* archivedEvents(parts.database, { after, before: tail + 1, shop, limit });
  yield* eventsFromLog(parts, { after: tail, before, shop });
}

/**
 * Events of a part of EVENTS in log order; messages that are none are left out, as live.
 * @throws RebuildError `log_gap`
 */
export async function* eventsFromLog(
  parts: Pick<SourceParts, "manager" | "client">,
  { after, before, shop }: ShopRange,
): AsyncIterableIterator<LoggedEvent[]> {
  const subject = shop === undefined ? subjects.allEvents : subjects.eventsOfShop(shop);
  let from = after;
  for (let tries = 0; await isThere(parts.manager, { after: from, before, subject }); tries++) {
    if (tries === MAX_TRIES) {
      throw new RebuildError(
        "log_gap",
        `What follows message ${from} is on EVENTS and does not come. Look at NATS, then try again.`,
      );
    }
    for await (const { events, upTo } of deliveries(parts, { after: from, before, subject })) {
      if (events.length > 0) yield events;
      from = upTo;
      tries = 0;
    }
  }
}

interface SubjectRange extends Range {
  subject: string;
}

async function isThere(
  manager: JetStreamManager,
  { after, before, subject }: SubjectRange,
): Promise<boolean> {
  if (before <= after + 1) return false;
  const query = { seq: after + 1, next_by_subj: subject };
  const next = await manager.direct.getMessage(streams.events, query);
  return next !== null && next.seq < before;
}

/** What one consumer delivers, until nothing is left or a delivery was lost. */
async function* deliveries(
  { manager, client }: Pick<SourceParts, "manager" | "client">,
  { after, before, subject }: SubjectRange,
): AsyncIterableIterator<{ events: LoggedEvent[]; upTo: number }> {
  const { name } = await manager.consumers.add(streams.events, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
    filter_subject: subject,
    inactive_threshold: UNUSED_NANOS,
    mem_storage: true,
  });
  try {
    const consumer = await client.consumers.get(streams.events, name);
    const options = { max_messages: FETCH_MESSAGES, expires: FETCH_EXPIRES_MS };
    let expected = 1;
    let upTo = after;
    for (let ended = false; !ended; ) {
      const events: LoggedEvent[] = [];
      ended = true;
      for await (const message of await consumer.fetch(options)) {
        ended = message.seq >= before || message.info.deliverySequence !== expected;
        if (ended) break;
        expected++;
        upTo = message.seq;
        const read = readEvent(message, { once: true });
        if (read.kind === "event") events.push(read.logged);
        ended = message.info.pending === 0 || upTo + 1 >= before;
        if (ended) break;
      }
      yield { events, upTo };
    }
  } finally {
    await manager.consumers.delete(streams.events, name).catch(() => false);
  }
}
