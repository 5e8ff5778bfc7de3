import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { type Member, memberSchema } from "@slipstream/contracts/members";
import type { Logger } from "pino";
import { assign } from "./assignment.ts";
import { BucketView } from "./bucket-view.ts";
import { LeaseLost, Leases, leaseKey, RENEWALS_PER_TTL } from "./leases.ts";

/** Looks at who is overdue within the life of a lease. */
const LOOKS_PER_TTL = 16;

export interface HoldingsOptions {
  manager: JetStreamManager;
  /** The bucket of leases, and the bucket of members; entries of both live for `ttlMs`. */
  leases: KV;
  members: KV;
  ttlMs: number;
  /** What leases say, and under what others find this processor. */
  id: string;
  /** The rest of what others find; asked again and again. */
  describe: () => Omit<Member, "id" | "partitions">;
  log: Logger;
}

/** What whoever works with the partitions is told. */
export interface HoldingsListener {
  /** There are partitions that came, or that are to be given away. */
  changed(): void;
  /** Partitions are another's, or may be: nothing that is in memory is true any more. */
  lost(error: LeaseLost): void;
}

/**
 * The partitions that this processor holds among others: takes those that fall to it as soon as
 * they are free, says which ones others are waiting for, renews what it has.
 */
export class Holdings {
  readonly #options: HoldingsOptions;
  readonly #leases: Leases;
  readonly #others: BucketView;
  readonly #owners: BucketView;
  #listener: HoldingsListener = { changed: () => undefined, lost: () => undefined };
  #timers: NodeJS.Timeout[] = [];
  #due: ReadonlySet<number> = new Set();
  #looking: Promise<void> | undefined;
  #told: Promise<void> = Promise.resolve();
  #lookAgain = false;
  #isOpen = false;
  #isLeaving = false;

