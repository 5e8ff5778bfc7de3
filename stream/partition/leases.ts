import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";

/** Renewals within the life of a lease. */
const RENEWALS_PER_TTL = 3;

/** A lease that was ours is somebody else's, or could not be renewed in time. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  readonly code = "lease_lost";
}

/**
 * Leases on partitions in a NATS key-value bucket whose entries vanish when they are not renewed.
 * The revision of the last one taken is the fencing token: the bucket counts up for ever, so a
 * later holder always has a higher one.
 */
export class Leases {
  readonly token: number;
  readonly #kv: KV;
  readonly #holder: string;
  readonly #ttlMs: number;
  readonly #revisions: Map<number, number>;
  #timer: NodeJS.Timeout | undefined;
  #renewedAtMs = performance.now();

  private constructor(options: {
    kv: KV;
    holder: string;
    ttlMs: number;
    revisions: Map<number, number>;
  }) {
    this.#kv = options.kv;
    this.#holder = options.holder;
    this.#ttlMs = options.ttlMs;
    this.#revisions = options.revisions;
    this.token = Math.max(...options.revisions.values());
  }

  /** Takes all the partitions, or none: undefined while somebody else holds one. */
  static async take(options: {
    kv: KV;
    partitions: readonly number[];
    holder: string;
    ttlMs: number;
  }): Promise<Leases | undefined> {
    const revisions = new Map<number, number>();
    for (const partition of options.partitions) {
      try {
        revisions.set(partition, await options.kv.create(leaseKey(partition), options.holder));
      } catch (error) {
        await Promise.all(
          [...revisions].map(([taken, previousSeq]) =>
            options.kv.delete(leaseKey(taken), { previousSeq }).catch(() => undefined),
          ),
        );
        if (isHeld(error)) return undefined;
        throw error;
      }
    }
    return new Leases({ ...options, revisions });
  }

  /** Renews in the background; calls `lost` once when that fails for as long as a lease lives. */
  keep(lost: (error: LeaseLost) => void): void {
    this.#timer = setInterval(() => {
      this.#renew().catch((error: unknown) => {
        const late = performance.now() - this.#renewedAtMs > this.#ttlMs;
        if (!late && !isHeld(error)) return;
        clearInterval(this.#timer);
        lost(new LeaseLost("the leases on the partitions were lost", { cause: error }));
      });
    }, this.#ttlMs / RENEWALS_PER_TTL);
  }

  /** Gives the partitions back at once, so that another can take them without waiting. */
  async release(): Promise<void> {
    this.stop();
    await Promise.all(
      [...this.#revisions].map(([partition, previousSeq]) =>
        this.#kv.delete(leaseKey(partition), { previousSeq }).catch(() => undefined),
      ),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #renew(): Promise<void> {
    const startedAtMs = performance.now();
    await Promise.all(
      [...this.#revisions].map(async ([partition, revision]) => {
        const next = await this.#kv.update(leaseKey(partition), this.#holder, revision);
        this.#revisions.set(partition, next);
      }),
    );
    this.#renewedAtMs = startedAtMs;
  }
}

/** The key of a partition's lease. */
export function leaseKey(partition: number): string {
  return `partition.${partition}`;
}

/** True for the answer to a write whose expected revision is not the last: the lease is taken. */
function isHeld(error: unknown): boolean {
  return (
    error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence
  );
}
