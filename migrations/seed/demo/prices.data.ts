import type { PriceSeed } from "../shop-seed.ts";

const inEurope = [
  "AT",
  "BE",
  "CZ",
  "DK",
  "FI",
  "FR",
  "DE",
  "IE",
  "IT",
  "LU",
  "NL",
  "PL",
  "PT",
  "ES",
  "SE",
];

/** Country, the standard rate and that of food, in hundredths of a percent. */
const valueAddedTax: readonly (readonly [country: string, standard: number, food: number])[] = [
  ["AT", 2_000, 1_000],
  ["BE", 2_100, 600],
  ["CZ", 2_100, 1_200],
  ["DK", 2_500, 2_500],
  ["FI", 2_550, 1_400],
  ["FR", 2_000, 550],
  ["DE", 1_900, 700],
  ["IE", 2_300, 0],
  ["IT", 2_200, 1_000],
  ["LU", 1_700, 300],
  ["NL", 2_100, 900],
  ["PL", 2_300, 500],
  ["PT", 2_300, 600],
  ["ES", 2_100, 1_000],
  ["SE", 2_500, 1_200],
  ["GB", 2_000, 0],
  ["NO", 2_500, 1_500],
  ["CH", 810, 260],
];

/** States whose tax comes on top of the price; the others have none here. */
const salesTax: readonly (readonly [state: string, rate: number])[] = [
  ["CA", 725],
  ["FL", 600],
  ["NY", 400],
  ["TX", 625],
  ["WA", 650],
];

/** What the demo shop asks for delivery, which taxes it reckons with, and its codes. */
export const demoPrices: PriceSeed = {
  shippingMethods: [
    method("standard", "Standard", inEurope, {
      priceMinor: 490,
      freeFromMinor: 7_500,
      days: [2, 4],
    }),
    method("express", "Express", inEurope, { priceMinor: 1_290, days: [1, 1] }),
    method("nordic", "Post", ["GB", "NO", "CH"], {
      priceMinor: 990,
      freeFromMinor: 15_000,
      days: [3, 6],
    }),
    method("air", "Air mail", ["US"], {
      german: "Luftpost",
      priceMinor: 2_400,
      freeFromMinor: 25_000,
      days: [5, 9],
    }),
  ],
  taxRates: [
    ...valueAddedTax.flatMap(([country, standard, food]) => [
      {
        country,
        region: "",
        categorySlug: "",
        ...inGerman("VAT", "MwSt."),
        rateBasisPoints: standard,
        included: true,
      },
      {
        country,
        region: "",
        categorySlug: "pantry",
        ...inGerman("VAT, food", "MwSt. auf Lebensmittel"),
        rateBasisPoints: food,
        included: true,
      },
    ]),
    ...salesTax.map(([region, rateBasisPoints]) => ({
      country: "US",
      region,
      categorySlug: "",
      ...inGerman("Sales tax", "Verkaufssteuer"),
      rateBasisPoints,
      included: false,
    })),
  ],
  currencyRates: { USD: 1.09, GBP: 0.85, CHF: 0.95, SEK: 11.4, NOK: 11.7, DKK: 7.46, JPY: 163 },
  discounts: [
    { code: "WELCOME10", kind: "percent", value: 1_000, maxUsesPerCustomer: 1 },
    { code: "LIGHT15", kind: "percent", value: 1_500, categorySlug: "lighting" },
    { code: "TENLESS", kind: "amount", value: 1_000, minSubtotalMinor: 6_000 },
    { code: "FREEPOST", kind: "free_shipping", value: 0, minSubtotalMinor: 3_000 },
  ],
};

function inGerman(name: string, german: string) {
  return { name, translations: { de: { name: german } } };
}

function method(
  id: string,
  name: string,
  countries: string[],
  terms: { priceMinor: number; freeFromMinor?: number; days: [number, number]; german?: string },
): PriceSeed["shippingMethods"][number] {
  const { priceMinor, freeFromMinor, days, german } = terms;
  const [minDays, maxDays] = days;
  return {
    id,
    ...(german === undefined ? { name } : inGerman(name, german)),
    countries,
    priceMinor,
    freeFromMinor: freeFromMinor ?? null,
    minDays,
    maxDays,
  };
}