  constructor(options: HoldingsOptions) {
    const { manager, leases, members, ttlMs, log } = options;
    this.#options = options;
    this.#leases = new Leases({ kv: leases, holder: options.id, ttlMs });
    const follow = { manager, ttlMs, log, changed: () => this.#look() };
    this.#others = new BucketView({ ...follow, kv: members });
    this.#owners = new BucketView({ ...follow, kv: leases });
  }

  /** Takes part, from now until `leave`. May be called again after it failed. */
  async join(listener: HoldingsListener): Promise<void> {
    if (this.#isOpen) return;
    this.#listener = listener;
    await Promise.all([this.#others.open(), this.#owners.open()]);
    await this.#tell();
    this.#isOpen = true;
    const { ttlMs } = this.#options;
    this.#timers = [
      setInterval(() => this.#look(), ttlMs / LOOKS_PER_TTL),
      setInterval(() => void this.#renew(), ttlMs / RENEWALS_PER_TTL),
    ];
    this.#look();
  }

  /** What is held and is to stay, ascending. */
  get mine(): number[] {
    return this.#leases.held.filter((partition) => !this.#due.has(partition));
  }

  /** What is held and another is waiting for. */
  get due(): ReadonlySet<number> {
    return this.#due;
  }

  get held(): readonly number[] {
    return this.#leases.held;
  }

  holds(partition: number): boolean {
    return this.#leases.holds(partition);
  }

  /** False when it was paused, or cut off, for as long as leases live. */
  get isFresh(): boolean {
    return this.#leases.isFresh;
  }

  /** Every processor that lives, as far as this one has heard; itself comes first. */
  processors(): Member[] {
    const { id, describe } = this.#options;
    const others = this.#others
      .values()
      .flatMap((text) => readMember(text) ?? [])
      .filter((member) => member.id !== id);
    return [{ id, ...describe(), partitions: [...this.held] }, ...others];
  }

  /** True when others take part, who may hold all that there is. */
  get isOneOfMany(): boolean {
    return this.#members().length > 1;
  }

  /** Fresh fencing tokens for all that is held. @throws LeaseLost */
  async confirm(): Promise<Map<number, number>> {
    const lost = await this.#leases.renew();
    if (lost.length > 0) throw this.#lose(lost);
    return new Map(this.held.map((partition) => [partition, this.tokenOf(partition)]));
  }

  /** The fencing token under which a partition that has just come is claimed. @throws LeaseLost */
  tokenOf(partition: number): number {
    return this.#leases.tokenOf(partition);
  }

  /** Who holds the partitions, as far as is known; undefined for those that are free. */
  owners(): (string | undefined)[] {
    return Array.from({ length: PARTITIONS }, (_, partition) =>
      this.holds(partition) ? this.#options.id : this.#ownerOf(partition),
    );
  }

  /** Gives partitions to those who wait for them. */
  async release(partitions: Iterable<number>): Promise<void> {
    const given = [...partitions];
    await this.#leases.release(given);
    this.#due = new Set([...this.#due].filter((partition) => this.holds(partition)));
    this.#tellSoon();
    this.#look();
  }

  /** From now on no partition falls to it any more; what it holds waits for `leave`. */
  async retire(): Promise<void> {
    this.#isLeaving = true;
    await this.#looking;
    await this.#told.catch(() => undefined);
    await this.#options.members.delete(this.#options.id).catch(() => undefined);
  }

  /** Gives everything back. */
  async leave(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#others.stop();
    this.#owners.stop();
    await this.#looking;
    await this.#leases.release(this.held);
  }

  #ownerOf(partition: number): string | undefined {
    const owner = this.#owners.valueOf(leaseKey(partition));
    // Ours in the view and not in our hands: lost, or given back a moment ago.
    return owner === this.#options.id ? undefined : owner;
  }

  /** One look at a time; what changes meanwhile is looked at after it. */
  #look(): void {
    this.#lookAgain = true;
    this.#looking ??= this.#lookOut().then((isDone) => {
      this.#looking = undefined;
      // Asked for after the last look, and before it was over.
      if (isDone && this.#lookAgain && this.#isOpen && !this.#isLeaving) this.#look();
    });
  }

  /** False when it failed: the next timer looks again. */
  async #lookOut(): Promise<boolean> {
    while (this.#lookAgain && this.#isOpen && !this.#isLeaving) {
      this.#lookAgain = false;
      try {
        await Promise.all([this.#others.sweep(), this.#owners.sweep()]);
        await this.#settle();
      } catch (error) {
        this.#options.log.warn({ err: error }, "the partitions could not be looked at");
        return false;
      }
    }
    return true;
  }

  /** Takes what is free and falls to us, and notes what falls to others. */
  async #settle(): Promise<void> {
    const { id } = this.#options;
    const owners = this.owners();
    const assigned = assign({ members: this.#members(), owners });
    const due = new Set(this.held.filter((partition) => assigned[partition] !== id));
    const hasMore = [...due].some((partition) => !this.#due.has(partition));
    this.#due = due;
    const free = owners.flatMap((owner, partition) =>
      owner === undefined && assigned[partition] === id ? [partition] : [],
    );
    const tries = await Promise.allSettled(free.map((partition) => this.#leases.take(partition)));
    const hasTaken = tries.some((each) => each.status === "fulfilled" && each.value);
    if (hasTaken) this.#tellSoon();
    // Before what failed is told: what was taken is ours, and nobody reads it yet.
    if (hasMore || hasTaken) this.#listener.changed();
    const failed = tries.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
  }

  #members(): string[] {
    return [...new Set([this.#options.id, ...this.#others.keys()])];
  }

  async #renew(): Promise<void> {
    await this.#tell().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, "this processor's entry could not be renewed");
    });
    const lost = await this.#leases.renew();
    if (lost.length > 0) this.#lose(lost);
  }

  #lose(partitions: readonly number[]): LeaseLost {
    const error = new LeaseLost(`the leases on partitions ${partitions.join(", ")} were lost`);
    this.#due = new Set([...this.#due].filter((partition) => this.holds(partition)));
    this.#listener.lost(error);
    this.#look();
    return error;
  }

  /** The next renewal tells it again. */
  #tellSoon(): void {
    void this.#tell().catch(() => undefined);
  }

  #tell(): Promise<void> {
    this.#told = this.#told
      .catch(() => undefined)
      .then(async () => {
        if (this.#isLeaving) return;
        const { id, describe, members } = this.#options;
        const entry: Member = { id, ...describe(), partitions: [...this.held] };
        await members.put(id, JSON.stringify(entry));
      });
    return this.#told;
  }
}

/** Undefined for what this build cannot read: a newer one's, say. */
function readMember(text: string): Member | undefined {
  try {
    return memberSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
