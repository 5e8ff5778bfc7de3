import fc from "fast-check";
import { expect, test } from "vitest";
import { commissionOf, type OrderAccount, refundEntries } from "./commission.ts";
import { sharesOf, worthOf } from "./shares.ts";

const lineArbitrary = fc.record({
  priceMinor: fc.nat(100_000),
  quantity: fc.integer({ min: 1, max: 9 }),
  sellerId: fc.constantFrom("a", "b", null),
});
const orderArbitrary = fc
  .record({
    lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 6 }),
    cut: fc.nat(100),
    tax: fc.nat(50_000),
  })
  .map(({ lines, cut, tax }) => {
    const subtotal = lines.reduce((all, line) => all + line.priceMinor * line.quantity, 0);
    return {
      discountMinor: Math.floor((subtotal * cut) / 100),
      taxMinor: tax,
      subtotal,
      lines: lines.map((line, position) => ({
        ...line,
        position,
        sku: `s${position}`,
        productId: `p${position}`,
        cancelledQuantity: 0,
        returnedQuantity: 0,
        discountMinor: 0,
        taxMinor: 0,
      })),
    };
  });

test("what was paid for the lines adds up to what was paid for goods and their tax", () => {
  fc.assert(
    fc.property(orderArbitrary, (order) => {
      const shares = sharesOf(order, order.lines);
      const sum = shares.reduce((all, { goodsMinor, taxMinor }) => all + goodsMinor + taxMinor, 0);
      expect(sum).toBe(order.subtotal - order.discountMinor + order.taxMinor);
      for (const { goodsMinor, taxMinor } of shares) {
        expect(Number.isSafeInteger(goodsMinor) && goodsMinor >= 0).toBe(true);
        expect(Number.isSafeInteger(taxMinor) && taxMinor >= 0).toBe(true);
      }
    }),
  );
});

test("units given back one after the other add up to their line, in whatever portions", () => {
  fc.assert(
    fc.property(
      orderArbitrary,
      fc.infiniteStream(fc.integer({ min: 1, max: 3 })),
      (order, portions) => {
        for (const share of sharesOf(order, order.lines)) {
          let sum = 0;
          let gone = 0;
          while (gone < share.quantity) {
            const units = Math.min(portions.next().value ?? 1, share.quantity - gone);
            const worth = worthOf({ ...share, gone }, units);
            expect(worth.goodsMinor).toBeGreaterThanOrEqual(0);
            sum += worth.goodsMinor + worth.taxMinor;
            gone += units;
          }
          expect(sum).toBe(share.goodsMinor + share.taxMinor);
        }
      },
    ),
  );
});

test("a discount of named lines is theirs alone", () => {
  const line = {
    position: 0,
    sku: "a",
    productId: "a",
    sellerId: null,
    quantity: 1,
    cancelledQuantity: 0,
    returnedQuantity: 0,
    priceMinor: 1000,
    discountMinor: 0,
    taxMinor: 0,
  };
  const lines = [
    { ...line, discountMinor: 400 },
    { ...line, position: 1 },
  ];
  const goods = sharesOf({ discountMinor: 400, taxMinor: 0 }, lines).map(
    (share) => share.goodsMinor,
  );
  expect(goods).toEqual([600, 1000]);
});

test("a seller's account of one order: refunds never exceed the sale, and a whole refund leaves nothing", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(fc.nat(400_000), { maxLength: 6 }),
      (saleMinor, basisPoints, refunds) => {
        const account: OrderAccount = {
          saleMinor,
          commissionMinor: commissionOf(saleMinor, basisPoints),
          refundedMinor: 0,
          commissionBackMinor: 0,
        };
        for (const amount of [...refunds, saleMinor]) {
          const { refundMinor, commissionBackMinor } = refundEntries(account, amount);
          expect(refundMinor).toBeLessThanOrEqual(amount);
          expect(commissionBackMinor).toBeGreaterThanOrEqual(0);
          account.refundedMinor += refundMinor;
          account.commissionBackMinor += commissionBackMinor;
          const balance =
            account.saleMinor -
            account.commissionMinor -
            account.refundedMinor +
            account.commissionBackMinor;
          expect(Number.isSafeInteger(balance) && balance >= 0).toBe(true);
        }
        expect(account.refundedMinor).toBe(saleMinor);
        expect(account.commissionBackMinor).toBe(account.commissionMinor);
      },
    ),
  );
});
