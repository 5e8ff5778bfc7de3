import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/nats-core";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { readDlq } from "../../dead-letters/read-dlq.ts";
import { deadLetterHeaders } from "../../publish/dead-letters.ts";

/** Messages that are erased at a time. */
const IN_FLIGHT = 32;

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
  const wanted = visitorIds.map((id) => Buffer.from(id));
  const found: Letter[] = [];
  for await (const { seq, subject, headers, data } of readDlq(parts)) {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
    if (headers && wanted.some((id) => bytes.includes(id))) {
      found.push({ seq, subject, header: headers });
    }
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
