import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** What one pass over a shop's work came to. */
export interface Drained {
  /** Rows that are done with. */
  done: number;
  /** There may be more: go on at once. */
  more: boolean;
  /** What stopped it; the rest is tried again later. */
  failure?: unknown;
}

/**
 * One kind of work, shop by shop: at most one pass at a time for each shop, tried again after a
 * growing pause when something fails. Shops do not hold up each other, nor do lanes.
 */
export class Lane {
  readonly #name: string;
  readonly #drain: (shop: string) => Promise<Drained>;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, string>();

  constructor(options: { name: string; drain: (shop: string) => Promise<Drained>; log: Logger }) {
    this.#name = options.name;
    this.#drain = options.drain;
    this.#log = options.log;
  }

  /** Why work of some shop does not go on; undefined when all does. */
  get failure(): string | undefined {
    const [first] = this.#failures.values();
    return first;
  }

  /** Says that a shop has work. */
  wake(shop: string): void {
    if (this.#running.has(shop) || this.#stop.signal.aborted) return;
    const running = this.#work(shop).finally(() => this.#running.delete(shop));
    this.#running.set(shop, running);
  }

  /** Lets the passes at hand end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  async #work(shop: string): Promise<void> {
    let pauseMs = FIRST_RETRY_MS;
    while (!this.#stop.signal.aborted) {
      const { more, failure } = await this.#pass(shop);
      if (failure === undefined) {
        this.#failures.delete(shop);
        if (!more) return;
        pauseMs = FIRST_RETRY_MS;
        continue;
      }
      this.#failures.set(shop, failure instanceof Error ? failure.message : String(failure));
      this.#log.warn({ err: failure, shop, lane: this.#name, pauseMs }, "the relay tries again");
      await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, LAST_RETRY_MS);
    }
  }

  async #pass(shop: string): Promise<Drained> {
    try {
      return await this.#drain(shop);
    } catch (failure) {
      return { done: 0, more: true, failure };
    }
  }
}
