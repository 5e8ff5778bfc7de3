import type { OrderState } from "@slipstream/contracts/order-api";
import { orderStates } from "@slipstream/contracts/order-states";
import { describe, expect, test } from "vitest";
import { type OrderStanding, refusalOf } from "./states.ts";

const NOW = Date.UTC(2026, 10, 1);
const DAY = 24 * 3600 * 1000;

const standing = (more: Partial<OrderStanding> = {}): OrderStanding => ({
  totalMinor: 1000,
  paidMinor: 0,
  refundedMinor: 0,
  refundingMinor: 0,
  lines: [{ position: 0, quantity: 2, cancelled: 0, fulfilled: 0, returned: 0 }],
  undeliveredShipments: 0,
  deliveredAtMs: undefined,
  openReturns: 0,
  returnDays: 30,
  ...more,
});
const line = (more: { cancelled?: number; fulfilled?: number; returned?: number }) => ({
  lines: [{ position: 0, quantity: 2, cancelled: 0, fulfilled: 0, returned: 0, ...more }],
});
const paid = { paidMinor: 1000 };
const givenBack = { paidMinor: 1000, refundedMinor: 1000 };
const sent = { ...paid, ...line({ fulfilled: 2 }) };
const arrived = { ...sent, deliveredAtMs: NOW - DAY };

/** Every move that there is, with an order that may make it, and one that may not yet. */
const allowed: Record<string, { may: Partial<OrderStanding>; mayNot?: Partial<OrderStanding>[] }> =
  {
    "created→payment_pending": { may: {} },
    "created→cancelled": { may: {} },
    "payment_pending→paid": { may: paid, mayNot: [{}, { paidMinor: 999 }] },
    "payment_pending→cancelled": { may: {}, mayNot: [paid] },
    "paid→partly_fulfilled": {
      may: { ...paid, ...line({ fulfilled: 1 }) },
      mayNot: [paid, sent],
    },
    "paid→fulfilled": {
      may: { ...paid, ...line({ fulfilled: 1, cancelled: 1 }) },
      mayNot: [
        paid,
        { ...paid, ...line({ fulfilled: 1 }) },
        { ...paid, ...line({ cancelled: 2 }) },
      ],
    },
    "paid→cancelled": {
      may: { ...paid, refundingMinor: 1000 },
      mayNot: [paid, { ...paid, refundingMinor: 999 }, { ...givenBack, ...line({ fulfilled: 1 }) }],
    },
    "paid→refunded": { may: givenBack, mayNot: [paid, { ...paid, refundingMinor: 1000 }] },
    "partly_fulfilled→fulfilled": { may: sent, mayNot: [{ ...paid, ...line({ fulfilled: 1 }) }] },
    "partly_fulfilled→refunded": { may: givenBack, mayNot: [paid] },
    "fulfilled→delivered": {
      may: arrived,
      mayNot: [sent, { ...arrived, undeliveredShipments: 1 }],
    },
    "fulfilled→refunded": { may: givenBack, mayNot: [paid] },
    "delivered→return_requested": {
      may: { ...arrived, openReturns: 1 },
      mayNot: [arrived, { ...arrived, openReturns: 1, deliveredAtMs: NOW - 31 * DAY }],
    },
    "delivered→refunded": { may: givenBack, mayNot: [paid] },
    "return_requested→delivered": {
      may: arrived,
      mayNot: [
        { ...arrived, openReturns: 1 },
        { ...arrived, ...line({ fulfilled: 2, returned: 1 }) },
      ],
    },
    "return_requested→returned": {
      may: { ...arrived, ...line({ fulfilled: 2, returned: 1 }) },
      mayNot: [arrived, { ...arrived, ...line({ fulfilled: 2, returned: 1 }), openReturns: 1 }],
    },
    "return_requested→refunded": {
      may: givenBack,
      mayNot: [paid, { ...givenBack, openReturns: 1 }],
    },
    "returned→return_requested": {
      may: { ...arrived, openReturns: 1 },
      mayNot: [arrived, { ...arrived, openReturns: 1, deliveredAtMs: NOW - 31 * DAY }],
    },
    "returned→refunded": { may: givenBack, mayNot: [paid] },
  };

const pairs = orderStates.flatMap((from) => orderStates.map((to) => ({ from, to })));

function refusal(from: OrderState, to: OrderState, more: Partial<OrderStanding>) {
  return refusalOf({ from, to }, standing(more), NOW);
}

describe("the state machine", () => {
  test("knows all its moves", () => {
    expect(pairs).toHaveLength(100);
    expect(Object.keys(allowed)).toHaveLength(19);
  });

  test.each(pairs)("$from → $to", ({ from, to }) => {
    const move = allowed[`${from}→${to}`];
    if (!move) {
      // Whatever became of the order: there is no such way.
      for (const more of [{}, paid, sent, arrived, givenBack, { ...arrived, openReturns: 1 }]) {
        expect(refusal(from, to, more)).toBe(`an order that is ${from} cannot become ${to}`);
      }
      return;
    }
    expect(refusal(from, to, move.may)).toBeUndefined();
    for (const more of move.mayNot ?? []) expect(refusal(from, to, more)).toMatch(/\w/);
  });
});
