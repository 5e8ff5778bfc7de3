import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
} from "@nats-io/jetstream";
import { encodeFactors, type FactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { encodeSteps, type SessionStep } from "@slipstream/contracts/steps";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import type { PartitionSteps } from "../processor/turn-writes.ts";

/** Records in one message: about 0.55 MB, below the server's limit of 1 MB. */
const MAX_RECORDS = 1_000;
/** Steps after which a message ends with the event at hand: at most about 0.6 MB. */
const MIN_STEPS = 1_000;
const ACK_TIMEOUT_MS = 3_000;
/** Messages of one turn that may come between. */
const MAX_TRIES_OVER = 20;

/** Somebody else has written to a subject of LEARN that only the holder of its partition may. */
export class LearnFenceError extends Error {
  override readonly name = "LearnFenceError";
  readonly code = "learn_fence";
}

/** A message of LEARN, ready to be sent. */
export interface LearnMessage {
  subject: string;
  /** Unique in this processor's life: a second send of the same is dropped by the server. */
  id: string;
  payload: Uint8Array;
  /** `<shop>/<partition>` */
  batch: string;
}

/** What a turn tells the model servers. Views of factors are copied here. */
export function learnMessages(turn: {
  steps: Iterable<PartitionSteps>;
  factors: Iterable<{
    shop: string;
    partition: number;
    spaceId: number;
    records: readonly FactorRecord[];
    absorbed: readonly number[];
  }>;
  lastSequence: number;
  /** The fencing token of each partition. */
  tokens: ReadonlyMap<number, number>;
}): LearnMessage[] {
  const { lastSequence, tokens } = turn;
  const messages: LearnMessage[] = [];
  // Steps first: who predicts a visit must not have factors that learnt from it.
  for (const { shop, partition, steps } of turn.steps) {
    for (const part of wholeEvents(steps)) {
      messages.push({
        subject: subjects.steps(shop, partition),
        id: `steps:${shop}:${partition}:${part.at(-1)?.eventSequence}:${tokens.get(partition)}`,
        payload: encodeSteps({ steps: part }),
        batch: `${shop}/${partition}`,
      });
    }
  }
  for (const { shop, partition, spaceId, records, absorbed } of turn.factors) {
    for (let from = 0; from < records.length; from += MAX_RECORDS) {
      const part = records.slice(from, from + MAX_RECORDS);
      messages.push({
        subject: subjects.factors(shop, partition),
        id: `factors:${shop}:${partition}:${lastSequence}:${from}:${tokens.get(partition)}`,
        payload: encodeFactors({
          spaceId,
          dimensions: FACTOR_DIMENSIONS,
          eventSequence: lastSequence,
          records: part,
          home: partition,
          absorbed,
        }),
        batch: `${shop}/${partition}`,
      });
    }
  }
  return messages;
}

/** Parts that hold all steps of each event: a view can skip what it has by the sequence alone. */
function* wholeEvents(steps: readonly SessionStep[]): IterableIterator<SessionStep[]> {
  let part: SessionStep[] = [];
  for (const step of steps) {
    const begins = step.eventSequence !== part.at(-1)?.eventSequence;
    if (begins && part.length >= MIN_STEPS) {
      yield part;
      part = [];
    }
    part.push(step);
  }
  if (part.length > 0) yield part;
}

/** Publishes on LEARN, each message only onto the one that this processor published before it. */
export class LearnPublisher {
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #last = new Map<string, number>();

  constructor(options: { client: JetStreamClient; manager: JetStreamManager }) {
    this.#client = options.client;
    this.#manager = options.manager;
  }

  /**
   * Reads where the subjects of partitions stand that were claimed a moment ago: from then on,
   * whoever else publishes there is found out.
   */
  async add(partitions: ReadonlySet<number>): Promise<void> {
    const info = await this.#manager.streams.info(streams.learn, {
      subjects_filter: subjects.allLearning,
    });
    const ours = Object.keys(info.state.subjects ?? {}).filter((subject) => {
      const { kind, partition = -1 } = parseLearnSubject(subject) ?? {};
      return (kind === "factors" || kind === "steps") && partitions.has(partition);
    });
    await Promise.all(
      ours.map(async (subject) => this.#last.set(subject, await this.#readLast(subject))),
    );
  }

  /**
   * Sends all messages and waits for every acknowledgement. Answers the highest LEARN sequence of
   * each batch (`<shop>/<partition>`).
   * @throws LearnFenceError when another holder has published
   */
  async publish(messages: readonly LearnMessage[]): Promise<Map<string, number>> {
    const reached = new Map<string, number>();
    const bySubject = Map.groupBy(messages, (message) => message.subject);
    await Promise.all(
      [...bySubject.values()].map(async (chain) => {
        for (const message of chain) {
          const sequence = await this.#send(message);
          reached.set(message.batch, Math.max(sequence, reached.get(message.batch) ?? 0));
        }
      }),
    );
    return reached;
  }

  /**
   * Publishes one message also onto what came there meanwhile: for whoever holds the partitions, as
   * a turn of the holder before may still be on its way. That turn can commit nothing any more.
   * @throws LearnFenceError when others go on publishing
   */
  async publishOver(message: LearnMessage): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.publish([message]);
        return;
      } catch (error) {
        if (!(error instanceof LearnFenceError) || tries === MAX_TRIES_OVER) throw error;
        this.#last.set(message.subject, await this.#readLast(message.subject));
      }
    }
  }

  async #send(message: LearnMessage): Promise<number> {
    try {
      return await this.#sendOnto(message, this.#last.get(message.subject) ?? 0);
    } catch (error) {
      const refused =
        error instanceof JetStreamApiError &&
        error.code === JetStreamApiCodes.StreamWrongLastSequence;
      if (!refused) throw error;
      // What we published last may have grown too old for LEARN; then the subject is empty.
      const last = await this.#readLast(message.subject);
      if (last === 0) return this.#sendOnto(message, 0);
      throw new LearnFenceError(`somebody else has published on ${message.subject}`, {
        cause: error,
      });
    }
  }

  async #sendOnto(message: LearnMessage, lastSubjectSequence: number): Promise<number> {
    const { seq } = await this.#client.publish(message.subject, message.payload, {
      msgID: message.id,
      timeout: ACK_TIMEOUT_MS,
      expect: { lastSubjectSequence },
    });
    this.#last.set(message.subject, seq);
    return seq;
  }

  async #readLast(subject: string): Promise<number> {
    const last = await this.#manager.streams.getMessage(streams.learn, { last_by_subj: subject });
    return last?.seq ?? 0;
  }
}
