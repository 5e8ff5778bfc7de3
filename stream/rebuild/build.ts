import type { Logger } from "pino";
import { readLogStart } from "../turns/log-start.ts";
import { databaseTime } from "./erased-meanwhile.ts";
import { settleExpiries } from "./expiry.ts";
import { Follower } from "./follower.ts";
import { highestOf, readLiveWatermarks } from "./live-watermarks.ts";
import { eventsFromArchive, eventsFromLog, type Range } from "./log-source.ts";
import { namespacePrefix, openNamespace } from "./namespace.ts";
import { RebuildError } from "./rebuild-error.ts";
import { StateBuilder } from "./state-builder.ts";
import type { RebuildStores } from "./stores.ts";

/** Events per shop that are read from the archive at a time. */
const PAGE_EVENTS = 4_096;
/** A state that lies no further behind than this is near enough for its end to be waited for. */
const NEAR_EVENTS = 2_000;
/** Times that what was applied meanwhile is applied as well, before the live ones have to wait. */
const MAX_ROUNDS = 50;

export interface BuildOptions {
  stores: RebuildStores;
  namespace: string;
  from: "log" | "archive";
  /** Of all shops where absent. */
  shop?: string | undefined;
  until?: number | undefined;
  replays: number;
  log: Logger;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  /** Events applied so far. */
  events: number;
  /** The last sequence looked at, and the one to be reached. */
  upTo: number;
  target: number;
}

/** One state that is built in a namespace, from nothing up to what the live processors have. */
export class Build {
  readonly builder: StateBuilder;
  readonly follower: Follower;
  /** When it began, on the database's clock. */
  readonly since: Date;
  readonly prefix: string;
  readonly #stores: RebuildStores;
  #expired = 0;

  private constructor(options: BuildOptions, since: Date) {
    const { stores, namespace, shop, until, from, onProgress = () => undefined } = options;
    this.#stores = stores;
    this.since = since;
    this.prefix = namespacePrefix(namespace);
    const { redisUrl, client, database } = stores;
    const { replays, log } = options;
    this.builder = new StateBuilder({ redisUrl, namespace, client, database, replays, log });
    const source = (range: Range) =>
      from === "log"
        ? eventsFromLog(stores, { ...range, shop })
        : eventsFromArchive(stores, { ...range, shop, limit: PAGE_EVENTS });
    const apply = this.builder.apply.bind(this.builder);
    this.follower = new Follower({ source, apply, until, onProgress });
  }

  /**
   * Empties the namespace and gets ready.
   * @throws RebuildError `log_incomplete`
   */
  static async open(options: BuildOptions): Promise<Build> {
    const { stores, namespace, from } = options;
    const { wholeFrom } = await readLogStart(stores.manager);
    if (from === "log" && wholeFrom > 1) {
      throw new RebuildError(
        "log_incomplete",
        `EVENTS is whole from message ${wholeFrom} on only: what was before is archived. Say --from archive.`,
      );
    }
    const since = await databaseTime(stores.database);
    await openNamespace(stores.redis, namespace);
    return new Build(options, since);
  }

  /** Keys that would have expired by now. */
  get expired(): number {
    return this.#expired;
  }

  /**
   * Builds until little is left that the live processors have and this state has not.
   * @throws RebuildError `nothing_applied`, `log_gap`; FenceError when the namespace was dropped
   */
  async comeNear(): Promise<void> {
    const { redis } = this.#stores;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const target = await readLiveWatermarks(redis);
      if (highestOf(target) === 0) {
        throw new RebuildError(
          "nothing_applied",
          "Redis knows of no event that was applied. A processor that starts reads the archive by itself.",
        );
      }
      await this.follower.reach(target);
      if (round === 0) await this.#reachPresent();
      const now = highestOf(await readLiveWatermarks(redis));
      if (now - this.follower.complete <= NEAR_EVENTS) return;
    }
  }

  close(): void {
    this.builder.close();
  }

  async #reachPresent(): Promise<void> {
    this.#expired = await settleExpiries(this.#stores.redis, this.prefix);
    this.builder.reachPresent();
  }
}
