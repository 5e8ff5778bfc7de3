import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import type { StoreAddresses } from "../rebuild/stores.ts";
import { endJob, noteProgress, type TakenJob, takeJob } from "./job-table.ts";
import { replayLive } from "./replay-live.ts";
import { replayShadow, shadowNamespace } from "./replay-shadow.ts";

const POLL_MS = 2_000;
/** How often each event is learnt again in a shadow, where nothing else is fixed. */
const DEFAULT_REPLAYS = 1;

/** A job was stopped by somebody, or this process stops. */
class ReplayStopped extends Error {
  override readonly name = "ReplayStopped";
  readonly code = "replay_stopped";
}

interface ReplayRunnerOptions {
  database: Database;
  redis: Redis;
  client: JetStreamClient;
  addresses: StoreAddresses;
  replays: number | undefined;
  log: Logger;
}

/**
 * Works off the replays that somebody asked for, one after the other. A job has one worker: who has
 * not told that it is alive for twenty seconds loses it to the next processor that looks.
 */
export class ReplayRunner {
  readonly #options: ReplayRunnerOptions;
  readonly #stop = new AbortController();
  #done: Promise<void> | undefined;

  constructor(options: ReplayRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#run();
  }

  /** What is under way is broken off; the next processor takes it up. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { database, log } = this.#options;
    while (!signal.aborted) {
      try {
        const job = await takeJob(database);
        if (job !== undefined) await this.#work(job);
      } catch (error) {
        log.warn({ err: error }, "replays could not be looked at");
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #work(job: TakenJob): Promise<void> {
    const { database, log } = this.#options;
    try {
      const outcome = await (job.target === "live" ? this.#live(job) : this.#shadow(job));
      await endJob(database, job, { state: "done", outcome });
    } catch (error) {
      if (error instanceof ReplayStopped || this.#stop.signal.aborted) return;
      log.warn({ err: error, job: job.id }, "a replay failed");
      const outcome = error instanceof Error ? error.message : String(error);
      await endJob(database, job, { state: "failed", outcome });
    }
  }

  async #live(job: TakenJob): Promise<string> {
    const { missing, untold } = await replayLive(
      this.#options,
      job,
      async (reached, { events }) => {
        const goesOn = await noteProgress(this.#options.database, job, { reached, events });
        if (!goesOn || this.#stop.signal.aborted) throw new ReplayStopped();
      },
    );
    const told = `${missing} had not taken effect, and were published again.`;
    return untold === 0 ? told : `${told} Of ${untold} nobody can tell any more: left alone.`;
  }

  async #shadow(job: TakenJob): Promise<string> {
    const { database, addresses, replays = DEFAULT_REPLAYS } = this.#options;
    const { shop, untilMs } = job;
    const namespace = shadowNamespace(shop);
    const ended = new AbortController();
    let progress = { reached: job.fromSequence - 1, events: 0 };
    const tell = async () => {
      if (!(await noteProgress(database, job, progress))) ended.abort();
    };
    let told: Promise<void> = Promise.resolve();
    const telling = setInterval(() => {
      told = told.then(tell).catch(() => undefined);
    }, POLL_MS);
    try {
      const { events, skipped } = await replayShadow(
        { addresses, shop, untilMs, replays, namespace },
        {
          signal: AbortSignal.any([ended.signal, this.#stop.signal]),
          progressed: (news) => {
            progress = news;
          },
        },
      );
      // A note that is still on its way would overtake the last one.
      clearInterval(telling);
      await told;
      await noteProgress(database, job, { reached: job.toSequence, events });
      return `${events} events applied, ${skipped} left out. It is in the namespace ${namespace}.`;
    } catch (error) {
      if (ended.signal.aborted) throw new ReplayStopped();
      throw error;
    } finally {
      clearInterval(telling);
    }
  }
}
