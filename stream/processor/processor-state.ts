import type { OrderLines } from "@slipstream/algorithms/order-lines";
import type { RecentItem, SessionState } from "@slipstream/contracts/session-state";
import type { UserItemState } from "@slipstream/contracts/user-item";
import { EntityTable } from "./entity-table.ts";
import type { HubNumbers } from "./hub-numbers.ts";

/** One positive event, as the learner gets it. */
export interface Positive {
  sequence: number;
  /** Which of the event's items it is, from 0. */
  line: number;
  visitorId: string;
  itemId: string;
  /** Items before this one, newest first. */
  history: readonly string[];
  weight: number;
  occurredAt: number;
}

/** What the processor asks of a shop's learner. */
export interface Learning {
  readonly spaceId: number;
  learn(positive: Positive): void;
  /** The vector that an item adds to a session; undefined for an item that was never learnt. */
  inputOf(itemId: string): Float32Array | undefined;
}

/** Everything that events are applied to, in memory; read from Redis before it is needed. */
export class ProcessorState {
  readonly sessions = new EntityTable<SessionState>();
  readonly recents = new EntityTable<readonly RecentItem[]>();
  /** By `userItemName`. */
  readonly userItems = new EntityTable<UserItemState>();
  readonly orders = new EntityTable<OrderLines>();
  /** By `<partition>/<field of its hash>`. */
  readonly hubs = new Map<string, HubNumbers>();

  /**
   * Lets go of what others write from now on. Keys do not tell their partition: what stays is read
   * again when it is needed.
   */
  leave(partitions: ReadonlySet<number>): void {
    for (const table of [this.sessions, this.recents, this.userItems, this.orders]) table.prune(0);
    for (const name of this.hubs.keys()) {
      if (partitions.has(Number.parseInt(name, 10))) this.hubs.delete(name);
    }
  }
}

/** What the processor knows of the shops besides its own state. */
export interface ShopView {
  learning(shop: string): Learning;
  /** Category slugs from the leaf up to the root; none for an unknown item. */
  categoriesOf(shop: string, itemId: string): readonly string[];
}
