/*
 * What the accepted events must leave behind, by rules of its own: written from the contracts'
 * description, sharing no code with what is checked.
 */

/** An accepted event with its place in the log and its time and session, as archived. */
export interface PlacedEvent {
  sequence: number;
  type: string;
  visitorId: string;
  sessionId: string;
  itemId?: string | undefined;
  orderId?: string | undefined;
  quantity?: number | undefined;
  lines?: readonly { itemId: string; quantity?: number | undefined }[] | undefined;
  rating?: number | undefined;
  occurredAt: number;
}

const weights: Readonly<Record<string, number>> = {
  view: 1,
  click: 0.5,
  hide: -3,
  unhide: 3,
  add_to_cart: 3,
  remove_from_cart: -1,
  purchase: 5,
  return: -5,
  rating: 1,
};
const positives = new Set(["view", "click", "add_to_cart", "purchase", "rating"]);
const stepping = new Set([...positives, "return", "hide", "unhide"]);
const LIKED_STARS = 3;
const RECENT = 50;
const SESSION_RECENT = 20;
const DAY_MS = 24 * 3600 * 1000;
const TRENDING_FROM_MS = Date.UTC(2025, 0, 1);
const TRENDING_HALF_LIFE_MS = 3 * DAY_MS;
const POPULARITY_HALF_LIFE_MS = 7 * DAY_MS;
/** Distinct places of an order within which two items are bought together. */
const PAIR_PLACES = 16;

interface UserItem {
  views: number;
  clicks: number;
  addToCart: number;
  purchases: number;
  lastAt: number;
  lastOrder: string;
}

/** A line of an order; one that came back keeps its place. */
interface Line {
  itemId: string;
  returned: boolean;
}

/** Everything, by name, that the events must have left. */
export class ExpectedState {
  readonly userItems = new Map<string, UserItem>();
  readonly recent = new Map<string, string[]>();
  readonly sessions = new Map<string, { steps: number; recent: string[] }>();
  readonly hidden = new Map<string, Set<string>>();
  readonly orders = new Map<string, Line[]>();
  readonly stats = new Map<string, number>();
  readonly trending = new Map<string, number>();
  readonly together = new Map<string, number>();
  /** Visitor → what LEARN has of them, in order. */
  readonly steps = new Map<string, string[]>();
  readonly learners = new Set<string>();
  /** Examples that were learnt. */
  learnt = 0;
  readonly #counts = new Map<string, number>();
  readonly #pathOf: (itemId: string) => readonly string[];
  #fromMs: number | undefined;

  /** `pathOf`: an item's categories, leaf first. */
  constructor(pathOf: (itemId: string) => readonly string[]) {
    this.#pathOf = pathOf;
  }

  /** Each visitor's events in their order; visitors in any order. */
  apply(event: PlacedEvent): void {
    if (weights[event.type] === undefined) return;
    const { itemId: own, quantity: pieces } = event;
    const first = own === undefined ? [] : [{ itemId: own, quantity: pieces }];
    for (const { itemId, quantity = 1 } of [...first, ...(event.lines ?? [])]) {
      if (!this.#count(event, itemId)) continue;
      if (event.type !== "rating" || (event.rating ?? 0) >= LIKED_STARS) {
        this.#follow(event, itemId, quantity);
      }
    }
  }

  /** log2 of each item's decayed count of examples. */
  popularity(): Map<string, number> {
    const base = (this.#fromMs ?? 0) / POPULARITY_HALF_LIFE_MS;
    return new Map([...this.#counts].map(([itemId, sum]) => [itemId, base + Math.log2(sum)]));
  }

  /** False for what counts for nothing: a return of what was never bought. */
  #count(event: PlacedEvent, itemId: string): boolean {
    const { type, visitorId, occurredAt } = event;
    const name = `${visitorId} ${itemId}`;
    const own = this.userItems.get(name) ?? {
      ...{ views: 0, clicks: 0, addToCart: 0, purchases: 0, lastAt: 0, lastOrder: "" },
    };
    if (type === "return" && own.purchases === 0) return false;
    own.lastAt = Math.max(own.lastAt, occurredAt);
    if (type === "view") own.views++;
    if (type === "click") own.clicks++;
    if (type === "add_to_cart") own.addToCart++;
    if (type === "remove_from_cart") own.addToCart = Math.max(0, own.addToCart - 1);
    if (type === "purchase") this.#buy(event, itemId, own);
    if (type === "return") this.#takeBack(event, itemId, own);
    this.#total(event, itemId);
    this.userItems.set(name, own);
    return true;
  }

  #total({ type, rating = 0 }: PlacedEvent, itemId: string): void {
    if (type === "view") add(this.stats, `${itemId} total_views`, 1);
    if (type === "purchase") add(this.stats, `${itemId} total_purchases`, 1);
    if (type === "return") add(this.stats, `${itemId} total_purchases`, -1);
    if (type !== "rating") return;
    add(this.stats, `${itemId} rating_sum`, Math.round(rating * 100));
    add(this.stats, `${itemId} rating_count`, 1);
  }

  #buy({ orderId }: PlacedEvent, itemId: string, own: UserItem): void {
    own.purchases++;
    if (orderId === undefined) return;
    own.lastOrder = orderId;
    const lines = this.orders.get(orderId) ?? [];
    const places = placesOf(lines);
    if (!places.some((line) => line.itemId === itemId && !line.returned)) {
      const near = places.slice(-PAIR_PLACES).filter((line) => !line.returned);
      for (const other of near) this.#pair(itemId, other.itemId, 1);
    }
    this.orders.set(orderId, [...lines, { itemId, returned: false }]);
  }

  #takeBack({ orderId }: PlacedEvent, itemId: string, own: UserItem): void {
    own.purchases--;
    for (const order of [orderId, own.lastOrder]) {
      const lines = this.orders.get(order ?? "") ?? [];
      const last = lines.findLastIndex((line) => line.itemId === itemId && !line.returned);
      if (last < 0) continue;
      const isOnly = lines.filter((line) => line.itemId === itemId && !line.returned).length === 1;
      if (!isOnly) {
        lines.splice(last, 1);
        return;
      }
      const places = placesOf(lines);
      const place = places.findIndex((line) => line.itemId === itemId && !line.returned);
      const near = places.slice(Math.max(0, place - PAIR_PLACES), place + PAIR_PLACES + 1);
      for (const other of near) {
        if (other.itemId !== itemId && !other.returned) this.#pair(itemId, other.itemId, -1);
      }
      lines[last] = { itemId, returned: true };
      return;
    }
  }

