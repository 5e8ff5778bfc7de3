import type { Interaction, Query } from "@slipstream/algorithms/engine/query";

/** The sessions taught so far, for models that learn in batch. */
export class TaughtSequences {
  readonly #rows = new Map<number, number[]>();
  #items = 0;

  add({ row }: Pick<Interaction, "row">, { session }: Pick<Query, "session">): void {
    const own = this.#rows.get(session);
    if (own === undefined) this.#rows.set(session, [row]);
    else own.push(row);
    this.#items = Math.max(this.#items, row + 1);
  }

  /** Those of at least two events, in order of their first. */
  interactions(): { items: number; sequences: Int32Array[] } {
    const sequences = [...this.#rows.values()]
      .filter(({ length }) => length > 1)
      .map((rows) => Int32Array.from(rows));
    return { items: this.#items, sequences };
  }
}
