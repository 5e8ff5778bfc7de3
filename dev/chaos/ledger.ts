import type { TimelessEvent } from "./shoppers.ts";

/** An event that the shop has answered for: 202, it is kept. */
export interface AcceptedEvent extends TimelessEvent {
  /** Epoch ms, as the sender said: the shop may have set it right. */
  occurredAt: number;
  /** Sent with a visitor's cookie, not with an API key. */
  isBrowser: boolean;
  /** Its clock was wrong on purpose. */
  hasWildClock: boolean;
  /** Epoch ms of the answer. */
  acceptedAt: number;
}

/** What somebody did in the shop, and the shop tells of itself: an event with an id of its own. */
export interface AcceptedFact {
  type: string;
  visitorId: string;
  itemId: string;
}

/** What was sent in one run, and what became of it. Per visitor in order of sending. */
export class Ledger {
  readonly accepted: AcceptedEvent[] = [];
  /** Of visitors of whom nothing else is accepted. */
  readonly facts: AcceptedFact[] = [];
  /** Ids of events that the shop refused, as it should: nothing of them may be anywhere. */
  readonly refused: string[] = [];
  /** Requests that were made again. */
  retries = 0;
}
