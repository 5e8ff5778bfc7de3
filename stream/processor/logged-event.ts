import type { ShopEvent } from "@slipstream/contracts/events";

/** An event with its place in the log. */
export interface LoggedEvent {
  event: ShopEvent;
  /** Sequence on EVENTS. */
  sequence: number;
  partition: number;
}

/** One item that an event is about. */
export interface EventItem {
  itemId: string;
  quantity: number;
  /** Which of the event's items it is, from 0. */
  line: number;
}

/** The items of an event, its own first, then its lines. */
export function itemsOfEvent(event: ShopEvent): EventItem[] {
  const items: EventItem[] = [];
  if (event.itemId !== undefined) {
    items.push({ itemId: event.itemId, quantity: event.quantity ?? 1, line: 0 });
  }
  for (const { itemId, quantity } of event.lines ?? []) {
    items.push({ itemId, quantity: quantity ?? 1, line: items.length });
  }
  return items;
}
