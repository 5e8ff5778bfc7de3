import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/nats-core";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { deadLetterHeaders } from "../../publish/dead-letters.ts";

/** Messages that are erased at a time. */
const IN_FLIGHT = 32;
const FETCH_MESSAGES = 500;
const FETCH_EXPIRES_MS = 2_000;
/** A consumer that a crash left behind goes after a minute. */
const UNUSED_NANOS = 60 * 1_000_000_000;

/**
 * Overwrites messages of EVENTS with random bytes and takes them out. Those that left it before
 * count for nothing. Answers how many went.
 */
export async function eraseEvents(
  manager: JetStreamManager,
  sequences: readonly number[],
): Promise<number> {
  const { state } = await manager.streams.info(streams.events);
  const there = sequences.filter((sequence) => sequence >= state.first_seq);
  return eraseAll(manager, streams.events, there);
}

/**
 * Takes out of the DLQ whatever speaks of these visitors, and out of EVENTS what it was put there
 * for. The DLQ is read whole: it is small. Answers how many letters went.
 */
export async function eraseLetters(
  parts: { manager: JetStreamManager; client: JetStreamClient },
  visitorIds: readonly string[],
): Promise<number> {
  const letters = await findLetters(parts, visitorIds);
  const events = letters.flatMap(({ header, subject }) =>
    subject === subjects.deadLetterOfOutbox ? [] : [Number(header.get(deadLetterHeaders.sequence))],
  );
  await eraseEvents(parts.manager, events);
  const sequences = letters.map(({ seq }) => seq);
  return eraseAll(parts.manager, streams.dlq, sequences);
}

interface Letter {
  seq: number;
  subject: string;
  header: MsgHdrs;
}

async function findLetters(
  parts: { manager: JetStreamManager; client: JetStreamClient },
  visitorIds: readonly string[],
): Promise<Letter[]> {
  const stream = streams.dlq;
  const { state } = await parts.manager.streams.info(stream);
  if (state.messages === 0) return [];
  const { name } = await parts.manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.All,
    inactive_threshold: UNUSED_NANOS,
  });
  const consumer = await parts.client.consumers.get(stream, name);
  const wanted = visitorIds.map((id) => Buffer.from(id));
  const found: Letter[] = [];
  try {
    for (let last = 0; last < state.last_seq; ) {
      const before = last;
      const options = { max_messages: FETCH_MESSAGES, expires: FETCH_EXPIRES_MS };
      for await (const message of await consumer.fetch(options)) {
        last = message.seq;
        const bytes = Buffer.from(
          message.data.buffer,
          message.data.byteOffset,
          message.data.length,
        );
        const { seq, subject, headers } = message;
        if (headers && wanted.some((id) => bytes.includes(id))) {
          found.push({ seq, subject, header: headers });
        }
        if (last >= state.last_seq) break;
      }
      if (last === before) break;
    }
  } finally {
    await parts.manager.consumers.delete(stream, name).catch(() => false);
  }
  return found;
}

async function eraseAll(
  manager: JetStreamManager,
  stream: string,
  sequences: readonly number[],
): Promise<number> {
  let erased = 0;
  for (let from = 0; from < sequences.length; from += IN_FLIGHT) {
    const part = sequences.slice(from, from + IN_FLIGHT);
    const gone = await Promise.all(part.map((sequence) => erase(manager, stream, sequence)));
    erased += gone.filter(Boolean).length;
  }
  return erased;
}

/** False for a message that is not there. */
async function erase(
  manager: JetStreamManager,
  stream: string,
  sequence: number,
): Promise<boolean> {
  try {
    return await manager.streams.deleteMessage(stream, sequence, true);
  } catch (error) {
    // The server has no code of its own for it; a message that is left makes its reading succeed.
    if (!(error instanceof JetStreamApiError)) throw error;
    if (await isThere(manager, stream, sequence)) throw error;
    return false;
  }
}

async function isThere(
  manager: JetStreamManager,
  stream: string,
  sequence: number,
): Promise<boolean> {
  try {
    return (await manager.streams.getMessage(stream, { seq: sequence })) !== null;
  } catch (error) {
    const isGone =
      error instanceof JetStreamApiError && error.code === JetStreamApiCodes.NoMessageFound;
    if (isGone) return false;
    throw error;
  }
}
