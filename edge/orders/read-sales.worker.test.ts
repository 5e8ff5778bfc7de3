import { beforeAll, expect, test } from "vitest";
import type { ShopTransaction } from "../database/database.ts";
import { signedIn } from "../testing/accounts.ts";
import { buy } from "../testing/orders.ts";
import { atTill, openTill, till } from "../testing/till.ts";
import { listSales } from "./read-sales.ts";

beforeAll(openTill);

/** The transaction, with a count of the queries that are begun on it. */
function counting(transaction: ShopTransaction): {
  counted: ShopTransaction;
  queries: () => number;
} {
  let queries = 0;
  const counted = new Proxy(transaction, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === "select" || name === "execute") queries++;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { counted, queries: () => queries };
}

test("a list of sales asks as often for many orders as for one, and each has its own sums", async () => {
  const seller = await signedIn({ roles: ["seller"], shop: till.id, host: till.host });
  const scope = { sellerId: seller.userId };
  const list = () =>
    atTill(async (transaction) => {
      const { counted, queries } = counting(transaction);
      const query = { page: 1 };
      const { sales } = await listSales(counted, till.id, scope, query);
      return { sales, queries: queries() };
    });
  await buy([{ seller, quantity: 2, priceMinor: 700 }, {}]);
  const one = await list();
  expect(one.sales).toMatchObject([{ amountMinor: 1400, count: 2, unsent: 2, openReturns: 0 }]);
  for (const quantity of [1, 3, 4]) await buy([{ seller, quantity, priceMinor: 100 }]);
  const many = await list();
  expect(many.sales.map(({ amountMinor, count }) => [amountMinor, count])).toEqual([
    [400, 4],
    [300, 3],
    [100, 1],
    [1400, 2],
  ]);
  expect(many.queries).toBe(one.queries);
});
