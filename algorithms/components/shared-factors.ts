import type { FactorRecord } from "@slipstream/contracts/factors";
import { isFactor } from "../item-table.ts";
import { OnlineFactorization } from "../online-mf.ts";
import { type Component, putComponent, recordOf, recordsOf } from "./component.ts";
import {
  addLevels,
  mergeComponents,
  mergeInto,
  splitInto,
  startOf,
  subtractLevels,
  type Vectors,
} from "./merge.ts";

/** What a writer tells the others: its components of the items that it moved. */
export interface ComponentMessage {
  home: number;
  /** Place on the log: of two messages that speak of one component the later counts. */
  stamp: number;
  /** Homes whose components these records have taken in. */
  absorbed: readonly number[];
  records: readonly FactorRecord[];
}

/** What a writer has changed. */
export interface OwnChanges {
  /** Its components, as views: to be copied before more is learnt. */
  records: FactorRecord[];
  /** Homes whose components the records have taken in, where they had any. */
  absorbed: number[];
  /** The components that are no more. */
  removed: { home: number; itemId: string }[];
}

/** An item that somebody else has, too. */
interface SharedItem {
  start: Vectors;
  /** Merged popularity and version when it was last settled. */
  level: number;
  version: number;
  components: Component[];
  /** How many others have moved it, as we heard before the turn `turn`. */
  movers: number;
  turn: number;
}

/**
 * An online learner that is one of several. It learns on merged values (merge.ts); what its steps
 * move is its own component, which nobody else writes. Others' components come as messages and are
 * merged between turns. Where n of them move an item in the same turn each moves it by 1/√n of its
 * step: whole steps add up to too much on what everybody looks at. Components of homes that it holds
 * besides its own, left by writers that are gone, are taken into its own as their items are learnt.
 * While nobody else has an item there is nothing here but the model: one learner alone computes what
 * it would without this class.
 */
export class SharedFactors {
  readonly home: number;
  readonly model: OnlineFactorization;
  readonly #isHeld: (home: number) => boolean;
  readonly #shared = new Map<string, SharedItem>();
  readonly #inbox = new Map<string, Component[]>();
  /** Components of each other home, counted when they were loaded. */
  readonly #loaded = new Map<number, number>();
  readonly #scratch: FactorRecord;
  #turn = 0;

  constructor(options: { dims: number; home: number; isHeld: (home: number) => boolean }) {
    this.home = options.home;
    this.model = new OnlineFactorization(options.dims);
    this.#isHeld = options.isHeld;
    this.#scratch = startOf("", options.dims);
  }

