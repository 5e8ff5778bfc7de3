import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";

/** Renewals within the life of a lease. */
export const RENEWALS_PER_TTL = 3;

/** A lease that was ours is somebody else's, or could not be renewed in time. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  readonly code = "lease_lost";
}

/**
 * The leases that one processor has, in a NATS key-value bucket whose entries vanish when they are
 * not renewed. The revision under which a lease was taken, or confirmed, is its fencing token: the
 * bucket counts up for ever, so a later holder always has a higher one.
 */
export class Leases {
  readonly #kv: KV;
  readonly #holder: string;
  readonly #ttlMs: number;
  readonly #revisions = new Map<number, number>();
  #renewedAtMs = performance.now();
  /** Changes of leases that are held come one after the other: each needs the last revision. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: { kv: KV; holder: string; ttlMs: number }) {
    this.#kv = options.kv;
    this.#holder = options.holder;
    this.#ttlMs = options.ttlMs;
  }

  get held(): readonly number[] {
    return [...this.#revisions.keys()].sort((a, b) => a - b);
  }

  holds(partition: number): boolean {
    return this.#revisions.has(partition);
  }

  /** False once they may have run out: what was paused must not believe that it holds anything. */
  get isFresh(): boolean {
    return performance.now() - this.#renewedAtMs < this.#ttlMs;
  }

  /** Takes a partition that nobody has; false when somebody does. */
  async take(partition: number): Promise<boolean> {
    const startedAtMs = performance.now();
    try {
      const revision = await this.#kv.create(leaseKey(partition), this.#holder);
      if (this.#revisions.size === 0) this.#renewedAtMs = startedAtMs;
      this.#revisions.set(partition, revision);
      return true;
    } catch (error) {
      if (isHeld(error)) return false;
      throw error;
    }
  }

  /**
   * Renews all. Answers those that are somebody else's now, or ran out; all of them when they could
   * not be renewed for as long as a lease lives.
   */
  renew(): Promise<number[]> {
    return this.#afterLast(async () => {
      const startedAtMs = performance.now();
      const lost = new Set<number>();
      const renewals = [...this.#revisions].map(async ([partition, revision]) => {
        try {
          this.#revisions.set(
            partition,
            await this.#kv.update(leaseKey(partition), this.#holder, revision),
          );
        } catch (error) {
          if (!isHeld(error)) throw error;
          lost.add(partition);
        }
      });
      const results = await Promise.allSettled(renewals);
      if (results.every(({ status }) => status === "fulfilled")) this.#renewedAtMs = startedAtMs;
      else if (!this.isFresh) for (const partition of this.#revisions.keys()) lost.add(partition);
      for (const partition of lost) this.#revisions.delete(partition);
      return [...lost];
    });
  }

  /** The revision of a lease that is held, as of now. */
  tokenOf(partition: number): number {
    const revision = this.#revisions.get(partition);
    if (revision === undefined) throw new LeaseLost(`partition ${partition} is not held`);
    return revision;
  }

  /** Gives partitions back at once, so that others can take them without waiting. */
  release(partitions: Iterable<number>): Promise<void> {
    return this.#afterLast(async () => {
      const given = [...partitions].map(async (partition) => {
        const previousSeq = this.#revisions.get(partition);
        // Lost meanwhile: without a revision another's lease would be deleted.
        if (previousSeq === undefined) return;
        this.#revisions.delete(partition);
        // What cannot be given back runs out.
        await this.#kv.delete(leaseKey(partition), { previousSeq }).catch(() => undefined);
      });
      await Promise.all(given);
    });
  }

  #afterLast<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#last.then(change);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** The key of a partition's lease; its value is the holder's id. */
export function leaseKey(partition: number): string {
  return `partition.${partition}`;
}

/** True for the answer to a write whose expected revision is not the last: the lease is taken. */
function isHeld(error: unknown): boolean {
  return (
    error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence
  );
}
