import { type JetStreamClient, type JetStreamManager, jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { Redis } from "ioredis";
import { declareStreams } from "../consumer/streams.ts";
import { messageOf } from "./events.ts";

const POLL_MS = 20;
const PATIENCE_MS = 60_000;
const IN_FLIGHT = 500;

/** Publishes events and looks at what became of them: for tests and benchmarks. */
export class LogClient {
  readonly redis: Redis;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly #connection: NatsConnection;

  private constructor(redis: Redis, connection: NatsConnection, manager: JetStreamManager) {
    this.redis = redis;
    this.client = jetstream(connection);
    this.manager = manager;
    this.#connection = connection;
  }

  /** Connects, and declares the streams. */
  static async open(urls: { natsUrl: string; redisUrl: string }): Promise<LogClient> {
    const connection = await connect({ servers: urls.natsUrl });
    const manager = await declareStreams(connection, { replicas: 1 });
    return new LogClient(new Redis(urls.redisUrl), connection, manager);
  }

  /** Publishes in order; answers the last sequence. */
  async publish(events: readonly ShopEvent[]): Promise<number> {
    let last = 0;
    for (let from = 0; from < events.length; from += IN_FLIGHT) {
      const acks = await Promise.all(
        events.slice(from, from + IN_FLIGHT).map((event) => {
          const { subject, payload } = messageOf(event);
          return this.client.publish(subject, payload, { msgID: event.id });
        }),
      );
      last = Math.max(last, ...acks.map(({ seq }) => seq));
    }
    return last;
  }

  /** The highest watermark of all partitions. */
  async watermark(): Promise<number> {
    const all = await Promise.all(
      Array.from({ length: PARTITIONS }, (_, partition) =>
        this.redis.hget(keys.partition(partition), "watermark"),
      ),
    );
    return Math.max(...all.map(Number));
  }

  /** Waits until everything up to a sequence is applied. */
  applied(sequence: number): Promise<void> {
    return until(async () => (await this.watermark()) >= sequence);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await this.#connection.close();
  }
}

/** Asks again and again until it is so. */
export async function until(isSo: () => Promise<boolean>, pollMs = POLL_MS): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("what was waited for did not come");
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
