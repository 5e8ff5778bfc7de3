import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { FactorRecord, FactorsMessage } from "@slipstream/contracts/factors";
import { ItemIndex, type ItemIndexOptions } from "../index/item-index.ts";
import { ItemVectors } from "../index/item-vectors.ts";
import { type RecordSource, RowComponents } from "./row-components.ts";

/** Vectors of one space with their index: replaced together when a new space begins. */
export interface FactorSpace {
  /** Undefined until a message has named it: records in Redis do not. */
  spaceId: number | undefined;
  vectors: ItemVectors;
  index: ItemIndex;
  /** Rows of the vectors by rows of the shop's items, and back: vectors have no holes. */
  places: RowPlaces;
  components: RowComponents;
}

/** Two ways between the shop's rows and those of the vectors. */
export class RowPlaces {
  readonly #vectorOf: number[] = [];
  readonly #itemOf: number[] = [];

  put(itemRow: number, vectorRow: number): void {
    while (this.#vectorOf.length <= itemRow) this.#vectorOf.push(-1);
    this.#vectorOf[itemRow] = vectorRow;
    this.#itemOf[vectorRow] = itemRow;
  }

  /** −1 for an item without a vector. */
  vectorOf(itemRow: number): number {
    return this.#vectorOf[itemRow] ?? -1;
  }

  itemOf(vectorRow: number): number {
    return this.#itemOf[vectorRow]!;
  }
}

/**
 * Item factors as learnt: from Redis at the start, from LEARN afterwards. What several processors
 * have learnt of an item adds up, whatever comes twice.
 */
export class FactorsView {
  readonly #ids: ItemIds;
  readonly #indexOptions: ItemIndexOptions;
  #space: FactorSpace | undefined;
  #refused = 0;

  constructor(ids: ItemIds, indexOptions: ItemIndexOptions = {}) {
    this.#ids = ids;
    this.#indexOptions = indexOptions;
  }

  /** Undefined until there is a vector. */
  get space(): FactorSpace | undefined {
    return this.#space;
  }

  /** Records that were of a wrong length or not finite. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Applies a message of LEARN, told at a place (`sequence`) of it: that order wins over version
   * numbers.
   */
  apply(message: FactorsMessage, { sequence }: { sequence: number }): void {
    const space = this.#spaceFor(message.spaceId, message.dimensions);
    const { home = 0, absorbed = [], records } = message;
    const source = { home, stamp: sequence, absorbed };
    for (const record of records) {
      const row = this.#put(space, record, source);
      if (row !== undefined) space.index.changed(row);
    }
  }

  /**
   * Takes a stored component unless LEARN has told of it already. The index hears of it by `loaded`,
   * so that the first graph is not begun with the first part of the catalogue.
   */
  load(record: FactorRecord, home: number): void {
    const space = this.#space ?? this.#open(undefined, record.output.length);
    this.#put(space, record, { home, stamp: 0, absorbed: [] });
  }

  /** What is stored has been taken. */
  loaded(): void {
    this.#space?.index.changedMany();
  }

  /** True when a vector of this space may be compared with ours. */
  isComparable(vector: { spaceId: number; vector: Float32Array }): boolean {
    const space = this.#space;
    if (space === undefined || vector.vector.length !== space.vectors.dims) return false;
    return space.spaceId === undefined || space.spaceId === vector.spaceId;
  }

  close(): void {
    this.#space?.index.close();
  }

  /** The row that has changed. */
  #put(space: FactorSpace, record: FactorRecord, source: RecordSource): number | undefined {
    if (!space.vectors.accepts(record)) {
      this.#refused++;
      return undefined;
    }
    const value = space.components.take(record, source);
    const row = value && space.vectors.upsert(value);
    if (row !== undefined) space.places.put(this.#ids.ensure(record.itemId), row);
    return row;
  }

  #spaceFor(spaceId: number, dims: number): FactorSpace {
    const space = this.#space;
    if (space === undefined || space.vectors.dims !== dims) return this.#open(spaceId, dims);
    space.spaceId ??= spaceId;
    return space.spaceId === spaceId ? space : this.#open(spaceId, dims);
  }

  #open(spaceId: number | undefined, dims: number): FactorSpace {
    this.#space?.index.close();
    const vectors = new ItemVectors(dims);
    const index = new ItemIndex(vectors, { ...this.#indexOptions, spaceId });
    const components = new RowComponents(vectors);
    this.#space = { spaceId, vectors, index, places: new RowPlaces(), components };
    return this.#space;
  }
}
