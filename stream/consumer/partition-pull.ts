import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { recreateConsumer } from "./streams.ts";

/** Messages of one partition in memory, and on their way here. */
const MAX_QUEUED = 512;
/** Delivered and not acknowledged, per partition: far above what the queue and a turn hold. */
const MAX_ACK_PENDING = 8_192;
const ACK_WAIT_MS = 60_000;
const PULL_EXPIRES_MS = 5_000;
const NANOS_PER_MS = 1_000_000;

interface PullOptions {
  manager: JetStreamManager;
  client: JetStreamClient;
  partition: number;
  /** Of the consumer: nobody else has it. */
  name: string;
  /** The last sequence that came, or was applied before. */
  receivedUpTo: () => number;
  receive: (message: JsMsg) => void;
  /** Deliveries are counted: after a lost one all behind what has come is delivered again. */
  isCounted: boolean;
  failed: (error: unknown) => void;
}

/** One partition's durable consumer, made anew behind what has come, and what is pulled from it. */
export class PartitionPull {
  readonly #options: PullOptions;
  /** Goes up when the consumer is made anew: what an earlier one delivered late is left alone. */
  #generation = 0;
  #isClosed = false;
  #isProbing = false;
  #subscription: ConsumerMessages | undefined;
  /** How far the stream had delivered when it was asked last, and what had come by then. */
  #probed = { delivered: 0, received: 0 };

  constructor(options: PullOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { manager, client, partition, name, receivedUpTo } = this.#options;
    if (this.#isClosed) return;
    const generation = ++this.#generation;
    const before = this.#subscription;
    this.#subscription = undefined;
    await Promise.all([
      before?.close(),
      recreateConsumer(manager, {
        durable_name: name,
        filter_subject: subjects.eventsOfPartition(partition),
        ack_policy: AckPolicy.All,
        ack_wait: ACK_WAIT_MS * NANOS_PER_MS,
        max_ack_pending: MAX_ACK_PENDING,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: receivedUpTo() + 1,
      }),
    ]);
    if (generation !== this.#generation) return;
    const consumer = await client.consumers.get(streams.events, name);
    let expected = 1;
    const subscription = await consumer.consume({
      max_messages: MAX_QUEUED,
      expires: PULL_EXPIRES_MS,
      callback: (message) => {
        if (generation !== this.#generation) return;
        const isNext = message.info.deliverySequence === expected++;
        if (isNext || !this.#options.isCounted) this.#options.receive(message);
        else this.#openAgain();
      },
    });
    if (generation === this.#generation) this.#subscription = subscription;
    else await subscription.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#generation++;
    await this.#subscription?.close();
  }

  /**
   * Finds out, called again and again, whether the last delivery was lost: the stream says twice
   * that it has delivered what has not come.
   */
  async probe(): Promise<void> {
    const { manager, name, receivedUpTo } = this.#options;
    const generation = this.#generation;
    if (this.#subscription === undefined || this.#isProbing) return;
    this.#isProbing = true;
    const info = await manager.consumers
      .info(streams.events, name)
      .catch((error: unknown) => {
        if (generation === this.#generation) this.#options.failed(error);
      })
      .finally(() => {
        this.#isProbing = false;
      });
    if (info === undefined || generation !== this.#generation) return;
    const now = { delivered: info.delivered.stream_seq, received: receivedUpTo() };
    const { delivered, received } = this.#probed;
    this.#probed = now;
    const isSame = now.delivered === delivered && now.received === received;
    if (now.delivered > now.received && isSame) this.#openAgain();
  }

  #openAgain(): void {
    this.open().catch(this.#options.failed);
  }
}
