import type { Invoice, OrderList } from "@slipstream/contracts/order-api";
import { beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { control, problemOf } from "../testing/client.ts";
import {
  buy,
  factsOf,
  lettersOf,
  orderOf,
  type Placed,
  place,
  textsTo,
} from "../testing/orders.ts";
import { Browser, openTill, stockOf, till } from "../testing/till.ts";

let seller: SignedIn;
let admin: SignedIn;
beforeAll(async () => {
  await openTill();
  seller = await signedIn({ roles: ["seller"], shop: till.id, host: till.host });
  admin = await signedIn({ roles: ["admin"], shop: till.id, host: till.host });
});

const unknown = { status: 404, code: "unknown_order" };
const as = (who: SignedIn) => new Browser(who.headers.cookie);

/** Sends all of an order and says that it arrived. */
async function deliver({ number }: Placed): Promise<void> {
  const shop = as(admin);
  await shop.call(`/api/sales/${number}/shipments`, {
    body: { carrier: "DHL", trackingNumber: "77" },
  });
  const sale = (await (await shop.call(`/api/sales/${number}`)).json()) as {
    shipments: { id: string }[];
  };
  for (const { id } of sale.shipments) {
    await shop.call(`/api/sales/${number}/shipments/${id}/deliver`, { method: "POST" });
  }
}

function askReturn(placed: Placed, body: Record<string, unknown>): Promise<Response> {
  const { browser, number, token } = placed;
  return browser.call(`/api/orders/${number}/returns?token=${token}`, { body });
}

const cancel = ({ browser, number, token }: Placed) =>
  browser.call(`/api/orders/${number}/cancel?token=${token}`, { body: { reason: "Too slow" } });

describe("an order is shown", () => {
  test("to a guest who has its token, and to nobody else", async () => {
    const placed = await buy([{}]);
    const { number, token } = placed;
    expect((await orderOf(placed)).number).toBe(number);
    const stranger = await signedIn({ shop: till.id, host: till.host });
    const wrong = `${token[0] === "a" ? "b" : "a"}${token.slice(1)}`;
    for (const who of [new Browser(), as(stranger), as(seller)]) {
      expect(await problemOf(await who.call(`/api/orders/${number}`))).toEqual(unknown);
      const guess = await who.call(`/api/orders/${number}?token=${wrong}`);
      expect(await problemOf(guess)).toEqual(unknown);
      const attempts = [
        who.call(`/api/orders/${number}/cancel?token=${wrong}`, { body: {} }),
        who.call(`/api/orders/${number}/payment?token=${wrong}`, { method: "POST" }),
        who.call(`/api/orders/${number}/invoice?token=${wrong}`),
        who.call(`/api/orders/${number}/returns?token=${wrong}`, {
          body: { lines: [{ position: 0, quantity: 1 }], reason: "Mine" },
        }),
      ];
      for (const answer of await Promise.all(attempts)) {
        expect(await problemOf(answer)).toEqual(unknown);
      }
    }
    const other = await place([{}]);
    const foreign = await new Browser().call(`/api/orders/${number}?token=${other.token}`);
    expect(await problemOf(foreign)).toEqual(unknown);
    expect((await as(admin).call(`/api/orders/${number}`)).status).toBe(200);
  });

  test("to the member who made it, in their list and by its number", async () => {
    const member = await signedIn({ shop: till.id, host: till.host });
    const placed = await buy([{ quantity: 2 }, { priceMinor: 500 }], member);
    const mine = as(member);
    expect((await mine.call(`/api/orders/${placed.number}`)).status).toBe(200);
    const list = (await (await mine.call("/api/orders")).json()) as OrderList;
    expect(list).toMatchObject({ total: 1, page: 1, pages: 1 });
    expect(list.orders[0]).toMatchObject({ number: placed.number, state: "paid", count: 3 });
    expect(list.orders[0]!.titles).toHaveLength(2);
    const guest = await new Browser().call("/api/orders");
    expect(await problemOf(guest)).toEqual({ status: 401, code: "sign_in_required" });
    const facts = await factsOf(placed.orderId);
    expect(facts[0]).toMatchObject({ visitorId: member.visitorId, userId: member.userId });
  });
});

describe("cancelling", () => {
  test("an unpaid order frees its stock and charges nothing", async () => {
    const placed = await place([{ onHand: 3, quantity: 2 }]);
    expect(await (await cancel(placed)).json()).toMatchObject({ state: "cancelled", refunds: [] });
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 3, reserved: 0 });
    expect(await problemOf(await cancel(placed))).toEqual({ status: 409, code: "wrong_state" });
    expect(await lettersOf(placed.number)).toEqual(["order_cancelled"]);
  });

  test("a paid order brings back stock and all its money, once, and takes the purchase back", async () => {
    const placed = await buy([{ onHand: 3, quantity: 2, seller }, { priceMinor: 700 }]);
    const answers = await Promise.all([cancel(placed), cancel(placed), cancel(placed)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "cancelled", refundedMinor: order.totalMinor });
    expect(order.refunds).toMatchObject([{ state: "done", amountMinor: order.totalMinor }]);
    expect(order.lines.map(({ cancelled }) => cancelled)).toEqual([2, 1]);
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 3, reserved: 0 });
    const facts = await factsOf(placed.orderId);
    expect(facts.map(({ type }) => type)).toEqual(["purchase", "return"]);
    expect(facts[1]!.lines).toHaveLength(2);
    expect(facts[1]!.visitorId).not.toBe(undefined);
    const toSeller = ["sale_made", "sale_cancelled"];
    const letters = ["order_paid", ...toSeller, "order_cancelled", "order_refunded"];
    expect(await lettersOf(placed.number)).toEqual(letters);
    // Of their own part, and with nothing in it of who bought.
    const [made, gone] = await textsTo(seller.email, placed.number);
    expect(made).toContain(`/seller/sales/${placed.number}`);
    expect(gone).toContain(`2 × ${order.lines[0]!.title}`);
    expect(`${made}${gone}`).not.toMatch(/1 ×|ada@people|Ada Berg/);
  });

  test("an order that is on its way is refused", async () => {
    const placed = await buy([{ quantity: 2 }]);
    await as(admin).call(`/api/sales/${placed.number}/shipments`, {
      body: { lines: [{ position: 0, quantity: 1 }] },
    });
    expect((await orderOf(placed)).state).toBe("partly_fulfilled");
    expect(await problemOf(await cancel(placed))).toEqual({ status: 409, code: "wrong_state" });
    expect((await orderOf(placed)).can.cancel).toBe(false);
  });
});

