import { Candidates } from "./candidates.ts";
import type { FeatureGroup } from "./feature-group.ts";
import type { FeatureTable } from "./feature-table.ts";
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
  /** Names of the columns where there is to be room for more behind the engine's own: 0 in all rows. */
  names?: readonly string[];
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
  readonly #candidates = new Candidates();

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
    this.#retrieve(query, retrieval);
    const candidates = this.#candidates;
    const rows = candidates.rows.slice();
    const { names = this.names } = retrieval;
    const width = names.length;
    if (width < this.names.length) throw new RangeError("the names do not begin with the engine's");
    const values = this.#unsaid(rows.length, width);
    let from = 0;
    for (const list of this.#lists) {
      list.write(candidates, values, { from, width });
      from += SOURCE_COLUMNS.length;
    }
    for (const group of this.#groups) {
      group.write(query, candidates, values, { from, width });
      from += group.names.length;
    }
    return { names, rows, values };
  }

  /** What one source proposed for the last query, best first. */
  proposedBy(name: string): Int32Array {
    return this.#lists.find(({ source }) => source.name === name)!.proposed;
  }

  /** So many rows as they are where no source has anything to say. */
  #unsaid(count: number, width: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(count * width);
    this.#lists.forEach((list, index) => {
      list.writeUnsaid(values, index * SOURCE_COLUMNS.length);
    });
    // Each copy doubles what is there.
    for (let done = width; done < values.length; done *= 2) values.copyWithin(done, 0, done);
    return values;
  }

  #retrieve(query: Query, { perSource, accepts, asks }: Retrieval): void {
    this.#candidates.clear();
    for (const list of this.#lists) {
      if (asks?.(list.source) === false) {
        list.skip();
        continue;
      }
      for (const row of list.propose(query, perSource, accepts)) this.#candidates.add(row);
    }
  }
}
