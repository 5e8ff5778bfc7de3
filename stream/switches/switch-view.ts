import { setTimeout as sleep } from "node:timers/promises";
import { type ConsumerMessages, DeliverPolicy, type JetStreamClient } from "@nats-io/jetstream";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import {
  decodeSwitches,
  type SwitchesMessage,
  type SwitchName,
} from "@slipstream/contracts/switches";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";
import { readSwitches } from "../relay/decision-reader.ts";

/** How long events wait for the first look at a shop's switches. */
const PATIENCE_MS = 1_000;
/** A database that was away is asked again after this. */
const RETRY_MS = 1_000;

/**
 * Which kill switches of each shop are off. They come from PostgreSQL, then from LEARN as they change.
 * While PostgreSQL is away, what LEARN was told last holds, over restarts too; only where nobody has
 * ever turned one, or LEARN has forgotten it, all are on until PostgreSQL has been read.
 */
export class SwitchView {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #shops = new Map<string, { readAt: number; off: ReadonlySet<string> }>();
  readonly #asked = new Set<string>();
  readonly #stop = new AbortController();
  #client: JetStreamClient | undefined;
  #messages: ConsumerMessages | undefined;

  constructor(options: { database: Database; log: Logger }) {
    this.#database = options.database;
    this.#log = options.log;
  }

  isOn(shop: string, name: SwitchName): boolean {
    return this.#shops.get(shop)?.off.has(name) !== true;
  }

  /** Reads the switches of shops that are not known yet; events do not wait long for a database. */
  async ensure(shops: Iterable<string>): Promise<void> {
    for (const shop of shops) {
      if (this.#asked.has(shop)) continue;
      this.#asked.add(shop);
      const known = new Promise<void>((resolve) => {
        void this.#readUntilKnown(shop, resolve);
      });
      await Promise.race([known, sleep(PATIENCE_MS)]);
    }
  }

  /** Goes on until PostgreSQL has answered; `onFirst` is called once something is known. */
  async #readUntilKnown(shop: string, onFirst: () => void): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        this.#put(shop, await this.#read(shop));
        return onFirst();
      } catch (error) {
        this.#log.error(
          { err: error, shop },
          "the switches could not be read: the last known hold",
        );
      }
      if (!this.#shops.has(shop)) await this.#recall(shop);
      onFirst();
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }

  #read(shop: string): Promise<SwitchesMessage> {
    return this.#database.use((sql) => inShop(sql, shop, readSwitches));
  }

  /** What LEARN was told last. */
  async #recall(shop: string): Promise<void> {
    try {
      const manager = await this.#client?.jetstreamManager();
      const subject = subjects.switches(shop);
      const last = await manager?.streams.getMessage(streams.learn, { last_by_subj: subject });
      if (last) this.#put(shop, decodeSwitches(last.data));
    } catch (error) {
      this.#log.error({ err: error, shop }, "the last known switches could not be read");
    }
  }

  /** Follows changes from now on. */
  async follow(client: JetStreamClient): Promise<void> {
    this.#client = client;
    if (this.#messages !== undefined) return;
    const consumer = await client.consumers.get(streams.learn, {
      filter_subjects: subjects.switches("*"),
      deliver_policy: DeliverPolicy.New,
    });
    this.#messages = await consumer.consume({
      callback: ({ subject, data }) => {
        const shop = parseLearnSubject(subject)?.shop;
        try {
          if (shop !== undefined) this.#put(shop, decodeSwitches(data));
        } catch (error) {
          this.#log.error({ err: error, subject }, "a change of switches could not be read");
        }
      },
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#messages?.close();
  }

  #put(shop: string, { readAt, off }: SwitchesMessage): void {
    if (readAt < (this.#shops.get(shop)?.readAt ?? 0)) return;
    this.#shops.set(shop, { readAt, off: new Set(off) });
  }
}
