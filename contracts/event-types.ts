/**
 * The kinds of events and how much each one counts. Free of dependencies, so that the shop's own
 * bundles may import it.
 */

/** What a browser may say about itself. */
export const browserEventTypes = [
  "impression",
  "view",
  "click",
  "search",
  "hide",
  "unhide",
  "identify",
] as const;

/** What only a server may say: facts of the shop, written in the same transaction as the fact. */
export const serverEventTypes = [
  "add_to_cart",
  "remove_from_cart",
  "checkout",
  "purchase",
  "return",
  "rating",
] as const;

export const eventTypes = [...browserEventTypes, ...serverEventTypes] as const;

export type BrowserEventType = (typeof browserEventTypes)[number];
export type ServerEventType = (typeof serverEventTypes)[number];
export type EventType = (typeof eventTypes)[number];

/**
 * Interest that one event of a type tells, in units of one product view. Zero teaches nothing
 * (an impression must never feed the loop that produced it); negative takes interest back.
 */
export const eventWeights: Readonly<Record<EventType, number>> = {
  impression: 0,
  view: 1,
  click: 0.5,
  search: 0,
  hide: -3,
  unhide: 3,
  identify: 0,
  add_to_cart: 3,
  remove_from_cart: -1,
  checkout: 0,
  purchase: 5,
  return: -5,
  rating: 1,
};

/** True when an event of this type, about one item, is a positive example for the learner. */
export function isPositive(type: EventType): boolean {
  return eventWeights[type] > 0 && type !== "unhide";
}

/** Stars from which a rating says that somebody likes the product. */
export const LEAST_LIKED_STARS = 3;

/** The numbers that stand for types in binary formats and Redis. Never renumber; only append. */
export const eventTypeCodes: Readonly<Record<EventType, number>> = {
  impression: 0,
  view: 1,
  click: 2,
  search: 3,
  hide: 4,
  unhide: 5,
  identify: 6,
  add_to_cart: 7,
  remove_from_cart: 8,
  checkout: 9,
  purchase: 10,
  return: 11,
  rating: 12,
};

const typesByCode = new Map<number, EventType>(
  eventTypes.map((type) => [eventTypeCodes[type], type]),
);

/** The type that a code stands for; undefined for a code of a newer version. */
export function eventTypeOf(code: number): EventType | undefined {
  return typesByCode.get(code);
}
