import type { SaleDetail, SaleList } from "@slipstream/contracts/sales-api";
import { audit, ledgerEntries } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { problemOf } from "../testing/client.ts";
import { buy, factsOf, orderOf, type Placed, place } from "../testing/orders.ts";
import { atTill, Browser, openTill, stockOf, till } from "../testing/till.ts";

let seller: SignedIn;
let rival: SignedIn;
let admin: SignedIn;
beforeAll(async () => {
  await openTill();
  const at = { shop: till.id, host: till.host };
  seller = await signedIn({ roles: ["seller"], name: "Ida", ...at });
  rival = await signedIn({ roles: ["seller"], name: "Bo", ...at });
  admin = await signedIn({ roles: ["admin"], ...at });
});

const newKey = () => ({ "idempotency-key": crypto.randomUUID() });
const as = (who: SignedIn) => new Browser(who.headers.cookie);
const saleOf = async (who: SignedIn, { number }: Placed) =>
  (await (await as(who).call(`/api/sales/${number}`)).json()) as SaleDetail;
const ship = (who: SignedIn, { number }: Placed, body: Record<string, unknown> = {}) =>
  as(who).call(`/api/sales/${number}/shipments`, { body });
const refund = (who: SignedIn, { number }: Placed, body: Record<string, unknown>) =>
  as(who).call(`/api/sales/${number}/refunds`, { body, headers: newKey() });

/** Sums of a seller's entries for one order, by kind. */
async function ledgerOf(placed: Placed, who: SignedIn): Promise<Record<string, number>> {
  const rows = await atTill((transaction) =>
    transaction
      .select()
      .from(ledgerEntries)
      .where(
        and(eq(ledgerEntries.orderId, placed.orderId), eq(ledgerEntries.sellerId, who.userId)),
      ),
  );
  const sums: Record<string, number> = {};
  for (const { kind, amountMinor } of rows) sums[kind] = (sums[kind] ?? 0) + amountMinor;
  return sums;
}