  /** Takes another's components, to be merged before the next turn: the latest of each item. */
  receive({ home, stamp, absorbed, records }: ComponentMessage): void {
    if (this.#isHeld(home)) return;
    const gone = absorbed.filter((each) => !this.#isHeld(each));
    for (const record of records) {
      if (!this.#fits(record)) continue;
      const waiting = this.#inbox.get(record.itemId) ?? [];
      this.#inbox.set(record.itemId, waiting);
      putComponent(waiting, { home, stamp, record });
      for (const each of gone) putComponent(waiting, { home: each, stamp, record: undefined });
    }
  }

  /** Merges what has come. Between turns only: what was learnt must have been taken. */
  merge(): void {
    for (const [itemId, waiting] of this.#inbox) {
      const item = this.#share(itemId);
      item.movers = 0;
      for (const component of waiting) {
        const isNews = putComponent(item.components, component);
        if (isNews && component.record !== undefined) item.movers++;
      }
      item.turn = this.#turn;
      this.#settle(itemId, item);
    }
    this.#inbox.clear();
  }

  /** What was learnt since the last call. */
  takeOwn(): OwnChanges {
    return this.#take(this.model.touched());
  }

  /** All of this writer's components. */
  takeAllOwn(): OwnChanges {
    return this.#take(this.#allOwn());
  }

  /** This writer's component; undefined where it has none. */
  ownOf(itemId: string): FactorRecord | undefined {
    const item = this.#shared.get(itemId);
    if (item === undefined) return this.model.factorOf(itemId);
    return recordOf(item.components, this.home);
  }

  /** Puts our own components as they were left: first of all, while nothing else is here. */
  restore(records: Iterable<FactorRecord>): void {
    for (const record of records) this.model.restore(record);
    this.model.clearTouched();
  }

  /** Sets our own components back to what they were; items that are not among them stay. */
  rollBack(records: Iterable<FactorRecord>): void {
    for (const record of records) {
      const { itemId } = record;
      const item = this.#shared.get(itemId);
      if (item === undefined) this.model.adopt(record);
      else {
        putComponent(item.components, { home: this.home, stamp: 0, record });
        this.#settle(itemId, item);
      }
    }
  }

  /** Puts what a store has of another home, in place of what is known of it. Between turns. */
  load(home: number, records: Iterable<FactorRecord>): void {
    this.merge();
    const changed = new Map<string, SharedItem>();
    for (const [itemId, item] of this.#shared) {
      if (recordOf(item.components, home) === undefined) continue;
      replaceComponent(item.components, { home, stamp: 0, record: undefined });
      changed.set(itemId, item);
    }
    let count = 0;
    for (const record of records) {
      if (!this.#fits(record)) continue;
      const item = this.#share(record.itemId);
      replaceComponent(item.components, { home, stamp: 0, record });
      changed.set(record.itemId, item);
      count++;
    }
    for (const [itemId, item] of changed) this.#settle(itemId, item);
    this.#loaded.set(home, count);
  }

  #take(changed: Iterable<FactorRecord>): OwnChanges {
    const absorbed = [...this.#loaded]
      .filter(([home, count]) => count > 0 && home !== this.home && this.#isHeld(home))
      .map(([home]) => home);
    const changes: OwnChanges = { records: [], absorbed, removed: [] };
    for (const record of changed) {
      const item = this.#shared.get(record.itemId);
      changes.records.push(item === undefined ? record : this.#advance(record, item, changes));
    }
    this.model.clearTouched();
    this.#turn++;
    return changes;
  }

  *#allOwn(): IterableIterator<FactorRecord> {
    for (const record of this.model.records()) {
      if (this.ownOf(record.itemId) !== undefined) yield record;
    }
  }

  /** Our own component of an item that the model has moved, with what orphans have of it. */
  #advance(merged: FactorRecord, item: SharedItem, changes: OwnChanges): FactorRecord {
    const own = this.#ownWithOrphans(merged.itemId, item, changes);
    own.index = merged.index;
    putComponent(item.components, { home: this.home, stamp: 0, record: own });
    if (merged.version !== item.version) {
      const gained = subtractLevels(merged.popularity, item.level);
      own.popularity = addLevels(own.popularity, gained);
      const others = recordsOf(item.components).filter((record) => record !== own);
      const movers = item.turn === this.#turn ? 1 + item.movers : 1;
      splitInto(own, item.start, { merged, others, share: 1 / Math.sqrt(movers) });
    }
    this.#settle(merged.itemId, item);
    return own;
  }

  #ownWithOrphans(itemId: string, item: SharedItem, changes: OwnChanges): FactorRecord {
    const own = recordOf(item.components, this.home) ?? startOf(itemId, this.model.dims);
    const orphans: FactorRecord[] = [];
    for (const home of changes.absorbed) {
      const orphan = recordOf(item.components, home);
      if (orphan === undefined) continue;
      orphans.push(orphan);
      changes.removed.push({ home, itemId });
      this.#loaded.set(home, (this.#loaded.get(home) ?? 0) - 1);
    }
    if (orphans.length === 0) return own;
    item.components = item.components.filter(({ home }) => !changes.absorbed.includes(home));
    return mergeComponents([own, ...orphans]);
  }

  /** The item with its components; of one that only the model knew, our own is the first. */
  #share(itemId: string): SharedItem {
    const known = this.#shared.get(itemId);
    if (known !== undefined) return known;
    const item: SharedItem = {
      start: startOf(itemId, this.model.dims),
      level: Number.NEGATIVE_INFINITY,
      version: 0,
      components: [],
      movers: 0,
      turn: -1,
    };
    const own = this.model.factorOf(itemId);
    if (own !== undefined) {
      const record = { ...own, input: own.input.slice(), output: own.output.slice() };
      item.components.push({ home: this.home, stamp: 0, record });
    }
    this.#shared.set(itemId, item);
    return item;
  }

  /** The model goes on with the sum of what is here. */
  #settle(itemId: string, item: SharedItem): void {
    const records = recordsOf(item.components);
    if (records.length === 0) records.push(startOf(itemId, this.model.dims));
    const merged = mergeInto(this.#scratch, item.start, records);
    item.level = merged.popularity;
    item.version = merged.version;
    this.model.adopt(merged);
  }

  #fits(record: FactorRecord): boolean {
    const { dims } = this.model;
    return record.input.length === dims && record.output.length === dims && isFactor(record);
  }
}

/** Puts a component whatever is there. */
function replaceComponent(list: Component[], component: Component): void {
  const at = list.findIndex(({ home }) => home === component.home);
  if (at >= 0) list.splice(at, 1);
  putComponent(list, component);
}
