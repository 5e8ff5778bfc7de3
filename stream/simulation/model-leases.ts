/** A lease that was ours is somebody else's. */
export class LeaseGone extends Error {
  override readonly name = "LeaseGone";
  readonly code = "lease_gone";
}

/** The bucket of leases: who has which partition, and the revision that is its fencing token. */
export class ModelLeases {
  readonly #held = new Map<number, { owner: string; revision: number }>();
  readonly #partitions: readonly number[];
  #revision = 0;

  constructor(partitions: readonly number[]) {
    this.#partitions = partitions;
  }

  /** Partitions that nobody holds, or nobody but this one. */
  free(owner?: string): number[] {
    return this.#partitions.filter((partition) => {
      const held = this.#held.get(partition);
      return held === undefined || held.owner === owner;
    });
  }

  owners(): string[] {
    return [...new Set([...this.#held.values()].map(({ owner }) => owner))];
  }

  /** Takes partitions that are free; answers their tokens. */
  take(owner: string, partitions: readonly number[]): Map<number, number> {
    const tokens = new Map<number, number>();
    for (const partition of partitions) {
      this.#held.set(partition, { owner, revision: ++this.#revision });
      tokens.set(partition, this.#revision);
    }
    return tokens;
  }

  /** True while all of these leases are still the ones that were taken. */
  isHeld(tokens: ReadonlyMap<number, number>): boolean {
    return [...tokens].every(([partition, token]) => this.#held.get(partition)?.revision === token);
  }

  /** Gives leases back; those of others are left alone. */
  release(tokens: ReadonlyMap<number, number>): void {
    for (const [partition, token] of tokens) {
      if (this.#held.get(partition)?.revision === token) this.#held.delete(partition);
    }
  }

  /** Leases run out without their holder's knowledge. */
  expire(partitions: readonly number[]): void {
    for (const partition of partitions) this.#held.delete(partition);
  }

  /** All leases of one owner run out: it has crashed, or is stopped. */
  expireOf(owner: string): void {
    for (const [partition, held] of this.#held) {
      if (held.owner === owner) this.#held.delete(partition);
    }
  }
}