describe("a seller", () => {
  test("sees their own lines of an order and where to send them, and nothing of others", async () => {
    const placed = await buy([{ seller, quantity: 2 }, { seller: rival, priceMinor: 7700 }, {}]);
    const sale = await saleOf(seller, placed);
    expect(sale.lines.map(({ position }) => position)).toEqual([0]);
    expect(sale.amountMinor).toBe(2000);
    expect(sale.shippingAddress).toMatchObject({ name: "Ada Berg", city: "Berlin" });
    expect(sale.account).toEqual({
      saleMinor: 2000,
      commissionMinor: 200,
      refundedMinor: 0,
      netMinor: 1800,
    });
    const text = JSON.stringify(sale);
    for (const secret of ["7700", placed.skus[1]!, placed.skus[2]!, "ada@people.test"]) {
      expect(text).not.toContain(secret);
    }
    const list = (await (
      await as(seller).call(`/api/sales?search=${placed.number}`)
    ).json()) as SaleList;
    expect(list.sales).toMatchObject([{ amountMinor: 2000, count: 2, unsent: 2 }]);
    expect(JSON.stringify(list)).not.toContain("ada@people.test");
    expect((await saleOf(admin, placed)).lines).toHaveLength(3);
  });

  test("finds nothing of an order without lines of theirs, and may not touch it", async () => {
    const placed = await buy([{ seller: rival }]);
    const unknown = { status: 404, code: "unknown_order" };
    const attempts = [
      as(seller).call(`/api/sales/${placed.number}`),
      ship(seller, placed),
      refund(seller, placed, { amountMinor: 100 }),
      as(seller).call(`/api/sales/${placed.number}/shipments/${crypto.randomUUID()}/deliver`, {
        method: "POST",
      }),
    ];
    for (const answer of await Promise.all(attempts)) {
      expect(await problemOf(answer)).toEqual(unknown);
    }
    const buyer = await signedIn({ shop: till.id, host: till.host });
    const forbidden = { status: 403, code: "forbidden" };
    expect(await problemOf(await as(buyer).call("/api/sales"))).toEqual(forbidden);
    const list = await as(seller).call(`/api/sales?search=${placed.number}`);
    expect(await list.json()).toMatchObject({ sales: [], total: 0 });
  });

  test("sends and delivers parcels; the order is where all its parcels are", async () => {
    const placed = await buy([{ seller, quantity: 2 }, { seller: rival }]);
    const foreign = await ship(seller, placed, { lines: [{ position: 1, quantity: 1 }] });
    expect(await problemOf(foreign)).toEqual({ status: 400, code: "invalid_request" });
    const many = await ship(seller, placed, { lines: [{ position: 0, quantity: 3 }] });
    expect(await problemOf(many)).toEqual({ status: 400, code: "invalid_request" });
    const first = await ship(seller, placed, {
      carrier: "DHL",
      trackingNumber: "JD 01",
      lines: [{ position: 0, quantity: 1 }],
    });
    expect(await first.json()).toMatchObject({ state: "partly_fulfilled" });
    expect(await (await ship(seller, placed)).json()).toMatchObject({ state: "partly_fulfilled" });
    const nothing = await ship(seller, placed);
    expect(await problemOf(nothing)).toEqual({ status: 409, code: "wrong_state" });
    expect(await (await ship(rival, placed)).json()).toMatchObject({ state: "fulfilled" });
    const { shipments } = await saleOf(seller, placed);
    expect(shipments).toHaveLength(2);
    expect(shipments[0]!.trackingUrl).toContain("JD%2001");
    const arrive = (who: SignedIn, id: string) =>
      as(who).call(`/api/sales/${placed.number}/shipments/${id}/deliver`, { method: "POST" });
    const [theirs] = (await saleOf(rival, placed)).shipments;
    expect(await problemOf(await arrive(seller, theirs!.id))).toEqual({
      status: 404,
      code: "unknown_shipment",
    });
    for (const { id } of shipments) {
      expect(await (await arrive(seller, id)).json()).toMatchObject({ state: "fulfilled" });
    }
    expect(await (await arrive(rival, theirs!.id)).json()).toMatchObject({ state: "delivered" });
    expect(await (await arrive(rival, theirs!.id)).json()).toMatchObject({ state: "delivered" });
  });

  test("cannot send one line twice in a parcel", async () => {
    const placed = await buy([{ seller, quantity: 2 }]);
    const units = { position: 0, quantity: 2 };
    const twice = await ship(seller, placed, { lines: [units, units] });
    expect(await problemOf(twice)).toEqual({ status: 400, code: "invalid_request" });
    expect((await saleOf(seller, placed)).lines).toMatchObject([{ fulfilled: 0 }]);
  });

  test("does not see who has not paid, whatever they filter by", async () => {
    const { number } = await place([{ seller }]);
    for (const more of ["", "&state=payment_pending"]) {
      const list = await as(seller).call(`/api/sales?search=${number}${more}`);
      expect(await list.json()).toMatchObject({ sales: [], total: 0 });
    }
    const all = await as(admin).call(`/api/sales?search=${number}&state=payment_pending`);
    expect(await all.json()).toMatchObject({ total: 1 });
  });

  test("cannot send what is not paid", async () => {
    const placed = await place([{ seller }]);
    expect(await problemOf(await ship(seller, placed))).toEqual({
      status: 409,
      code: "wrong_state",
    });
  });
});

