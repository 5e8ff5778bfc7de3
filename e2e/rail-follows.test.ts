import { decodeFactorRecord } from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import {
  type ProductCard,
  productDetailSchema,
  productListSchema,
} from "@slipstream/contracts/shop-api";
import { asAdmin } from "@slipstream/dev/services/databases";
import { launchBrowser } from "@slipstream/dev/testing/browser";
import { sharedSystem } from "@slipstream/dev/testing/shared-system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import { Redis } from "ioredis";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

/** One shop, one shopper: what the whole project is about, seen from the outside. */
const system = await sharedSystem();
const browser = await launchBrowser(temporaryFolder());
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const faults: string[] = [];

afterAll(() => browser.close());

interface Pushed {
  anchor?: string;
  cause?: string;
}

/** A page that notes what its socket brings and what breaks. */
async function openPage(path: string): Promise<{ page: Page; pushes: Pushed[] }> {
  const page = await context.newPage();
  const pushes: Pushed[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      const text = payload.toString();
      if (!text.startsWith("{")) return;
      const message = JSON.parse(text);
      if (message.kind === "rail") {
        pushes.push({ anchor: message.rail.anchor?.itemId, cause: message.cause?.eventId });
      }
    }),
  );
  await page.goto(`${system.urls.edge}${path}`);
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  return { page, pushes };
}

const because = (page: Page) => page.getByRole("heading", { name: /^Because you just viewed/ });
const forYou = (page: Page) => page.getByRole("heading", { name: /^(For you|Popular this week)$/ });
const cards = (page: Page, heading = because(page)) =>
  page
    .locator("section", { has: heading })
    .locator("[data-card]")
    .evaluateAll((elements) => elements.map((element) => element.getAttribute("data-card")));
/** What the page's two rails show, together: as many different products as there are cards. */
const shownOnce = async (page: Page) => {
  const both = [...(await cards(page)), ...(await cards(page, forYou(page)))];
  return { cards: both.length, products: new Set(both).size };
};
const reloaded = (page: Page) => page.evaluate(() => !("sameDocument" in globalThis));

async function product(query: string): Promise<ProductCard> {
  const answer = await fetch(`${system.urls.edge}/api/search?q=${query}`);
  const list = productListSchema.parse(await answer.json());
  return list.items[0]!;
}

let lamp: ProductCard;
let kettle: ProductCard;
beforeAll(async () => {
  lamp = await product("lamp");
  kettle = await product("kettle");
});

it("shows a shop full of products to a stranger, whom it does not follow", async () => {
  const { page, pushes } = await openPage("/");
  await expect.poll(() => page.locator("img").count()).toBeGreaterThan(20);
  expect(await context.cookies()).toEqual([]);
  expect(pushes).toEqual([]);
  await page.getByRole("button", { name: "Yes, follow" }).click();
  await expect.poll(async () => (await context.cookies()).length).toBeGreaterThan(0);
  await page.close();
});

/** Cumulative layout shift that a change of a rail may cost. */
const MAX_SHIFT = 0.02;
const SUM_SHIFTS = `window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
  }).observe({ type: "layout-shift" });`;
/** Two rails may change at once: what was said first is not there any more when the test looks. */
const NOTE_WHAT_IS_SAID = `window.said = "";
  new MutationObserver(([{ target }]) => { window.said += target.textContent; }).observe(
    document.querySelector('[aria-live="polite"]'),
    { childList: true, characterData: true, subtree: true },
  );`;

it("view A, view B: the rail follows without a reload and says why", async () => {
  // The home page stays open beside: the shopper's other tab.
  const home = await openPage("/");
  const shop = await openPage(`/p/${lamp.slug}`);

  await expect.poll(() => because(home.page).textContent()).toContain(lamp.title);
  await expect.poll(async () => (await cards(home.page)).length).toBeGreaterThan(4);
  // "For you" fills with what is left.
  await expect.poll(() => shownOnce(home.page)).toEqual({ cards: 24, products: 24 });
  const afterLamp = await cards(home.page);
  await home.page.evaluate(SUM_SHIFTS);
  await home.page.evaluate(NOTE_WHAT_IS_SAID);
  expect(afterLamp).not.toContain(lamp.itemId);

  await shop.page.getByRole("searchbox").first().fill(kettle.title);
  await shop.page.keyboard.press("Enter");
  await shop.page.locator(`a[href="/p/${kettle.slug}"]`).first().click();
  await expect.poll(() => because(shop.page).textContent()).toContain(kettle.title);

  await expect.poll(() => because(home.page).textContent()).toContain(kettle.title);
  await expect.poll(() => cards(home.page)).not.toEqual(afterLamp);
  expect(await cards(home.page)).not.toContain(kettle.itemId);
  await expect.poll(() => shownOnce(home.page)).toEqual({ cards: 24, products: 24 });
  expect(await reloaded(home.page)).toBe(false);
  // A rail that changes moves nothing but its own cards, and is told of when nothing else is said.
  expect(await home.page.evaluate("window.shifted")).toBeLessThanOrEqual(MAX_SHIFT);
  expect(await home.page.evaluate("window.said")).toContain(kettle.title);
  // The tab that turned to the kettle asked for rails itself: what the event caused may come second.
  const caused = () => home.pushes.filter(({ cause }) => cause).map(({ anchor }) => anchor);
  await expect.poll(caused).toContain(kettle.itemId);

  const rail = home.page.locator("section", { has: because(home.page) });
  await rail
    .getByRole("button", { name: /^Why this\?/ })
    .first()
    .click();
  const why = await rail.getByRole("region", { name: /stands here$/ }).textContent();
  expect(why).toMatch(/^(Because you|Much like|Often bought|People who|It fits|Popular|New in)/);

  const hiddenId = (await cards(home.page))[0];
  await rail.getByRole("button", { name: "Not interested" }).click();
  await expect.poll(() => cards(home.page)).not.toContain(hiddenId);
  await home.page.close();
  await shop.page.close();
});

