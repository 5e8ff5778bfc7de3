import type { Figures, ProductFigures } from "@slipstream/contracts/figures-api";
import { beforeAll, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { type Archived, archive, event, figuresOf, type Line } from "../testing/archived.ts";
import { call, control, problemOf } from "../testing/client.ts";

const DAY_MS = 24 * 3_600_000;
const START = Date.UTC(2024, 4, 1);
const DAYS = 6;
const RANGE = { from: "2024-05-01", to: "2024-05-06" };

let admin: SignedIn;
let seller: SignedIn;

beforeAll(async () => {
  admin = await signedIn({ roles: ["admin"] });
  seller = await signedIn({ roles: ["seller"] });
  await control("/sql", {
    statement: `update products set seller_id = '${seller.userId}' where shop_id = 'demo' and id in ('p11', 'p12')`,
  });
});

async function productsOf(
  who: SignedIn,
  range: { from: string; to: string },
  more = "",
): Promise<ProductFigures[]> {
  const path = `/api/figures/products?from=${range.from}&to=${range.to}${more}`;
  const response = await call(path, { headers: who.headers });
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: ProductFigures[] }).items;
}

/** A repeatable draw. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomEvents(count: number): Archived[] {
  const draw = draws(7);
  const types = ["impression", "view", "view", "click", "add_to_cart", "purchase", "return"];
  return Array.from({ length: count }, (_, place) => {
    const type = types[draw(types.length)]!;
    const at = START + Math.floor((DAYS * DAY_MS * place) / count);
    const item = () => `p${10 + draw(5)}`;
    const visitorId = `brute-${draw(8)}`;
    const rail = ["impression", "click"].includes(type) && {
      placement: ["similar", "trending"][draw(2)]!,
      requestId: `r${draw(20)}.${"0".repeat(11)}${draw(10)}`,
    };
    if (type === "impression" || type === "purchase") {
      const items = [...new Set([item(), item(), item()])];
      const sold = type === "purchase" && { quantity: 1 + draw(3), priceMinor: 100 + draw(900) };
      const lines = items.map((itemId) => ({ itemId, ...sold }));
      return event(type, at, { visitorId, lines, orderId: `o${place}`, ...rail });
    }
    return event(type, at, { visitorId, itemId: item(), priceMinor: 250, ...rail });
  });
}

const linesOf = (one: Archived): Line[] => one.lines ?? [{ ...one, itemId: one.itemId! }];

/** The same figures, counted event by event. */
function bruteForce(events: readonly Archived[], items: ReadonlySet<string>) {
  const lines = (type: string) =>
    events
      .filter((one) => one.type === type)
      .flatMap((one) => linesOf(one).map((line) => ({ ...line, of: one })))
      .filter(({ itemId }) => items.has(itemId));
  const sold = lines("purchase");
  const amount = (of: Line) => (of.quantity ?? 1) * (of.priceMinor ?? 0);
  const recommended = sold.filter(({ itemId, of }) =>
    events.some(
      (one) =>
        one.type === "click" &&
        one.visitorId === of.visitorId &&
        one.itemId === itemId &&
        one.at <= of.at &&
        one.at >= of.at - DAY_MS,
    ),
  );
  const sum = (list: readonly Line[]) => list.reduce((total, line) => total + amount(line), 0);
  return {
    funnel: {
      impressions: lines("impression").length,
      views: lines("view").length,
      carts: lines("add_to_cart").length,
      purchases: sold.length,
    },
    totals: {
      revenueMinor: sum(sold),
      units: sold.reduce((total, { quantity }) => total + (quantity ?? 1), 0),
      orders: new Set(sold.map(({ of }) => of.orderId)).size,
      recommendedRevenueMinor: sum(recommended),
      returnedUnits: lines("return").length,
      returnedMinor: sum(lines("return")),
    },
  };
}

test("figures equal those counted event by event, for the shop and for one seller", async () => {
  const events = randomEvents(600);
  for (let at = 0; at < events.length; at += 50) await archive(events.slice(at, at + 50));
  // A batch that comes again, as it does after a crash, counts once.
  await archive(events.slice(0, 100));
  const all = new Set(["p10", "p11", "p12", "p13", "p14"]);
  const shop = await figuresOf(admin, RANGE);
  expect(shop).toMatchObject(bruteForce(events, all));
  const own = await figuresOf(seller, RANGE);
  expect(own).toMatchObject(bruteForce(events, new Set(["p11", "p12"])));
  expect(own.funnel).not.toEqual(shop.funnel);
  expect(own.totals.recommendedRevenueMinor).toBeGreaterThan(0);
  expect(await figuresOf(admin, RANGE, `&seller=${seller.userId}`)).toEqual(own);
  const products = await productsOf(admin, RANGE, "&sort=views");
  expect(products.slice(0, 5).map(({ views }) => views)).toEqual(
    [...products.slice(0, 5)].map(({ views }) => views).sort((left, right) => right - left),
  );
  for (const product of products.slice(0, 5)) {
    const { funnel, totals } = bruteForce(events, new Set([product.itemId]));
    const { revenueMinor, recommendedRevenueMinor, returnedUnits, units } = totals;
    expect(product).toMatchObject({
      ...funnel,
      ...{ revenueMinor, recommendedRevenueMinor, returnedUnits, units },
    });
  }
  const days = shop.days.map(({ revenueMinor }) => revenueMinor);
  expect(days).toHaveLength(DAYS);
  expect(days.reduce((sum, day) => sum + day, 0)).toBe(shop.totals.revenueMinor);
});

test("nobody reads figures that are not theirs", async () => {
  const path = `/api/figures?from=${RANGE.from}&to=${RANGE.to}`;
  const other = await signedIn({ roles: ["seller"] });
  const foreign = `${path}&seller=${seller.userId}`;
  expect(await problemOf(await call(foreign, { headers: other.headers }))).toEqual({
    status: 403,
    code: "forbidden",
  });
  expect((await figuresOf(other, RANGE)).funnel.views).toBe(0);
  expect(await productsOf(other, RANGE)).toEqual([]);
  const buyer = await signedIn();
  expect((await call(path, { headers: buyer.headers })).status).toBe(403);
  expect((await call(path)).status).toBe(401);
  const stranger = await signedIn({ roles: ["admin"], shop: "other" });
  const elsewhere = await call(path, { headers: stranger.headers, host: "http://other.test" });
  expect(((await elsewhere.json()) as Figures).totals.revenueMinor).toBe(0);
});

test("a range that cannot be is refused", async () => {
  for (const query of [
    "from=2024-05-02&to=2024-05-01",
    "from=2020-01-01&to=2024-05-01",
    "from=2024-02-30&to=2024-05-01",
    "from=2024-05-01",
  ]) {
    const answer = await call(`/api/figures?${query}`, { headers: admin.headers });
    expect(await problemOf(answer)).toEqual({ status: 400, code: "invalid_request" });
  }
});
