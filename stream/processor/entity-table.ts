/**
 * Values of one kind by Redis key, as of the last event applied. The processor is their only
 * writer, so what is here is what lies in Redis; `undefined` stands for a key that is known to be
 * absent. The least recently used leave first.
 */
export class EntityTable<T> {
  readonly #values = new Map<string, T | undefined>();
  readonly #dirty = new Set<string>();

  /** The value, which must have been loaded or set in this turn or before. */
  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined && !this.#values.has(key)) throw new EntityNotLoaded(key);
    return value;
  }

  get size(): number {
    return this.#values.size;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** Puts what Redis holds. */
  load(key: string, value: T | undefined): void {
    this.#values.set(key, value);
  }

  /** Puts a new value that has to be written. */
  set(key: string, value: T): void {
    this.#values.set(key, value);
    this.#dirty.add(key);
  }

  /** Forgets a key, as if it had never been read. */
  drop(key: string): void {
    this.#values.delete(key);
    this.#dirty.delete(key);
  }

  /** Marks a key as used, so that it is among the last to leave. */
  touch(key: string): void {
    const value = this.#values.get(key);
    this.#values.delete(key);
    this.#values.set(key, value);
  }

  /** What was set since the last call, in order of first change. */
  takeDirty(): [key: string, value: T][] {
    const changed = [...this.#dirty].map((key): [string, T] => [key, this.#values.get(key) as T]);
    this.#dirty.clear();
    return changed;
  }

  /** Drops the least recently used until `limit` are left. Call it between turns. */
  prune(limit: number): void {
    for (const key of this.#values.keys()) {
      if (this.#values.size <= limit) return;
      this.#values.delete(key);
    }
  }
}

/** A bug: an event was applied before its state was read. */
class EntityNotLoaded extends Error {
  override readonly name = "EntityNotLoaded";
  readonly code = "entity_not_loaded";

  constructor(key: string) {
    super(`${key} was not read before the event that needs it was applied`);
  }
}
