import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDiscount, type Discount } from "./discount.ts";
import { split } from "./split.ts";
import { rateFor, type TaxRate, taxesOf } from "./tax.ts";
import { priceOrder } from "./totals.ts";

const NOW = Date.UTC(2026, 10, 1);
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

const categories = ["lamps", "home", "books"];
const line = fc.record({
  priceMinor: fc.integer({ min: 0, max: 5_000_000 }),
  quantity: fc.integer({ min: 1, max: 99 }),
  categoryPath: fc.subarray(categories),
});
const discount: fc.Arbitrary<Discount> = fc.record({
  code: fc.constant("CODE"),
  kind: fc.constantFrom("percent", "amount", "free_shipping"),
  value: fc.integer({ min: 0, max: 20_000_000 }),
  minSubtotalMinor: fc.integer({ min: 0, max: 100_000 }),
  categorySlug: fc.option(fc.constantFrom(...categories)),
  startsAtMs: fc.option(fc.integer({ min: NOW - 1000, max: NOW + 1000 })),
  endsAtMs: fc.option(fc.integer({ min: NOW - 1000, max: NOW + 1000 })),
  maxUses: fc.option(fc.integer({ min: 0, max: 3 })),
  maxUsesPerCustomer: fc.option(fc.integer({ min: 0, max: 3 })),
  uses: fc.integer({ min: 0, max: 3 }),
  active: fc.boolean(),
});
const rate: fc.Arbitrary<TaxRate> = fc.record({
  country: fc.constantFrom("DE", "US"),
  region: fc.constantFrom("", "NY"),
  categorySlug: fc.constantFrom("", ...categories),
  name: fc.string({ maxLength: 5 }),
  rateBasisPoints: fc.integer({ min: 0, max: 3_000 }),
  included: fc.boolean(),
});
const method = fc.record({
  id: fc.constantFrom("post", "courier"),
  name: fc.constant("Post"),
  countries: fc.subarray(["DE", "US"]),
  priceMinor: fc.integer({ min: 0, max: 10_000 }),
  freeFromMinor: fc.option(fc.integer({ min: 0, max: 100_000 })),
  minDays: fc.constant(1),
  maxDays: fc.constant(3),
});
const order = fc.record({
  currency: fc.constant("EUR"),
  lines: fc.array(line, { maxLength: 20 }),
  rules: fc.record({
    methods: fc.array(method, { maxLength: 3 }),
    rates: fc.array(rate, { maxLength: 6 }),
  }),
  place: fc.record({
    country: fc.constantFrom("DE", "US", "CH"),
    region: fc.constantFrom("", "NY"),
  }),
  code: fc.option(
    fc.record({
      discount: fc.option(discount, { nil: undefined }),
      usesOfCustomer: fc.integer({ min: 0, max: 3 }),
    }),
    { nil: undefined },
  ),
  nowMs: fc.constant(NOW),
});

