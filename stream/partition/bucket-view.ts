import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV, KvEntry, KvWatchEntry } from "@nats-io/kv";
import type { QueuedIterator } from "@nats-io/nats-core";
import type { Logger } from "pino";
import { bucketKeys } from "./bucket-keys.ts";

interface Seen {
  value: string;
  revision: number;
  /** When its last renewal came here, on the clock of `performance`. */
  seenAtMs: number;
  /** When the server took it, by the server's clock. */
  createdAtMs: number;
}

/** How long a follower of a bucket waits to try again. */
const RETRY_MS = 250;

/**
 * What lies in a key-value bucket whose entries vanish unless they are renewed. Nobody tells when
 * one vanishes: those that were not renewed in time are asked for, and the server decides.
 */
export class BucketView {
  readonly #manager: JetStreamManager;
  readonly #kv: KV;
  readonly #ttlMs: number;
  readonly #changed: () => void;
  readonly #log: Logger;
  readonly #entries = new Map<string, Seen>();
  /** By how much our clock is ahead of the server's, and by how long the fastest entry took. */
  #aheadMs = Number.POSITIVE_INFINITY;
  #watch: QueuedIterator<KvWatchEntry> | undefined;
  #isStopped = false;

  constructor(options: {
    manager: JetStreamManager;
    kv: KV;
    ttlMs: number;
    changed: () => void;
    log: Logger;
  }) {
    this.#manager = options.manager;
    this.#kv = options.kv;
    this.#ttlMs = options.ttlMs;
    this.#changed = options.changed;
    this.#log = options.log;
  }

  /** Reads what is there, and follows changes from now on. */
  async open(): Promise<void> {
    this.#aheadMs = Number.POSITIVE_INFINITY;
    const watch = await this.#kv.watch();
    const before = this.#watch;
    this.#watch = watch;
    before?.stop();
    void this.#follow(watch);
    const there = await bucketKeys(this.#manager, this.#kv);
    const keys = new Set([...this.#entries.keys(), ...there]);
    await Promise.all([...keys].map((key) => this.#read(key)));
  }

  stop(): void {
    this.#isStopped = true;
    this.#watch?.stop();
  }

  valueOf(key: string): string | undefined {
    return this.#entries.get(key)?.value;
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  values(): string[] {
    return [...this.#entries.values()].map(({ value }) => value);
  }

  /** Asks for the entries that were not renewed in time, and lets go of those that are gone. */
  async sweep(): Promise<void> {
    const overdue = [...this.#entries].filter(([, { seenAtMs, createdAtMs }]) => {
      // What was old when it came is told by the server's clock; where that is not known yet, by
      // the other rule, no later than this.
      const ageMs = Date.now() - this.#aheadMs - createdAtMs;
      return performance.now() - seenAtMs > this.#ttlMs || ageMs > this.#ttlMs;
    });
    await Promise.all(overdue.map(([key]) => this.#read(key)));
  }

  async #read(key: string): Promise<void> {
    const revision = this.#entries.get(key)?.revision;
    const entry = await this.#kv.get(key);
    if (entry !== null && entry.operation === "PUT") this.#put(entry);
    // What came meanwhile is newer than the answer.
    else if (revision !== undefined) this.#drop(key, revision + 1);
  }

  #put(entry: KvEntry): void {
    const { key, revision } = entry;
    const known = this.#entries.get(key);
    if (known !== undefined && known.revision >= revision) return;
    const value = entry.string();
    const createdAtMs = entry.created.getTime();
    this.#aheadMs = Math.min(this.#aheadMs, Date.now() - createdAtMs);
    this.#entries.set(key, { value, revision, seenAtMs: performance.now(), createdAtMs });
    if (known?.value !== value) this.#changed();
  }

  #drop(key: string, revision: number): void {
    if ((this.#entries.get(key)?.revision ?? revision) >= revision) return;
    this.#entries.delete(key);
    this.#changed();
  }

  async #follow(watch: QueuedIterator<KvWatchEntry>): Promise<void> {
    try {
      for await (const entry of watch) {
        if (entry.operation === "PUT") this.#put(entry);
        else this.#drop(entry.key, entry.revision);
      }
    } catch (error) {
      this.#log.warn({ err: error }, "a bucket is not followed for a moment");
    }
    // Unless it was opened again already.
    while (!this.#isStopped && this.#watch === watch) {
      await sleep(RETRY_MS);
      if (this.#isStopped || this.#watch !== watch) return;
      try {
        return await this.open();
      } catch (error) {
        this.#log.warn({ err: error }, "a bucket could not be followed");
      }
    }
  }
}