describe("a return", () => {
  test("is asked for, approved, received: stock and money back, the purchase taken back", async () => {
    const placed = await buy([{ quantity: 2, onHand: 5, priceMinor: 1500, seller }, {}]);
    const early = await askReturn(placed, {
      lines: [{ position: 0, quantity: 1 }],
      reason: "Too large",
    });
    expect(await problemOf(early)).toEqual({ status: 400, code: "invalid_request" });
    await deliver(placed);
    expect(await orderOf(placed)).toMatchObject({
      state: "delivered",
      can: { requestReturn: true },
    });
    const both = [{ position: 0, quantity: 2 }];
    const asked = await askReturn(placed, { lines: both, reason: "Too large" });
    expect(await asked.json()).toMatchObject({ state: "return_requested" });
    const twice = await askReturn(placed, { lines: [{ position: 0, quantity: 1 }], reason: "x" });
    expect(await problemOf(twice)).toEqual({ status: 400, code: "invalid_request" });
    const { id } = (await orderOf(placed)).returns[0]!;
    const desk = as(seller);
    const path = `/api/sales/${placed.number}/returns/${id}`;
    const soon = await desk.call(`${path}/receive`, { body: {} });
    expect(await problemOf(soon)).toEqual({ status: 409, code: "wrong_state" });
    await desk.call(`${path}/decision`, { body: { approve: true, answer: "Use the old box" } });
    const received = await desk.call(`${path}/receive`, { body: {} });
    expect(await received.json()).toEqual({ number: placed.number, state: "returned" });
    const order = await orderOf(placed);
    expect(order.refundedMinor).toBe(3000);
    expect(order.returns).toMatchObject([{ state: "received", answer: "Use the old box" }]);
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 5, reserved: 0 });
    const [, taken] = await factsOf(placed.orderId);
    expect(taken).toMatchObject({ type: "return", lines: [{ quantity: 2, priceMinor: 1500 }] });
    const again = await desk.call(`${path}/receive`, { body: {} });
    expect(await problemOf(again)).toEqual({ status: 409, code: "wrong_state" });
    const letters = [
      "order_paid",
      "sale_made",
      "order_shipped",
      "order_delivered",
      "sale_return",
      "order_return",
      "order_refunded",
    ];
    expect(await lettersOf(placed.number)).toEqual(letters);
  });

  test("of everything refunds the delivery too, and the order is refunded", async () => {
    const placed = await buy([{ onHand: 1 }]);
    await deliver(placed);
    await askReturn(placed, { lines: [{ position: 0, quantity: 1 }], reason: "Changed my mind" });
    const { id } = (await orderOf(placed)).returns[0]!;
    const path = `/api/sales/${placed.number}/returns/${id}`;
    await as(admin).call(`${path}/decision`, { body: { approve: true } });
    // Damaged: not back on the shelf.
    await as(admin).call(`${path}/receive`, { body: { restock: false } });
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "refunded", refundedMinor: order.totalMinor });
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 0, reserved: 0 });
  });

  test("that is refused leaves the order delivered; of two sellers each decides on their own", async () => {
    const placed = await buy([{ seller }, {}]);
    await deliver(placed);
    await askReturn(placed, {
      lines: [
        { position: 0, quantity: 1 },
        { position: 1, quantity: 1 },
      ],
      reason: "Both broken",
    });
    const { returns } = await orderOf(placed);
    expect(returns.map(({ lines }) => lines[0]!.position)).toEqual([0, 1]);
    const [own, foreign] = returns;
    const decide = (who: SignedIn, id: string, approve: boolean) =>
      as(who).call(`/api/sales/${placed.number}/returns/${id}/decision`, {
        body: { approve, answer: "Sorry" },
      });
    expect(await problemOf(await decide(seller, foreign!.id, true))).toEqual({
      status: 404,
      code: "unknown_return",
    });
    expect(await (await decide(seller, own!.id, false)).json()).toMatchObject({
      state: "return_requested",
    });
    expect(await (await decide(admin, foreign!.id, false)).json()).toMatchObject({
      state: "delivered",
    });
    expect((await orderOf(placed)).refundedMinor).toBe(0);
  });

  test("is withdrawn while nobody has decided on it, and can be asked for anew", async () => {
    const placed = await buy([{ seller }, {}]);
    await deliver(placed);
    const both = [0, 1].map((position) => ({ position, quantity: 1 }));
    await askReturn(placed, { lines: both, reason: "Both broken" });
    const [own, other] = (await orderOf(placed)).returns;
    const withdraw = (id: string, token = placed.token) =>
      placed.browser.call(`/api/orders/${placed.number}/returns/${id}/withdraw?token=${token}`, {
        method: "POST",
      });
    const stranger = await withdraw(own!.id, "0".repeat(40));
    expect(await problemOf(stranger)).toEqual({ status: 404, code: "unknown_order" });
    expect(await (await withdraw(own!.id)).json()).toMatchObject({
      state: "return_requested",
      returns: [{ state: "withdrawn" }, { state: "requested" }],
      lines: [{ returnable: 1 }, { returnable: 0 }],
    });
    expect(await problemOf(await withdraw(own!.id))).toEqual({ status: 409, code: "wrong_state" });
    const path = `/api/sales/${placed.number}/returns`;
    const late = await as(seller).call(`${path}/${own!.id}/decision`, { body: { approve: true } });
    expect(await problemOf(late)).toEqual({ status: 409, code: "wrong_state" });
    expect(await (await withdraw(other!.id)).json()).toMatchObject({
      state: "delivered",
      can: { requestReturn: true },
    });
    const unknown = await withdraw(crypto.randomUUID());
    expect(await problemOf(unknown)).toEqual({ status: 404, code: "unknown_return" });
    await askReturn(placed, { lines: both, reason: "Broken all the same" });
    const approved = (await orderOf(placed)).returns.at(-1)!;
    await as(admin).call(`${path}/${approved.id}/decision`, { body: { approve: true } });
    expect(await problemOf(await withdraw(approved.id))).toMatchObject({ code: "wrong_state" });
  });

  test("more than 30 days after delivery is refused", async () => {
    const placed = await buy([{}]);
    await deliver(placed);
    await control("/sql", {
      statement: `update shipments set delivered_at = now() - interval '31 days' where order_id = '${placed.orderId}'`,
    });
    expect((await orderOf(placed)).can.requestReturn).toBe(false);
    const late = await askReturn(placed, { lines: [{ position: 0, quantity: 1 }], reason: "Late" });
    expect(await problemOf(late)).toEqual({ status: 409, code: "wrong_state" });
  });
});