describe("priceOrder", () => {
  it("adds up, in whole numbers, never below nothing", () => {
    fc.assert(
      fc.property(order, (input) => {
        const { totals, discount: applied } = priceOrder(input);
        const goods = sum(input.lines.map((one) => one.priceMinor * one.quantity));
        const { subtotalMinor, taxMinor, shippingMinor, discountMinor, totalMinor } = totals;
        expect(subtotalMinor).toBe(goods);
        expect(totalMinor).toBe(goods + taxMinor + shippingMinor - discountMinor);
        const all = [subtotalMinor, taxMinor, shippingMinor, discountMinor, totalMinor];
        for (const amount of [...all, totals.taxIncludedMinor]) {
          expect(Number.isSafeInteger(amount)).toBe(true);
          expect(amount).toBeGreaterThanOrEqual(0);
        }
        expect(discountMinor).toBeLessThanOrEqual(goods);
        expect(totals.taxIncludedMinor).toBeLessThanOrEqual(totalMinor);
        expect(sum(applied?.perLineMinor ?? [])).toBe(discountMinor);
        for (const [index, one] of input.lines.entries()) {
          const off = applied?.perLineMinor[index] ?? 0;
          expect(off).toBeGreaterThanOrEqual(0);
          expect(off).toBeLessThanOrEqual(one.priceMinor * one.quantity);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("does a European order by hand", () => {
    const { totals, chosen } = priceOrder({
      currency: "EUR",
      lines: [{ priceMinor: 11_900, quantity: 1, categoryPath: ["lamps"] }],
      rules: {
        rates: [
          {
            country: "DE",
            region: "",
            categorySlug: "",
            name: "VAT",
            rateBasisPoints: 1_900,
            included: true,
          },
        ],
        methods: [
          {
            id: "post",
            name: "Post",
            countries: ["DE"],
            priceMinor: 595,
            freeFromMinor: 20_000,
            minDays: 1,
            maxDays: 2,
          },
        ],
      },
      place: { country: "DE" },
      nowMs: NOW,
    });
    expect(chosen?.id).toBe("post");
    // 19/119 of 119.00 + 5.95.
    expect(totals).toMatchObject({ totalMinor: 12_495, taxMinor: 0, taxIncludedMinor: 1_995 });
  });

  it("does an American order by hand: tax on top, on goods alone, after the discount", () => {
    const { totals } = priceOrder({
      currency: "EUR",
      lines: [{ priceMinor: 10_000, quantity: 2, categoryPath: [] }],
      rules: {
        rates: [
          {
            country: "US",
            region: "NY",
            categorySlug: "",
            name: "Sales tax",
            rateBasisPoints: 888,
            included: false,
          },
        ],
        methods: [
          {
            id: "air",
            name: "Air",
            countries: [],
            priceMinor: 2_500,
            freeFromMinor: null,
            minDays: 4,
            maxDays: 8,
          },
        ],
      },
      place: { country: "US", region: "NY" },
      code: { discount: code({ kind: "percent", value: 1_000 }), usesOfCustomer: 0 },
      nowMs: NOW,
    });
    // 8.88 % of 180.00 is 15.984.
    expect(totals).toMatchObject({
      discountMinor: 2_000,
      taxMinor: 1_598,
      shippingMinor: 2_500,
      totalMinor: 20_000 - 2_000 + 1_598 + 2_500,
    });
  });
});

describe("split", () => {
  it("loses nothing, and gives each within one of its share", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), weights, (total, shares) => {
        const parts = split(total, shares);
        expect(sum(parts)).toBe(total);
        const whole = sum(shares);
        for (const [index, part] of parts.entries()) {
          const share = whole === 0 ? total / shares.length : (total * shares[index]!) / whole;
          expect(Math.abs(part - share)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });

  it("gives the odd ones to the largest remainders", () => {
    expect(split(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(split(100, [1, 5])).toEqual([17, 83]);
  });
});

describe("taxesOf", () => {
  it("splits each rate's tax over its lines exactly", () => {
    const lines = fc.array(
      fc.record({
        netMinor: fc.integer({ min: 0, max: 9_000_000 }),
        categoryPath: fc.subarray(categories),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.array(rate, { maxLength: 6 }), lines, (rates, taxed) => {
        const taxes = taxesOf({ rates, place: { country: "DE" }, lines: taxed, shippingMinor: 0 });
        const all = sum(taxes.lines.map(({ taxMinor }) => taxMinor));
        expect(taxes.onTopMinor + taxes.includedMinor).toBe(all);
        expect(sum(taxes.perLineMinor)).toBe(all);
        expect(sum(taxes.onTopPerLineMinor)).toBe(taxes.onTopMinor);
      }),
    );
  });

  it("says for each line what comes on top of its price, at its own rate", () => {
    const any = { country: "US", region: "", name: "" };
    const rates = [
      { ...any, categorySlug: "", rateBasisPoints: 1_000, included: false },
      { ...any, categorySlug: "books", rateBasisPoints: 0, included: false },
      { ...any, categorySlug: "home", rateBasisPoints: 500, included: true },
    ];
    const lines = ["books", "toys", "home"].map((slug) => ({
      netMinor: 2_000,
      categoryPath: [slug],
    }));
    const taxes = taxesOf({ rates, place: { country: "US" }, lines, shippingMinor: 0 });
    expect(taxes.onTopPerLineMinor).toEqual([0, 200, 0]);
  });

  it("takes the nearest category's rate, and the region's before the country's", () => {
    const of = (region: string, categorySlug: string, rateBasisPoints: number): TaxRate => ({
      country: "US",
      region,
      categorySlug,
      rateBasisPoints,
      name: "",
      included: false,
    });
    const rates = [of("", "", 1), of("NY", "", 2), of("", "books", 3), of("NY", "home", 4)];
    const points = (region: string, path: string[]) =>
      rateFor(rates, { country: "US", region }, path)?.rateBasisPoints;
    expect(points("CA", [])).toBe(1);
    expect(points("NY", [])).toBe(2);
    expect(points("NY", ["books", "home"])).toBe(3);
    expect(points("NY", ["lamps", "home"])).toBe(4);
    expect(points("CA", ["lamps", "home"])).toBe(1);
    expect(rateFor(rates, { country: "DE" }, [])).toBeUndefined();
  });
});

describe("applyDiscount", () => {
  const lines = [
    { priceMinor: 1_000, quantity: 2, categoryPath: ["lamps", "home"] },
    { priceMinor: 500, quantity: 1, categoryPath: ["books"] },
  ];
  const apply = (more: Partial<Discount>, usesOfCustomer = 0) =>
    applyDiscount({ discount: code(more), lines, nowMs: NOW, usesOfCustomer });

  it("takes a share of what it is meant for", () => {
    expect(apply({ kind: "percent", value: 1_500, categorySlug: "home" })).toMatchObject({
      amountMinor: 300,
      perLineMinor: [300, 0],
    });
    expect(apply({ kind: "amount", value: 9_999 }).amountMinor).toBe(2_500);
    expect(apply({ kind: "free_shipping" })).toMatchObject({ amountMinor: 0, freeShipping: true });
  });

  it.each([
    ["unknown", { active: false }],
    ["not_yet", { startsAtMs: NOW + 1 }],
    ["over", { endsAtMs: NOW }],
    ["used_up", { maxUses: 5, uses: 5 }],
    ["used_by_you", { maxUsesPerCustomer: 1 }],
    ["below_minimum", { minSubtotalMinor: 2_501 }],
    ["not_for_these", { categorySlug: "toys" }],
  ] as const)("says %s", (problem, more) => {
    expect(apply(more, 1)).toMatchObject({ problem, amountMinor: 0, freeShipping: false });
  });
});

function code(more: Partial<Discount>): Discount {
  return {
    code: "CODE",
    kind: "amount",
    value: 100,
    minSubtotalMinor: 0,
    categorySlug: null,
    startsAtMs: null,
    endsAtMs: null,
    maxUses: null,
    maxUsesPerCustomer: null,
    uses: 0,
    active: true,
    ...more,
  };
}
