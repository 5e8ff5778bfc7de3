import { setTimeout as sleep, setImmediate as yieldToLoop } from "node:timers/promises";
import {
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JsMsg,
} from "@nats-io/jetstream";
import type { ComponentMessage } from "@slipstream/algorithms/components/shared-factors";
import { decodeFactors } from "@slipstream/contracts/factors";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import type { Logger } from "pino";
import { FACTOR_SPACE } from "./shop-learner.ts";

/**
 * LEARN is followed from so long before: what was told then and is not in Redis yet when we read
 * Redis would be missed otherwise. A turn takes milliseconds from the one to the other.
 */
const OVERLAP_MS = 10_000;
/** Messages that are kept of shops that are not here yet. */
const MAX_RECENT = 500;
const MAX_BUFFERED_MESSAGES = 100;
/** Longest run of taking messages before the turn at hand goes on. */
const SLICE_MS = 4;
const RETRY_MS = 500;

interface RecentMessage {
  shop: string;
  toldAtMs: number;
  message: ComponentMessage;
}

/** Hears on LEARN what the other processors learn. With none there is nothing to be followed. */
export class ComponentFeed {
  readonly #client: Pick<JetStreamClient, "consumers">;
  readonly #log: Logger;
  readonly #isHeld: (partition: number) => boolean;
  readonly #receive: (shop: string, message: ComponentMessage) => boolean;
  #recent: RecentMessage[] = [];
  #messages: ConsumerMessages | undefined;
  #isWanted = false;
  #running = false;
  /** The last sequence of LEARN that was heard since others came; 0 for none. */
  #heardUpTo = 0;

  /** `receive` answers whether the shop's learner is here. */
  constructor(options: {
    client: Pick<JetStreamClient, "consumers">;
    log: Logger;
    isHeld: (partition: number) => boolean;
    receive: (shop: string, message: ComponentMessage) => boolean;
  }) {
    this.#client = options.client;
    this.#log = options.log;
    this.#isHeld = options.isHeld;
    this.#receive = options.receive;
  }

  /** Sees to it that others are heard where there are any, and only there. */
  follow({ isAlone }: { isAlone: boolean }): void {
    if (isAlone) {
      this.close();
      return;
    }
    if (!this.#isWanted) this.#heardUpTo = 0;
    this.#isWanted = true;
    if (!this.#running) void this.#run(Date.now());
  }

  /** What was told of a shop a moment ago, when its learner was not here. */
  recentOf(shop: string): ComponentMessage[] {
    const told = this.#recent.filter((each) => each.shop === shop);
    this.#recent = this.#recent.filter((each) => each.shop !== shop);
    return told.map(({ message }) => message);
  }

  close(): void {
    this.#isWanted = false;
    void this.#messages?.close();
  }

  async #run(sinceMs: number): Promise<void> {
    this.#running = true;
    while (this.#isWanted) {
      try {
        await this.#listen(sinceMs);
      } catch (error) {
        this.#log.warn({ err: error }, "what other processors learn cannot be heard");
      }
      this.#messages = undefined;
      if (this.#isWanted) await sleep(RETRY_MS, undefined, { ref: false });
    }
    this.#running = false;
  }

  async #listen(sinceMs: number): Promise<void> {
    const consumer = await this.#client.consumers.get(streams.learn, {
      filter_subjects: subjects.allFactors,
      // After a break from where it was: what was told meanwhile may not be told again.
      ...(this.#heardUpTo > 0
        ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: this.#heardUpTo + 1 }
        : {
            deliver_policy: DeliverPolicy.StartTime,
            opt_start_time: new Date(sinceMs - OVERLAP_MS).toISOString(),
          }),
    });
    const messages = await consumer.consume({ max_messages: MAX_BUFFERED_MESSAGES });
    this.#messages = messages;
    if (!this.#isWanted) {
      // Its end comes to those who go through the messages, and nobody does.
      void messages.close();
      return;
    }
    let sliceEndsAt = performance.now() + SLICE_MS;
    for await (const message of messages) {
      this.#take(message);
      if (performance.now() < sliceEndsAt) continue;
      await yieldToLoop();
      sliceEndsAt = performance.now() + SLICE_MS;
    }
  }

  #take(sent: JsMsg): void {
    this.#heardUpTo = sent.seq;
    const { shop, partition = 0 } = parseLearnSubject(sent.subject) ?? {};
    if (shop === undefined || this.#isHeld(partition)) return;
    const message = readComponents(sent, this.#log);
    if (message === undefined || this.#receive(shop, message)) return;
    const nowMs = Date.now();
    this.#recent.push({ shop, toldAtMs: nowMs, message });
    const isOver = ({ toldAtMs }: RecentMessage) => toldAtMs < nowMs - OVERLAP_MS;
    while (this.#recent.length > MAX_RECENT || isOver(this.#recent[0]!)) this.#recent.shift();
  }
}

/** Undefined for one that cannot be read, and for one of another space. */
function readComponents(sent: JsMsg, log: Logger): ComponentMessage | undefined {
  try {
    const { spaceId, home = 0, absorbed = [], records } = decodeFactors(sent.data);
    return spaceId === FACTOR_SPACE ? { home, stamp: sent.seq, absorbed, records } : undefined;
  } catch (error) {
    log.error({ err: error, subject: sent.subject }, "factors on LEARN cannot be read");
    return undefined;
  }
}
