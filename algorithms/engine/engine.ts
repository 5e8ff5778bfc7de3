import type { FeatureGroup } from "./feature-group.ts";
import type { FeatureTable } from "./feature-table.ts";
import { grownInts } from "./grown.ts";
import type { Interaction, Query } from "./query.ts";
import type { Source } from "./source.ts";
import { SOURCE_COLUMNS, SourceFeatures } from "./source-features.ts";

/** Which candidates a query wants. */
export interface Retrieval {
  /** Candidates taken of each source. */
  perSource: number;
  /** Whether an item may be shown; all may when it is missing. */
  accepts?: (row: number) => boolean;
  /** Sources asked; all when it is missing. */
  asks?: (source: Source) => boolean;
}

/**
 * Retrieval and features of one shop: the sources' candidates, united, with what every source and
 * every feature group says of each. Serving, evaluation and training all read candidates here.
 */
export class Engine {
  readonly sources: readonly Source[];
  readonly names: readonly string[];
  readonly #lists: readonly SourceFeatures[];
  readonly #groups: readonly FeatureGroup[];
  /** Place of a row among the candidates, −1 elsewhere. */
  #places = new Int32Array(1024).fill(-1);

  constructor(sources: readonly Source[], groups: readonly FeatureGroup[]) {
    this.sources = sources;
    this.#lists = sources.map((source) => new SourceFeatures(source));
    this.#groups = groups;
    this.names = [
      ...sources.flatMap(({ name }) => SOURCE_COLUMNS.map((column) => `${name}.${column}`)),
      ...groups.flatMap(({ names }) => names),
    ];
  }

  /** Every source and every feature learns one event; one without a weight above 0 teaches nothing. */
  observe(event: Interaction, before: Query): void {
    if (!(event.weight > 0) || !Number.isFinite(event.weight)) return;
    for (const source of this.sources) source.observe(event, before);
    for (const group of this.#groups) group.observe?.(event, before);
  }

  /** Every source lets go of a session: deletion. */
  forget(session: number): void {
    for (const source of this.sources) source.forget?.(session);
  }

  /** The candidates of a query with their features; sources in order, each best first. */
  table(query: Query, retrieval: Retrieval): FeatureTable {
    const rows = this.#retrieve(query, retrieval);
    const width = this.names.length;
    const values = new Float32Array(rows.length * width);
    this.#lists.forEach((list, index) => {
      const column = index * SOURCE_COLUMNS.length;
      list.write(rows, values, { from: column, width });
      list.writeRanks(values, (row) => this.#places[row]! * width + column);
    });
    let column = this.#lists.length * SOURCE_COLUMNS.length;
    for (const group of this.#groups) {
      group.write(query, rows, values, { from: column, width });
      column += group.names.length;
    }
    for (const row of rows) this.#places[row] = -1;
    return { names: this.names, rows, values };
  }

  /** What one source proposed for the last query, best first. */
  proposedBy(name: string): Int32Array {
    return this.#lists.find(({ source }) => source.name === name)!.proposed;
  }

  #retrieve(query: Query, { perSource, accepts, asks }: Retrieval): Int32Array<ArrayBuffer> {
    let count = 0;
    const rows = new Int32Array(perSource * this.#lists.length);
    for (const list of this.#lists) {
      if (asks?.(list.source) === false) {
        list.skip();
        continue;
      }
      for (const row of list.propose(query, perSource, accepts)) {
        this.#places = grownInts(this.#places, row + 1, -1);
        if (this.#places[row]! >= 0) continue;
        this.#places[row] = count;
        rows[count++] = row;
      }
    }
    return rows.slice(0, count);
  }
}