it("on factors that learnt from those views", async () => {
  const redis = new Redis(system.urls.stores.redisUrl);
  for (const { itemId } of [lamp, kettle]) {
    const bytes = await redis.hgetBuffer(keys.factors("demo", itemId), itemId);
    const record = decodeFactorRecord(bytes ?? new Uint8Array());
    expect(record.version).toBeGreaterThan(0);
    expect(Number.isFinite(record.bias)).toBe(true);
  }
  redis.disconnect();
});

it("speaks German to who does: the rail follows, something is bought, and the letter is German", async () => {
  const inGerman = { lamp: await germanTitle(lamp), kettle: await germanTitle(kettle) };
  expect(inGerman.lamp).not.toBe(lamp.title);
  const german = await browser.newContext({ locale: "de-DE" });
  const page = await german.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(system.urls.edge);
  expect(new URL(page.url()).pathname).toBe("/de");
  await page.getByRole("button", { name: "Ja, gern" }).click();
  await page.goto(`${system.urls.edge}/p/${lamp.slug}`);
  const title = page.getByRole("heading", { name: /^Weil du dir gerade .* angesehen hast$/ });
  await expect.poll(() => title.textContent()).toContain(inGerman.lamp);
  await page.getByRole("searchbox", { name: "Im Shop suchen" }).fill(inGerman.kettle);
  await page.keyboard.press("Enter");
  await page.locator(`a[href="/de/p/${kettle.slug}"]`).first().click();
  await expect.poll(() => title.textContent()).toContain(inGerman.kettle);
  expect(await page.getByText(/\d,\d\d\u00a0€/).count()).toBeGreaterThan(0);

  // A browser that translates the page changes its language, and the shop does not follow.
  await page.evaluate("document.documentElement.lang = 'en'");
  await page.getByRole("button", { name: "In den Warenkorb", exact: true }).click();
  await page.getByRole("link", { name: "Zur Kasse" }).click();
  await page.getByRole("button", { name: "Weiter zum Versand" }).waitFor();
  for (const [label, text] of germanAddress) {
    await page.getByLabel(label, { exact: true }).fill(text);
  }
  await page.getByLabel("Land").selectOption({ label: "Deutschland" });
  await page.getByRole("button", { name: "Weiter zum Versand" }).click();
  await page.getByRole("button", { name: "Zahlungspflichtig bestellen" }).click();
  await page.getByLabel("Kartennummer").fill("4242424242424242");
  await page.getByLabel("Gültig bis").fill("04/40");
  await page.getByLabel("Code", { exact: true }).fill("123");
  await page.getByRole("button", { name: /bezahlen$/ }).click();
  await page.getByRole("heading", { name: "Danke" }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/de\/orders\//);
  const letters = await asAdmin(system.urls.stores.databaseUrl, async (sql) => {
    await sql`select set_config('app.shop', 'demo', false)`;
    return sql<{ subject: string }[]>`
      select subject from mails where recipient = 'erika@example.test' and template = 'order_paid'`;
  });
  expect(letters.map(({ subject }) => subject.replace(/\S*\d\S*/, "N"))).toEqual([
    "Deine Bestellung N ist bezahlt",
  ]);

  // Pages in English alone offer no other language, and who leaves them reads German again.
  await page.goto(`${system.urls.edge}/dev/nothing`);
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("link", { name: "Deutsch" }).count()).toBe(0);
  await page.getByRole("banner").getByRole("link").first().click();
  await page.waitForURL(`${system.urls.edge}/de`);
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "Around the shop" }).waitFor();
  await page.goto(`${system.urls.edge}/de/p/${lamp.slug}`);
  expect(new URL(page.url()).pathname).toBe(`/p/${lamp.slug}`);
  await german.close();
});

async function germanTitle({ slug }: ProductCard): Promise<string> {
  const answer = await fetch(`${system.urls.edge}/api/products/${slug}`, {
    headers: { "accept-language": "de" },
  });
  return productDetailSchema.parse(await answer.json()).title;
}

const germanAddress = [
  ["E-Mail", "erika@example.test"],
  ["Name", "Erika Muster"],
  ["Straße und Hausnummer", "Lange Reihe 12"],
  ["Postleitzahl", "20099"],
  ["Ort", "Hamburg"],
] as const;

it("works without JavaScript, and nothing broke on the way", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`${system.urls.edge}/search?q=kettle`);
  expect(await page.locator(`a[href="/p/${kettle.slug}"]`).count()).toBeGreaterThan(0);
  await page.locator(`a[href="/p/${kettle.slug}"]`).first().click();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(kettle.title);
  await plain.close();
  expect(faults).toEqual([]);
});
