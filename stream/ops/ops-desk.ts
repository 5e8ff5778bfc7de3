import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import type { Member } from "@slipstream/contracts/members";
import { STATUS_OF_ALL_PATH } from "@slipstream/contracts/stream-status";
import { STORES_PATH } from "@slipstream/contracts/system-status";
import { Hono } from "hono";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { Database } from "../archive/database.ts";
import type { StoreAddresses } from "../rebuild/stores.ts";
import { ReplayRunner } from "../replay/replay-runner.ts";
import type { StatusReader } from "../status.ts";
import { askHubs } from "./ask-hubs.ts";
import { lettersHttp } from "./letters-http.ts";
import { withOthers } from "./processors.ts";
import { Sampler } from "./sampler.ts";
import { signedOnly } from "./signed-only.ts";
import { readStores } from "./stores.ts";

interface OpsDeskOptions {
  connection: NatsConnection;
  manager: JetStreamManager;
  client: JetStreamClient;
  redis: Redis;
  /** The processors that live; this one comes first. */
  processors: () => readonly Member[];
  addresses: StoreAddresses;
  /** How often each event is learnt again, where that is fixed. */
  replays: number | undefined;
  status: StatusReader;
  edge: { url: string; secret: string } | undefined;
  /** Under which the edge signs its calls; without it none of them is answered. */
  secret: string | undefined;
  log: Logger;
}

/**
 * What a processor does for the dashboards of those who run the shop: keeps the history, tells of
 * the stores, works on dead letters and replays. With a database client of its own: whatever goes wrong here
 * disturbs no event.
 */
export class OpsDesk {
  readonly http: Hono;
  readonly #status: StatusReader;
  readonly #database: Database;
  readonly #sampler: Sampler;
  readonly #replays: ReplayRunner;

  constructor(options: OpsDeskOptions) {
    const { status, edge, secret, log } = options;
    const database = new Database(options.addresses.databaseUrl);
    this.#status = status;
    this.#database = database;
    this.#sampler = new Sampler({
      database,
      status: () => status.read(),
      hubs: edge && (() => askHubs(edge)),
      log,
    });
    const parts = { ...options, database };
    this.#replays = new ReplayRunner(parts);
    this.http = new Hono();
    if (secret === undefined) return;
    this.http.use("/internal/*", signedOnly(secret));
    this.http.post(STORES_PATH, async (context) =>
      context.json(await readStores({ ...parts, processors: options.processors() })),
    );
    this.http.post(STATUS_OF_ALL_PATH, async (context) =>
      context.json(await withOthers(await status.read(), options.processors().slice(1))),
    );
    this.http.route("/", lettersHttp(parts));
  }

  start(): void {
    this.#status.watch();
    this.#sampler.start();
    this.#replays.start();
  }

  /** Makes new connections to PostgreSQL. */
  reconnectDatabase(): void {
    this.#database.reset();
  }

  async stop(): Promise<void> {
    this.#status.stop();
    await Promise.all([this.#sampler.stop(), this.#replays.stop()]);
    await this.#database.close();
  }
}
