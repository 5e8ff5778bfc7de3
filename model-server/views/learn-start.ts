import type { JetStreamManager, StreamInfo } from "@nats-io/jetstream";
import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import { BinaryFormatError } from "@slipstream/contracts/binary";
import { decodeFactors } from "@slipstream/contracts/factors";
import { decodeSteps } from "@slipstream/contracts/steps";
import { parseLearnSubject } from "@slipstream/contracts/subjects";

/** Messages before the point found: those of one turn are not in order of event sequence. */
const MARGIN = 2000;
/** Messages looked through for one that names an event sequence. */
const MAX_LOOK_AHEAD = 16;

/**
 * The LEARN sequence from which to follow so that nothing is missed after the archive's watermark
 * and after what Redis held: by halving, the first message that has learnt from an event past
 * `eventSequence`, less a margin; nothing later than where the log stood when Redis began to be read,
 * as the archive may be ahead of the learners. What is applied twice that way is recognised by its
 * sequence.
 */
export async function findLearnStart(options: {
  manager: JetStreamManager;
  /** LEARN or a mirror of it. */
  stream: string;
  state: StreamInfo["state"];
  eventSequence: number;
  /** The last message before Redis was read, where that is known. */
  lastBefore?: number | undefined;
}): Promise<number> {
  const { state, eventSequence, lastBefore = Number.POSITIVE_INFINITY } = options;
  // A stream that never had a message says 0.
  let low = Math.max(1, state.first_seq);
  let high = state.last_seq + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await eventSequenceAt(options, middle, high);
    if (found !== undefined && found > eventSequence) high = middle;
    else low = middle + 1;
  }
  return Math.max(1, state.first_seq, Math.min(low, lastBefore + 1) - MARGIN);
}

interface Log {
  manager: JetStreamManager;
  stream: string;
}

/** The event sequence of the first message at or after a place that names one. */
async function eventSequenceAt(
  log: Log,
  from: number,
  before: number,
): Promise<number | undefined> {
  for (let seq = from; seq < Math.min(before, from + MAX_LOOK_AHEAD); seq++) {
    const message = await readMessage(log, seq);
    if (message === undefined) continue;
    const sequence = eventSequenceOf(message);
    if (sequence !== undefined) return sequence;
  }
  return undefined;
}

/** Undefined for messages of other kinds and for those that cannot be read: they are passed over. */
function eventSequenceOf(message: { subject: string; data: Uint8Array }): number | undefined {
  const kind = parseLearnSubject(message.subject)?.kind;
  try {
    if (kind === "factors") return decodeFactors(message.data).eventSequence;
    if (kind === "steps") return decodeSteps(message.data).steps.at(-1)?.eventSequence;
  } catch (error) {
    if (!(error instanceof BinaryFormatError)) throw error;
  }
  return undefined;
}

async function readMessage({ manager, stream }: Log, seq: number) {
  try {
    return (await manager.streams.getMessage(stream, { seq })) ?? undefined;
  } catch (error) {
    const isGone =
      error instanceof JetStreamApiError && error.code === JetStreamApiCodes.NoMessageFound;
    if (isGone) return undefined;
    throw error;
  }
}