describe("refunds", () => {
  test("that are sent twice give the money back once, and without a key not at all", async () => {
    const placed = await buy([{ seller, quantity: 2 }]);
    const path = `/api/sales/${placed.number}/refunds`;
    const body = { amountMinor: 300 };
    expect(await problemOf(await as(seller).call(path, { body }))).toEqual({
      status: 400,
      code: "idempotency_key_missing",
    });
    const headers = newKey();
    for (const _ of [1, 2]) {
      expect((await as(seller).call(path, { body, headers })).status).toBe(200);
    }
    expect(await orderOf(placed)).toMatchObject({ refundedMinor: 300 });
  });

  test("of lines that will not be sent bring stock, money and commission back", async () => {
    const placed = await buy([{ seller, quantity: 3, onHand: 3, priceMinor: 999 }, {}]);
    const partly = await refund(seller, placed, { lines: [{ position: 0, quantity: 1 }] });
    expect(await partly.json()).toMatchObject({ state: "paid" });
    expect(await orderOf(placed)).toMatchObject({ refundedMinor: 999 });
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 1, reserved: 0 });
    // Two of three are kept: the purchase stands.
    expect(await factsOf(placed.orderId)).toHaveLength(1);
    await refund(seller, placed, { lines: [{ position: 0, quantity: 2 }], restock: false });
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 1, reserved: 0 });
    const facts = await factsOf(placed.orderId);
    expect(facts[1]).toMatchObject({ type: "return", lines: [{ quantity: 3 }] });
    expect(await ledgerOf(placed, seller)).toEqual({ sale: 2997, commission: 0, refund: -2997 });
    const more = await refund(seller, placed, { lines: [{ position: 0, quantity: 1 }] });
    expect(await problemOf(more)).toEqual({ status: 400, code: "invalid_request" });
    expect(await (await ship(admin, placed)).json()).toMatchObject({ state: "fulfilled" });
  });

  test("of all that there is end the order, with its delivery", async () => {
    const placed = await buy([{ seller }]);
    const all = await refund(seller, placed, { lines: [{ position: 0, quantity: 1 }] });
    expect(await all.json()).toMatchObject({ state: "cancelled" });
    const order = await orderOf(placed);
    expect(order.refundedMinor).toBe(order.totalMinor);
  });

  test("by amount reach as far as one's own sale; a whole refund ends the order", async () => {
    const placed = await buy([
      { seller, priceMinor: 1000 },
      { seller: rival, priceMinor: 4000 },
    ]);
    const tooLarge = { status: 422, code: "refund_too_large" };
    expect(await problemOf(await refund(seller, placed, { amountMinor: 1001 }))).toEqual(tooLarge);
    await refund(seller, placed, { amountMinor: 300, reason: "A scratch" });
    expect(await problemOf(await refund(seller, placed, { amountMinor: 701 }))).toEqual(tooLarge);
    expect(await ledgerOf(placed, seller)).toEqual({ sale: 1000, commission: -70, refund: -300 });
    // The shop's own kindness costs no seller anything.
    await refund(admin, placed, { amountMinor: 200 });
    expect(await ledgerOf(placed, rival)).toEqual({ sale: 4000, commission: -400 });
    const { totalMinor } = await orderOf(placed);
    const over = await refund(admin, placed, { amountMinor: totalMinor });
    expect(await problemOf(over)).toEqual(tooLarge);
    const rest = await refund(admin, placed, { amountMinor: totalMinor - 500 });
    expect(await rest.json()).toMatchObject({ state: "refunded" });
    expect(await ledgerOf(placed, rival)).toEqual({ sale: 4000, commission: 0, refund: -4000 });
    const after = await refund(admin, placed, { amountMinor: 1 });
    expect(await problemOf(after)).toEqual({ status: 409, code: "wrong_state" });
    const trail = await atTill((transaction) =>
      transaction
        .select({ action: audit.action, actor: audit.actorKind })
        .from(audit)
        .where(and(eq(audit.resource, "order"), eq(audit.resourceId, placed.number))),
    );
    expect(trail).toHaveLength(3);
  });

  test("at the same time never exceed what was paid", async () => {
    const placed = await buy([{ priceMinor: 1000 }]);
    const { totalMinor } = await orderOf(placed);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refund(admin, placed, { amountMinor: 600 })),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    expect(done).toBe(Math.floor(totalMinor / 600));
    expect((await orderOf(placed)).refundedMinor).toBe(done * 600);
  });

  test("in any portions keep order, provider and sellers' accounts in step", async () => {
    const seed = 1 + (Date.now() % 1000);
    let state = seed;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 4; round++) {
      const placed = await buy([
        { seller, quantity: 1 + next(4), priceMinor: 1 + next(3000) },
        { seller: rival, quantity: 1 + next(3), priceMinor: 1 + next(3000) },
      ]);
      for (let step = 0; step < 6; step++) {
        const who = [seller, rival, admin][next(3)]!;
        const body =
          next(2) === 0
            ? { amountMinor: 1 + next(2500) }
            : { lines: [{ position: next(2), quantity: 1 + next(2) }] };
        const answer = await refund(who, placed, body);
        expect([200, 400, 409, 422], `seed ${seed}`).toContain(answer.status);
        const order = await orderOf(placed);
        const sum = order.refunds.reduce((all, { amountMinor }) => all + amountMinor, 0);
        expect(order.refundedMinor, `seed ${seed}`).toBe(sum);
        expect(order.refundedMinor).toBeLessThanOrEqual(order.paidMinor);
        for (const one of [seller, rival]) {
          const { sale = 0, commission = 0, refund: back = 0 } = await ledgerOf(placed, one);
          const left = sale + back;
          expect(left, `seed ${seed}`).toBeGreaterThanOrEqual(0);
          expect(Math.abs(commission + left / 10), `seed ${seed}`).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