test("an invoice adds up to what was charged", async () => {
  const placed = await place([{ quantity: 3, priceMinor: 1999 }, { priceMinor: 501 }]);
  const ask = () =>
    placed.browser.call(`/api/orders/${placed.number}/invoice?token=${placed.token}`);
  expect(await problemOf(await ask())).toEqual({ status: 409, code: "wrong_state" });
  const { browser } = placed;
  await browser.call("/api/payments/test/confirm", {
    body: {
      reference: placed.payment.action.kind === "test_card" && placed.payment.action.reference,
      clientSecret:
        placed.payment.action.kind === "test_card" && placed.payment.action.clientSecret,
      card: { number: "4242424242424242", expiry: "04/40", code: "123" },
    },
  });
  const invoice = (await (await ask()).json()) as Invoice;
  const order = await orderOf(placed);
  const lines = invoice.lines.reduce((all, line) => all + line.totalMinor, 0);
  expect(lines).toBe(3 * 1999 + 501);
  expect(invoice.subtotalMinor).toBe(lines);
  const { subtotalMinor, discountMinor, shippingMinor, taxMinor, totalMinor, netMinor } = invoice;
  expect(subtotalMinor - discountMinor + shippingMinor + taxMinor).toBe(totalMinor);
  expect(totalMinor).toBe(order.paidMinor);
  const taxes = invoice.taxLines.reduce((all, line) => all + line.taxMinor, 0);
  // 19 % within 64.98 and 5.00 of delivery.
  expect(taxes).toBe(Math.round((totalMinor * 19) / 119));
  expect(netMinor + taxes).toBe(totalMinor);
  expect(invoice.to).toMatchObject({ name: "Ada Berg", postcode: "10115" });
});
