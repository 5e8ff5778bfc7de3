import {
  type Component,
  putComponent,
  recordsOf,
} from "@slipstream/algorithms/components/component";
import { mergeComponents } from "@slipstream/algorithms/components/merge";
import type { FactorRecord } from "@slipstream/contracts/factors";
import type { ItemVectors } from "../index/item-vectors.ts";

/** Where a record comes from. */
export interface RecordSource {
  /** Whose component it is. */
  home: number;
  /** Its message's place on LEARN; 0 for what Redis had. */
  stamp: number;
  /** Homes whose components it has taken in. */
  absorbed: readonly number[];
}

/**
 * What items' vectors are the sum of. Nearly every item has one component: of it only the source is
 * kept here. The components themselves are kept of items that have several.
 */
export class RowComponents {
  readonly #vectors: ItemVectors;
  /** By row: whose an item's only component is, and its stamp. */
  readonly #homes: number[] = [];
  readonly #stamps: number[] = [];
  readonly #several = new Map<number, Component[]>();

  constructor(vectors: ItemVectors) {
    this.#vectors = vectors;
  }

  /** Items of which several components are kept. */
  get several(): number {
    return this.#several.size;
  }

  /** The value that an item has with this component; undefined when a later one is here. */
  take(record: FactorRecord, source: RecordSource): FactorRecord | undefined {
    const { home, stamp, absorbed } = source;
    const row = this.#vectors.rowOf(record.itemId);
    if (row === undefined) {
      this.#keepOne(this.#vectors.size, source);
      return record;
    }
    const several = this.#several.get(row);
    if (several === undefined && this.#homes[row] === home) {
      if (stamp < this.#stamps[row]!) return undefined;
      this.#keepOne(row, source);
      return record;
    }
    const held = several ?? this.#onlyOne(row);
    if (!putComponent(held, { home, stamp, record })) return undefined;
    for (const each of absorbed) {
      if (!held.some((component) => component.home === each)) continue;
      putComponent(held, { home: each, stamp, record: undefined });
    }
    const records = recordsOf(held);
    if (records.length > 1) this.#several.set(row, held);
    else {
      this.#several.delete(row);
      this.#keepOne(row, source);
    }
    return mergeComponents(records);
  }

  #keepOne(row: number, { home, stamp }: RecordSource): void {
    this.#homes[row] = home;
    this.#stamps[row] = stamp;
  }

  #onlyOne(row: number): Component[] {
    const record = this.#vectors.recordAt(row);
    return [{ home: this.#homes[row]!, stamp: this.#stamps[row]!, record }];
  }
}
