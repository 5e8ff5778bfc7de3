/** Factors that are kept besides those that the replay reservoir may ask for. */
const MAX_IDLE = 20_000;

/** Factors of visitors, in memory. Those in the reservoir are always here: replays need no read. */
export class UserFactors {
  readonly #dims: number;
  readonly #factors = new Map<string, Float32Array>();
  readonly #dirty = new Set<string>();

  constructor(dims: number) {
    this.#dims = dims;
  }

  has(visitorId: string): boolean {
    return this.#factors.has(visitorId);
  }

  /** Puts a factor as Redis has it; a visitor without one starts from nothing. */
  load(visitorId: string, factor: Float32Array | undefined): void {
    const fits = factor !== undefined && factor.length === this.#dims;
    this.#factors.set(visitorId, fits ? factor : new Float32Array(this.#dims));
  }

  /** The factor, to be changed in place; it will be written at the end of the turn. */
  change(visitorId: string): Float32Array {
    let factor = this.#factors.get(visitorId);
    if (factor === undefined) {
      factor = new Float32Array(this.#dims);
      this.#factors.set(visitorId, factor);
    }
    this.#dirty.add(visitorId);
    return factor;
  }

  /** Drops a visitor's factor: deletion. */
  forget(visitorId: string): void {
    this.#factors.delete(visitorId);
    this.#dirty.delete(visitorId);
  }

  /** Drops the factors of visitors that another processor writes from now on. */
  leave(isGone: (visitorId: string) => boolean): void {
    for (const visitorId of this.#factors.keys()) if (isGone(visitorId)) this.forget(visitorId);
  }

  /** What was changed since the last call. */
  takeDirty(): [visitorId: string, factor: Float32Array][] {
    const changed = [...this.#dirty].map((id): [string, Float32Array] => [
      id,
      this.#factors.get(id)!,
    ]);
    this.#dirty.clear();
    return changed;
  }

  /** Between turns: lets go of the oldest that are not `pinned`, when there are too many. */
  prune(pinned: () => ReadonlySet<string>): void {
    if (this.#factors.size <= 2 * MAX_IDLE) return;
    const kept = pinned();
    for (const visitorId of this.#factors.keys()) {
      if (this.#factors.size <= MAX_IDLE + kept.size) return;
      if (!kept.has(visitorId)) this.#factors.delete(visitorId);
    }
  }
}
