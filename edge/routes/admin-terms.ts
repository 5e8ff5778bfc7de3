import { createRoute, z } from "@hono/zod-openapi";
import { currenciesSchema } from "@slipstream/contracts/cart-api";
import {
  currencyRateInputSchema,
  currencySchema,
  managedShippingSchema,
  shippingListSchema,
  shippingMethodIdSchema,
  shippingMethodInputSchema,
  taxListSchema,
  taxPlaceSchema,
  taxRateInputSchema,
} from "@slipstream/contracts/terms-api";
import {
  deleteCurrency,
  deleteShipping,
  deleteTax,
  listCurrencies,
  listShipping,
  listTaxes,
  putCurrency,
  putShipping,
  putTax,
} from "../admin/terms.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const tags = ["Shop"];
const noStore = { "cache-control": "no-store" };
const gone = { 204: noContent("It is gone"), default: problemAnswer };
const ofMethod = z.object({ id: shippingMethodIdSchema });
const ofCurrency = z.object({ currency: currencySchema });

const shippingRoute = createRoute({
  method: "get",
  path: "/api/admin/shipping-methods",
  tags,
  summary: "The shop's ways of delivery, those that are off too",
  ...guarded("setting", "read"),
  responses: { 200: jsonAnswer(shippingListSchema, "All of them"), default: problemAnswer },
});

const putShippingRoute = createRoute({
  method: "put",
  path: "/api/admin/shipping-methods/{id}",
  tags,
  summary: "Make a way of delivery, or change it; orders keep what they were made with",
  ...guarded("setting", "write"),
  request: { params: ofMethod, body: jsonBody(shippingMethodInputSchema) },
  responses: { 200: jsonAnswer(managedShippingSchema, "As it is now"), default: problemAnswer },
});

const deleteShippingRoute = createRoute({
  method: "delete",
  path: "/api/admin/shipping-methods/{id}",
  tags,
  summary: "Take a way of delivery away",
  ...guarded("setting", "write"),
  request: { params: ofMethod },
  responses: gone,
});

const taxesRoute = createRoute({
  method: "get",
  path: "/api/admin/tax-rates",
  tags,
  summary: "The shop's table of taxes",
  ...guarded("setting", "read"),
  responses: { 200: jsonAnswer(taxListSchema, "All of it"), default: problemAnswer },
});

const putTaxRoute = createRoute({
  method: "put",
  path: "/api/admin/tax-rates",
  tags,
  summary: "Set the rate of a country, a region, a category; the closest holds",
  ...guarded("setting", "write"),
  request: { body: jsonBody(taxRateInputSchema) },
  responses: {
    200: jsonAnswer(taxListSchema.shape.rates.element, "As it is now"),
    default: problemAnswer,
  },
});

const deleteTaxRoute = createRoute({
  method: "delete",
  path: "/api/admin/tax-rates",
  tags,
  summary: "Take a rate away",
  ...guarded("setting", "write"),
  request: { query: taxPlaceSchema },
  responses: gone,
});

const currencyListRoute = createRoute({
  method: "get",
  path: "/api/admin/currencies",
  tags,
  summary: "The currencies in which sums are shown as well, and at which rates",
  ...guarded("setting", "read"),
  responses: { 200: jsonAnswer(currenciesSchema, "The rates"), default: problemAnswer },
});

const putCurrencyRoute = createRoute({
  method: "put",
  path: "/api/admin/currencies/{currency}",
  tags,
  summary: "Show sums in this currency too, at this rate",
  ...guarded("setting", "write"),
  request: { params: ofCurrency, body: jsonBody(currencyRateInputSchema) },
  responses: { 200: jsonAnswer(currenciesSchema, "All rates"), default: problemAnswer },
});

const deleteCurrencyRoute = createRoute({
  method: "delete",
  path: "/api/admin/currencies/{currency}",
  tags,
  summary: "Show sums in this currency no longer",
  ...guarded("setting", "write"),
  request: { params: ofCurrency },
  responses: gone,
});

/** What the shop asks for besides its goods: delivery, taxes; and currencies to show. */
export const adminTermRoutes = area()
  .openapi(shippingRoute, async (context) => {
    const { database, shop } = context.var;
    const methods = await database.withShop(shop.id, (transaction) =>
      listShipping(transaction, shop.id),
    );
    return context.json({ methods }, 200, noStore);
  })
  .openapi(putShippingRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const input = context.req.valid("json");
    const method = await database.withShop(shop.id, (transaction) =>
      putShipping(transaction, { shop: shop.id, principal }, { id, input }),
    );
    return context.json(method, 200, noStore);
  })
  .openapi(deleteShippingRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    await database.withShop(shop.id, (transaction) =>
      deleteShipping(transaction, { shop: shop.id, principal }, id),
    );
    return context.body(null, 204);
  })
  .openapi(taxesRoute, async (context) => {
    const { database, shop } = context.var;
    const rates = await database.withShop(shop.id, (transaction) =>
      listTaxes(transaction, shop.id),
    );
    return context.json({ rates }, 200, noStore);
  })
  .openapi(putTaxRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const rate = await database.withShop(shop.id, (transaction) =>
      putTax(transaction, { shop: shop.id, principal }, input),
    );
    return context.json(rate, 200, noStore);
  })
  .openapi(deleteTaxRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const place = context.req.valid("query");
    await database.withShop(shop.id, (transaction) =>
      deleteTax(transaction, { shop: shop.id, principal }, place),
    );
    return context.body(null, 204);
  })
  .openapi(currencyListRoute, async (context) => {
    const { database, shop } = context.var;
    const rates = await database.withShop(shop.id, (transaction) =>
      listCurrencies(transaction, shop.id),
    );
    return context.json({ currency: shop.currency, rates }, 200, noStore);
  })
  .openapi(putCurrencyRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { currency } = context.req.valid("param");
    const { rate } = context.req.valid("json");
    const keeper = { shop: shop.id, principal, currency: shop.currency };
    const rates = await database.withShop(shop.id, async (transaction) => {
      await putCurrency(transaction, keeper, { currency, rate });
      return listCurrencies(transaction, shop.id);
    });
    return context.json({ currency: shop.currency, rates }, 200, noStore);
  })
  .openapi(deleteCurrencyRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { currency } = context.req.valid("param");
    await database.withShop(shop.id, (transaction) =>
      deleteCurrency(transaction, { shop: shop.id, principal }, currency),
    );
    return context.body(null, 204);
  });
