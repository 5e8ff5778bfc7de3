import type { Figures, ProductFigures } from "@slipstream/contracts/figures-api";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { call, control, problemOf } from "../testing/client.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2024, 4, 1);
const DAYS = 6;
const RANGE = { from: "2024-05-01", to: "2024-05-06" };

interface Line {
  itemId: string;
  quantity?: number;
  priceMinor?: number;
  currency?: string;
}

/** An archived event, as the brute force below reads it. */
interface Archived {
  id: string;
  type: string;
  visitorId: string;
  at: number;
  itemId?: string;
  lines?: Line[];
  orderId?: string;
  placement?: string;
  requestId?: string;
  quantity?: number;
  priceMinor?: number;
}

let admin: SignedIn;
let seller: SignedIn;
let sequence = 1_000_000;

beforeAll(async () => {
  admin = await signedIn({ roles: ["admin"] });
  seller = await signedIn({ roles: ["seller"] });
  await control("/sql", {
    statement: `update products set seller_id = '${seller.userId}' where shop_id = 'demo' and id in ('p11', 'p12')`,
  });
});

function event(type: string, at: number, more: Partial<Archived> = {}): Archived {
  return { id: uuidv7(), type, visitorId: "v1", at, ...more };
}

/** Writes events as the archive does: one statement a batch, in the order of the log. */
async function archive(events: readonly Archived[], shop = "demo"): Promise<void> {
  const text = (value: unknown) =>
    value === undefined ? "null" : `'${String(value).replaceAll("'", "''")}'`;
  const rows = events.map((one) => {
    const at = `'${new Date(one.at).toISOString()}'`;
    sequence += 1;
    const body = JSON.stringify({ lines: one.lines });
    return `('${shop}', '${one.id}', ${sequence}, 0, '${one.type}', '${one.visitorId}', 's1',
      ${text(one.itemId)}, ${text(one.orderId)}, ${one.quantity ?? "null"},
      ${one.priceMinor ?? "null"}, ${text(one.placement)}, ${text(one.requestId)}, ${at}, ${at},
      '${body}')`;
  });
  await control("/sql", {
    statement: `insert into events (shop_id, id, stream_sequence, partition, type, visitor_id,
      session_id, item_id, order_id, quantity, price_minor, placement, request_id, occurred_at,
      received_at, body) values ${rows.join(", ")} on conflict do nothing`,
  });
}

