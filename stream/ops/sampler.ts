import { setTimeout as sleep } from "node:timers/promises";
import type { HubFigures } from "@slipstream/contracts/hub-figures";
import { SAMPLE_SECONDS, SAMPLES_KEPT_HOURS } from "@slipstream/contracts/ops-history";
import type { StreamStatus } from "@slipstream/contracts/stream-status";
import type { Logger } from "pino";
import type postgres from "postgres";
import type { Database } from "../archive/database.ts";

const SAMPLE_MS = SAMPLE_SECONDS * 1000;
/** Old rows go with one sample of so many. */
const PRUNE_EVERY = 60;

interface SamplerOptions {
  database: Database;
  status: () => Promise<StreamStatus>;
  /** Undefined where there is no edge. */
  hubs: (() => Promise<HubFigures>) | undefined;
  log: Logger;
}

/**
 * Writes down how the stream stands, every ten seconds, for dashboards that look back. Every
 * processor does it: a sample's time is its key, so whoever comes first to an interval writes it.
 */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #stop = new AbortController();
  #done: Promise<void> | undefined;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let count = 0; !signal.aborted; count++) {
      const untilNextMs = SAMPLE_MS - (Date.now() % SAMPLE_MS);
      await sleep(untilNextMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#sample(Math.round(Date.now() / SAMPLE_MS) * SAMPLE_MS, count).catch(
        (error: unknown) => this.#options.log.warn({ err: error }, "a sample could not be taken"),
      );
    }
  }

  async #sample(atMs: number, count: number): Promise<void> {
    const { database, status, hubs } = this.#options;
    const at = new Date(atMs);
    if (await database.use((sql) => isThere(sql, at))) return;
    const [stream, figures] = await Promise.all([status(), hubs?.().catch(() => undefined)]);
    await database.use((sql) => writeSample(sql, { at, stream, hubs: figures }));
    if (count % PRUNE_EVERY === 0) await database.use(prune);
  }
}

async function isThere(sql: postgres.Sql, at: Date): Promise<boolean> {
  const rows = await sql`select from ops_samples where at = ${at}`;
  return rows.length > 0;
}

/** Writes a sample unless another processor did. */
export async function writeSample(
  sql: postgres.Sql,
  sample: { at: Date; stream: StreamStatus; hubs: HubFigures | undefined },
): Promise<void> {
  const { at, stream, hubs } = sample;
  const { partitions, totals, relay } = stream;
  // Written as PostgreSQL writes lists: the driver would have to ask for the types of arrays.
  const list = (read: (partition: (typeof partitions)[number]) => number) =>
    `{${partitions.map(read).join(",")}}`;
  await sql`
    insert into ops_samples (
      at, pending, ack_pending, lag_seconds, in_per_second, out_per_second, dead_letters,
      relay_depth, relay_age_seconds, hub_depth, hub_age_seconds, rails, p50_ms, p99_ms)
    values (
      ${at}, ${list(({ pending }) => pending)}::text::integer[],
      ${list(({ ackPending }) => ackPending)}::text::integer[],
      ${list(({ lagSeconds }) => lagSeconds)}::text::real[],
      ${list(({ inPerSecond }) => inPerSecond)}::text::real[],
      ${list(({ outPerSecond }) => outPerSecond)}::text::real[],
      ${totals.deadLettersWaiting}, ${relay?.depth ?? 0}, ${relay?.oldestAgeSeconds ?? 0},
      ${hubs?.outboxDepth ?? null}, ${hubs?.outboxOldestAgeSeconds ?? null},
      ${hubs?.rails ?? null}, ${hubs?.p50Ms ?? null}, ${hubs?.p99Ms ?? null})
    on conflict (at) do nothing`;
}

async function prune(sql: postgres.Sql): Promise<void> {
  await sql`
    delete from ops_samples where at < now() - make_interval(hours => ${SAMPLES_KEPT_HOURS})`;
}
