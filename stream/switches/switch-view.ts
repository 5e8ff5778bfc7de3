import { type ConsumerMessages, DeliverPolicy, type JetStreamClient } from "@nats-io/jetstream";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import {
  decodeSwitches,
  type SwitchesMessage,
  type SwitchName,
} from "@slipstream/contracts/switches";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { readSwitches } from "../relay/decision-reader.ts";

/** Which kill switches of each shop are off; without word of them all are on. */
export class SwitchView {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #shops = new Map<string, { readAt: number; off: ReadonlySet<string> }>();
  readonly #asked = new Set<string>();
  #messages: ConsumerMessages | undefined;

  constructor(options: { database: Database; log: Logger }) {
    this.#database = options.database;
    this.#log = options.log;
  }

  isOn(shop: string, name: SwitchName): boolean {
    return this.#shops.get(shop)?.off.has(name) !== true;
  }

  /** Reads the switches of shops that are not known yet; events do not wait for a database. */
  async ensure(shops: Iterable<string>): Promise<void> {
    for (const shop of shops) {
      if (this.#asked.has(shop)) continue;
      this.#asked.add(shop);
      try {
        this.#put(
          shop,
          await this.#database.use((sql) =>
            sql.begin(async (transaction) => {
              await transaction`select set_config('app.shop', ${shop}, true)`;
              return readSwitches(transaction);
            }),
          ),
        );
      } catch (error) {
        this.#log.error({ err: error, shop }, "the switches could not be read: all count as on");
      }
    }
  }

  /** Follows changes from now on. */
  async follow(client: JetStreamClient): Promise<void> {
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
    await this.#messages?.close();
  }

  #put(shop: string, { readAt, off }: SwitchesMessage): void {
    if (readAt < (this.#shops.get(shop)?.readAt ?? 0)) return;
    this.#shops.set(shop, { readAt, off: new Set(off) });
  }
}