async function figuresOf(
  who: SignedIn,
  range: { from: string; to: string },
  more = "",
): Promise<Figures> {
  const path = `/api/figures?from=${range.from}&to=${range.to}${more}`;
  const response = await call(path, { headers: who.headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.json();
}

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

/** Days of May 2024 that only one test writes to. */
let lastDay = 100;
function ownDay(): { range: { from: string; to: string }; at: number } {
  lastDay += 7;
  const at = START + lastDay * DAY_MS;
  const day = new Date(at).toISOString().slice(0, 10);
  return { range: { from: day, to: day }, at };
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

test("a sale belongs to the last rail click on the product within 24 hours", async () => {
  const { range, at } = ownDay();
  const visitorId = `window-${uuidv7()}`;
  const click = (itemId: string, when: number, placement: string) =>
    event("click", when, { visitorId, itemId, placement, requestId: `r-${placement}` });
  const lines = ["p20", "p21", "p22", "p23"].map((itemId) => ({ itemId, priceMinor: 1_000 }));
  const soldAt = at + 12 * HOUR_MS;
  await archive([
    click("p20", soldAt - DAY_MS - 1, "trending"),
    click("p21", soldAt - DAY_MS, "trending"),
    click("p22", soldAt - 3 * HOUR_MS, "trending"),
    click("p22", soldAt - 2 * HOUR_MS, "similar"),
    // A click in no rail, and somebody else's, change nothing.
    event("click", soldAt - HOUR_MS, { visitorId, itemId: "p22" }),
    event("click", soldAt - HOUR_MS, { itemId: "p23", placement: "similar", requestId: "r9" }),
    event("purchase", soldAt, { visitorId, lines, orderId: "window" }),
    click("p23", soldAt + 1, "similar"),
  ]);
  const { placements, totals } = await figuresOf(admin, range);
  const brought = Object.fromEntries(
    placements.map(({ placement, revenueMinor }) => [placement, revenueMinor]),
  );
  expect(brought).toEqual({ trending: 1_000, similar: 1_000 });
  expect(totals).toMatchObject({ revenueMinor: 4_000, recommendedRevenueMinor: 2_000, orders: 1 });
});

test("a click that arrives after the purchase still counts, at its own time", async () => {
  const { range, at } = ownDay();
  const visitorId = `late-${uuidv7()}`;
  const base = { visitorId, itemId: "p24", placement: "similar" };
  const line = { itemId: "p24", priceMinor: 700 };
  await archive([
    event("click", at + HOUR_MS, { ...base, requestId: "early" }),
    event("purchase", at + 3 * HOUR_MS, { visitorId, lines: [line], orderId: "late" }),
  ]);
  await archive([
    event("click", at + 2 * HOUR_MS, { ...base, placement: "trending", requestId: "late" }),
  ]);
  const { placements } = await figuresOf(admin, range);
  expect(placements.find(({ placement }) => placement === "trending")?.revenueMinor).toBe(700);
  expect(placements.find(({ placement }) => placement === "similar")?.revenueMinor).toBe(0);
});

test("put into the cart straight from a rail is a click; from a page, the page's click counts", async () => {
  const { range, at } = ownDay();
  const [straight, paged] = [`straight-${uuidv7()}`, `paged-${uuidv7()}`];
  const view = ".0123456789ab";
  const added = (visitorId: string, when: number, requestId: string) =>
    event("add_to_cart", when, { visitorId, itemId: "p25", requestId });
  const bought = (visitorId: string, when: number) =>
    event("purchase", when, {
      visitorId,
      orderId: visitorId,
      lines: [{ itemId: "p25", priceMinor: 500 }],
    });
  const rail = { placement: "bought_together", requestId: `r1${view}` };
  await archive([
    event("impression", at, { visitorId: straight, lines: [{ itemId: "p25" }], ...rail }),
    added(straight, at + HOUR_MS, "r1.ba9876543210"),
    bought(straight, at + 2 * HOUR_MS),
    // Clicked two days ago, put into the cart an hour ago: the click is too old.
    event("click", at - 2 * DAY_MS, { visitorId: paged, itemId: "p25", ...rail }),
    added(paged, at + HOUR_MS, `r1${view}`),
    bought(paged, at + 2 * HOUR_MS),
  ]);
  const { placements, totals } = await figuresOf(admin, range);
  expect(placements).toMatchObject([
    { placement: "bought_together", impressions: 1, purchases: 1, revenueMinor: 500 },
  ]);
  expect(totals).toMatchObject({ revenueMinor: 1_000, recommendedRevenueMinor: 500 });
});

test("a click that names its item twice is one, and a return without a price gives back what was paid", async () => {
  const { range, at } = ownDay();
  const lines = [{ itemId: "p26", quantity: 2, priceMinor: 900, currency: "EUR" }];
  const foreign = [{ itemId: "p27", priceMinor: 900, currency: "USD" }];
  await archive([
    event("click", at, { itemId: "p26", placement: "similar", lines: [{ itemId: "p26" }] }),
    event("purchase", at, { orderId: "back", lines: [...lines, ...foreign] }),
  ]);
  await archive([event("return", at, { orderId: "back", itemId: "p26" })]);
  const { placements, totals } = await figuresOf(admin, range);
  expect(placements).toMatchObject([{ placement: "similar", clicks: 1 }]);
  expect(totals).toMatchObject({ units: 3, revenueMinor: 1_800, returnedMinor: 900 });
});

test("the days before are what a range is compared with", async () => {
  const { range, at } = ownDay();
  const lines = (priceMinor: number) => [{ itemId: "p28", priceMinor }];
  await archive([
    event("purchase", at - 1, { orderId: "b1", lines: lines(300) }),
    event("purchase", at - DAY_MS - 1, { orderId: "b2", lines: lines(9_999) }),
    event("purchase", at, { orderId: "b3", lines: lines(400) }),
    event("purchase", at + DAY_MS, { orderId: "b4", lines: lines(9_999) }),
  ]);
  const { totals, before } = await figuresOf(admin, range);
  expect([totals.revenueMinor, before.revenueMinor]).toEqual([400, 300]);
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
