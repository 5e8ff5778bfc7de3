import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { archive, event, figuresOf } from "../testing/archived.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2024, 4, 1);

let admin: SignedIn;

beforeAll(async () => {
  admin = await signedIn({ roles: ["admin"] });
});

/** A day that only one test writes to. */
let lastDay = 100;
function ownDay(): { range: { from: string; to: string }; at: number } {
  lastDay += 7;
  const at = START + lastDay * DAY_MS;
  const day = new Date(at).toISOString().slice(0, 10);
  return { range: { from: day, to: day }, at };
}

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
