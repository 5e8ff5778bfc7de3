import type { Quote } from "@slipstream/contracts/checkout-api";
import type { ManagedShipping, ManagedTax } from "@slipstream/contracts/terms-api";
import { beforeAll, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { call, problemOf } from "../testing/client.ts";
import {
  Browser,
  checkOut,
  homeAddress,
  openTill,
  orderOf,
  placed,
  till,
  withGoods,
} from "../testing/till.ts";

let admin: SignedIn;

beforeAll(async () => {
  await openTill();
  admin = await signedIn({ roles: ["admin"], shop: till.id, host: till.host, name: "Ada Min" });
});

const ask = (method: string, path: string, body?: unknown) =>
  new Browser(admin.headers.cookie).call(`/api/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });

const boat = { name: "Boat", countries: ["SE"], priceMinor: 700, minDays: 3, maxDays: 5 };
const swedish = { country: "SE", name: "Moms", rateBasisPoints: 2_500, included: true };

/** What goods of 20.00 cost, brought to Sweden. */
async function quoteOf(browser: Browser): Promise<Quote> {
  const body = { place: { country: "SE" } };
  return (await (await browser.call("/api/checkout/quote", { body })).json()) as Quote;
}

async function auditOf(resource: string): Promise<string[]> {
  const { entries } = (await (await ask("GET", `audit?resource=${resource}`)).json()) as {
    entries: { action: string; resourceId: string; actor: string }[];
  };
  return entries.map(({ action, resourceId, actor }) => `${actor} ${action} ${resourceId}`);
}

test("a way of delivery and a tax that an admin sets are in the next quote, and gone from it after", async () => {
  const { browser } = await withGoods({ quantity: 2 });
  expect((await quoteOf(browser)).methods).toEqual([]);
  expect((await ask("PUT", "shipping-methods/boat", boat)).status).toBe(200);
  expect((await ask("PUT", "tax-rates", swedish)).status).toBe(200);
  const first = await quoteOf(browser);
  expect(first).toMatchObject({ shippingMethodId: "boat" });
  // 25/125 of 20.00 and 7.00.
  expect(first.totals).toMatchObject({ totalMinor: 2_700, taxIncludedMinor: 540 });
  const cheaper = { ...boat, freeFromMinor: 2_000, position: 2 };
  expect((await ask("PUT", "shipping-methods/boat", cheaper)).status).toBe(200);
  await ask("PUT", "tax-rates", { ...swedish, categorySlug: "lamps", rateBasisPoints: 1_000 });
  expect((await quoteOf(browser)).totals).toMatchObject({
    totalMinor: 2_000,
    taxIncludedMinor: 182,
  });
  await ask("PUT", "shipping-methods/boat", { ...cheaper, active: false });
  expect((await quoteOf(browser)).methods).toEqual([]);
  const { methods } = (await (await ask("GET", "shipping-methods")).json()) as {
    methods: ManagedShipping[];
  };
  const kept = { ...cheaper, id: "boat", active: false, translations: {} };
  expect(methods.find(({ id }) => id === "boat")).toEqual(kept);
  for (const path of [
    "shipping-methods/boat",
    "tax-rates?country=SE",
    "tax-rates?country=SE&categorySlug=lamps",
  ]) {
    expect((await ask("DELETE", path)).status, path).toBe(204);
    expect(await problemOf(await ask("DELETE", path))).toEqual({ status: 404, code: "not_found" });
  }
  const { rates } = (await (await ask("GET", "tax-rates")).json()) as { rates: ManagedTax[] };
  expect(rates.filter(({ country }) => country === "SE")).toEqual([]);
  expect((await auditOf("shipping_method")).reverse()).toEqual([
    "Ada Min create boat",
    "Ada Min change boat",
    "Ada Min change boat",
    "Ada Min delete boat",
  ]);
  expect(await auditOf("tax_rate")).toContain("Ada Min delete SE lamps");
});

test("a German buyer reads what delivery and taxes are called in German, in the order too", async () => {
  const de = { "accept-language": "de" };
  const delivery = { ...boat, countries: ["FI"], translations: { de: { name: "Boot" } } };
  const tax = { ...swedish, country: "FI", translations: { de: { name: "Finnische MwSt." } } };
  await ask("PUT", "shipping-methods/canoe", { ...delivery, name: "Canoe", translations: {} });
  expect((await ask("PUT", "shipping-methods/boat", delivery)).status).toBe(200);
  expect((await ask("PUT", "tax-rates", tax)).status).toBe(200);
  const { browser } = await withGoods();
  const quoted = async (headers: Record<string, string>) => {
    const body = { place: { country: "FI" } };
    return (await browser.call("/api/checkout/quote", { body, headers })).json();
  };
  // Of two at one place and price the order is that of their ids, wherever they are listed.
  expect(await quoted(de)).toMatchObject({
    methods: [{ name: "Boot" }, { name: "Canoe" }],
    totals: { taxLines: [{ name: "Finnische MwSt." }] },
  });
  expect(await quoted({})).toMatchObject({
    methods: [{ name: "Boat" }, { name: "Canoe" }],
    totals: { taxLines: [{ name: "Moms" }] },
  });
  const shippingAddress = { ...homeAddress, country: "FI", postcode: "00100" };
  const more = { shippingAddress, shippingMethodId: "boat" };
  const { orderId } = await placed(await checkOut(browser, more, de));
  expect(await orderOf(orderId)).toMatchObject({
    language: "de",
    shippingMethod: { name: "Boot" },
    taxLines: [{ name: "Finnische MwSt." }],
  });
  for (const path of ["shipping-methods/boat", "shipping-methods/canoe", "tax-rates?country=FI"]) {
    expect((await ask("DELETE", path)).status, path).toBe(204);
  }
});

test.each([
  [
    "shipping-methods/boat",
    { ...boat, translations: { de: { name: " " } } },
    "translations.de.name",
  ],
  ["tax-rates", { ...swedish, translations: { fr: { name: "TVA" } } }, "translations"],
  ["shipping-methods/Boat!", boat, "id"],
  ["shipping-methods/boat", { ...boat, maxDays: 2 }, "maxDays"],
  ["shipping-methods/boat", { ...boat, countries: ["XX"] }, "countries.0"],
  ["shipping-methods/boat", { ...boat, priceMinor: 7.5 }, "priceMinor"],
  ["tax-rates", { ...swedish, country: "XX" }, "country"],
  ["tax-rates", { ...swedish, region: "NY" }, "region"],
  ["tax-rates", { ...swedish, categorySlug: "nowhere" }, "categorySlug"],
  ["tax-rates", { ...swedish, rateBasisPoints: 10_001 }, "rateBasisPoints"],
  ["currencies/EUR", { rate: 1 }, "currency"],
  ["currencies/XYZ", { rate: 1 }, "currency"],
  ["currencies/CHF", { rate: 0 }, "rate"],
])("%s with %o is refused at %s's field", async (path, body, field) => {
  const response = await ask("PUT", path, body);
  expect(response.status).toBe(400);
  const { issues } = (await response.json()) as { issues: { path: string }[] };
  expect(issues.map((issue) => issue.path)).toEqual([field]);
});

test("a currency that an admin adds is for all to see, until it is taken away", async () => {
  const shown = async () => (await call("/api/currencies", { host: till.host })).json();
  const before = await shown();
  expect((await ask("PUT", "currencies/chf", { rate: 0.9 })).status).toBe(200);
  expect((await ask("PUT", "currencies/CHF", { rate: 0.95 })).status).toBe(200);
  expect(await shown()).toMatchObject({
    rates: expect.arrayContaining([{ currency: "CHF", rate: 0.95 }]),
  });
  expect((await ask("DELETE", "currencies/CHF")).status).toBe(204);
  expect(await shown()).toEqual(before);
});
