import type { KV } from "@nats-io/kv";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { leaseKey } from "../partition/leases.ts";
import { RebuildError } from "./rebuild-error.ts";

const RENEWALS_PER_TTL = 3;

/**
 * All partitions, taken from whoever has them, and kept until they are given back. Their processors
 * notice at their next renewal, or at their next commit, which Redis refuses; then they wait.
 */
export class PartitionHold {
  /** Fencing tokens: above those of all earlier holders. */
  readonly tokens = new Map<number, number>();
  /** The last revision of each lease: renewals count them up, tokens stay. */
  readonly #revisions = new Map<number, number>();
  readonly #kv: KV;
  readonly #holder: string;
  #timer: NodeJS.Timeout | undefined;
  #lost: unknown;

  private constructor(kv: KV, holder: string) {
    this.#kv = kv;
    this.#holder = holder;
  }

  /** Takes the leases without asking. */
  static async take(kv: KV, holder: string): Promise<PartitionHold> {
    const hold = new PartitionHold(kv, holder);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const revision = await kv.put(leaseKey(partition), holder);
      hold.tokens.set(partition, revision);
      hold.#revisions.set(partition, revision);
    }
    const { ttl: ttlMs } = await kv.status();
    hold.#timer = setInterval(() => {
      hold.#renew().catch((error: unknown) => {
        hold.#lost = error;
      });
    }, ttlMs / RENEWALS_PER_TTL);
    return hold;
  }

  /** The highest of the tokens. */
  get token(): number {
    return Math.max(...this.tokens.values());
  }

  /** @throws RebuildError `hold_lost` */
  check(): void {
    if (this.#lost === undefined) return;
    throw new RebuildError("hold_lost", "Somebody else has taken the partitions meanwhile.", {
      cause: this.#lost,
    });
  }

  /** Gives the partitions back: their processors go on at once. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(
      [...this.#revisions].map(([partition, previousSeq]) =>
        this.#kv.delete(leaseKey(partition), { previousSeq }).catch(() => undefined),
      ),
    );
  }

  async #renew(): Promise<void> {
    await Promise.all(
      [...this.#revisions].map(async ([partition, previous]) => {
        const next = await this.#kv.update(leaseKey(partition), this.#holder, previous);
        this.#revisions.set(partition, next);
      }),
    );
  }
}