  #pair(itemId: string, other: string, amount: number): void {
    add(this.together, `${itemId} ${other}`, amount);
    add(this.together, `${other} ${itemId}`, amount);
  }

  #follow(event: PlacedEvent, itemId: string, quantity: number): void {
    const { type, visitorId, sessionId, sequence, occurredAt, orderId = "" } = event;
    const seen = `${itemId} ${type} ${occurredAt}`;
    const session = this.sessions.get(sessionId) ?? { steps: 0, recent: [] };
    session.steps++;
    this.sessions.set(sessionId, session);
    if (positives.has(type)) {
      session.recent = inFront(session.recent, seen, SESSION_RECENT);
      this.recent.set(visitorId, inFront(this.recent.get(visitorId) ?? [], seen, RECENT));
      this.#learn(event, itemId);
    }
    if (stepping.has(type)) {
      const facts = [sequence, sessionId, itemId, type, orderId, quantity, occurredAt];
      push(this.steps, visitorId, facts.join(" "));
    }
    if (type !== "hide" && type !== "unhide") return;
    const hidden = this.hidden.get(visitorId) ?? new Set();
    if (type === "hide") hidden.add(itemId);
    else hidden.delete(itemId);
    this.hidden.set(visitorId, hidden);
  }

  #learn({ type, visitorId, occurredAt }: PlacedEvent, itemId: string): void {
    this.learnt++;
    this.learners.add(visitorId);
    this.#fromMs ??= occurredAt;
    add(this.#counts, itemId, 2 ** ((occurredAt - this.#fromMs) / POPULARITY_HALF_LIFE_MS));
    const since = Math.max(0, occurredAt - TRENDING_FROM_MS);
    const amount = weights[type]! * 2 ** (since / TRENDING_HALF_LIFE_MS);
    for (const category of ["", ...this.#pathOf(itemId)]) {
      add(this.trending, `${category} ${itemId}`, amount);
    }
  }
}

/** Distinct items in order of purchase; what came back keeps its place. */
function placesOf(lines: readonly Line[]): Line[] {
  const seen = new Set<string>();
  return lines.filter(({ itemId, returned }) => {
    if (returned) return true;
    if (seen.has(itemId)) return false;
    seen.add(itemId);
    return true;
  });
}

function add(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name, (sums.get(name) ?? 0) + amount);
}

function push(lists: Map<string, string[]>, name: string, entry: string): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [entry]);
  else list.push(entry);
}

/** A list of recent things with one more in front: an item stands in it once. */
function inFront(recent: readonly string[], seen: string, limit: number): string[] {
  const item = seen.split(" ")[0];
  return [seen, ...recent.filter((other) => other.split(" ")[0] !== item)].slice(0, limit);
}
