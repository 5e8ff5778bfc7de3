import { productDetailSchema } from "@slipstream/contracts/shop-api";
import { draftExperiment } from "@slipstream/dev/screenshots/visitors";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { launchBrowser } from "@slipstream/dev/testing/browser";
import { buy } from "@slipstream/dev/testing/buying";
import { pagesOf, strangersPages } from "@slipstream/dev/testing/pages";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { faultsInAllThemes, faultsOf, faultsOfPages } from "./accessibility.ts";
import { buyByKeyboard } from "./keyboard.ts";

/** One product's way through the shop: made, recommended, pinned, bought, and sent back. */
const folder = temporaryFolder();
const system = await startSystem({
  dataDir: `${folder}/data`,
  port: 0,
  durable: false,
  environment: { PATH: process.env.PATH },
});
const browser = await launchBrowser(folder);

afterAll(async () => {
  await browser.close();
  await system.stop();
});

const LIKE = "pip-pendant-lamp";
const product = { title: "Pip pendant lamp, oyster", id: "", path: "" };
const IN_STOCK = 9;

/** Somebody's own browser. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: system.urls.edge,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** Passes pages that are kept, as a forced reload does: rails as they are at this moment. */
const forced = { extraHTTPHeaders: { "cache-control": "no-cache" } };

const password = () => system.seedPassword!;

async function signIn(page: Page, email: string, secret: string, to: string): Promise<Page> {
  await page.goto(`/login?to=${to}`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(({ pathname }) => pathname === to);
  return page;
}

/** A page of one of the shop's own accounts: `seller` is seller@demo.test. */
async function pageOf(account: string, to: string): Promise<Page> {
  return signIn(await visit("/login"), `${account}@demo.test`, password(), to);
}

async function addToCart(page: Page): Promise<void> {
  // The page's scripts run: the cart then opens over the page instead of being a page.
  const alive = page.waitForResponse(/\/api\/session$/);
  await page.goto(product.path);
  await alive;
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("dialog", { name: "Your cart" }).getByText(product.title).waitFor();
}

async function onTheShelf(seller: Page): Promise<number> {
  await seller.goto(`/seller/products/${product.id}/variants`);
  return Number(await seller.getByLabel(/^Stock of (?!new)/).inputValue());
}

it("a seller makes a product with two pictures, and it is recommended", async () => {
  const home = await visit("/");
  const photograph = (y: number) => home.screenshot({ clip: { x: 0, y, width: 600, height: 600 } });
  const pictures = [await photograph(0), await photograph(300)];
  const answer = await home.request.get(`/api/products/${LIKE}`);
  const { categoryPath } = productDetailSchema.parse(await answer.json());

  const seller = await pageOf("seller", "/seller/products/new");
  await seller.getByLabel("Title").fill(product.title);
  await seller.getByLabel("Description").fill("A small pendant lamp of oyster shell.");
  await seller.getByLabel("Category").selectOption(categoryPath.at(-1)!.slug);
  await seller.getByLabel("Brand").fill("Tumble & Co");
  await seller.getByLabel("Attributes").fill("Material: oak\nLine: Pip");
  await seller.getByLabel(/^Price in/).fill("49.00");
  await seller.getByLabel("In stock").fill(String(IN_STOCK));
  await seller.getByRole("button", { name: "Go on to the pictures" }).click();
  await seller.waitForURL(/\/pictures$/);
  product.id = new URL(seller.url()).pathname.split("/").at(-2)!;
  await seller
    .locator("input[type=file]")
    .setInputFiles(
      pictures.map((buffer, place) => ({ name: `${place}.png`, mimeType: "image/png", buffer })),
    );
  await seller.getByLabel("What they show").fill("The lamp above a table");
  await seller.getByRole("button", { name: "Upload" }).click();
  await expect.poll(() => seller.getByLabel(/^What it shows/).count()).toBe(2);
  expect(await faultsOf(seller)).toEqual([]);
  await seller.getByRole("button", { name: "Publish" }).click();
  const link = seller.getByRole("link", { name: "See it in the shop" });
  product.path = (await link.getAttribute("href"))!;

  const shopper = await visit(`/p/${LIKE}`, forced);
  const card = shopper.locator(`[data-card="${product.id}"]`);
  await expect
    .poll(async () => {
      await shopper.reload();
      return card.count();
    })
    .toBeGreaterThan(0);
  await card.getByRole("link").first().click();
  await shopper.getByRole("heading", { level: 1, name: product.title }).waitFor();
  await shopper.getByRole("button", { name: /^View 2 of 2/ }).click();
  const shown = shopper.getByRole("button", { name: /^Zoom/ }).locator("img");
  await expect
    .poll(() => shown.evaluate((image) => Number(Reflect.get(image, "naturalWidth"))))
    .toBeGreaterThan(100);
});

it("an admin sees what a pin would do, sets it, and the rail begins with it", async () => {
  const admin = await pageOf("admin", "/admin/rules/new");
  await admin.getByLabel("Name", { exact: true }).fill("The new lamp comes first");
  await admin.getByLabel("These").fill(product.path);
  await admin.getByLabel("Popular", { exact: true }).check();
  // It stands within the section of the whole preview.
  const after = admin
    .locator("section", { has: admin.getByRole("heading", { name: "As it would be" }) })
    .last();
  await expect
    .poll(() => after.getByRole("listitem").first().textContent())
    .toContain(product.title);
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.waitForURL(/\/admin\/rules$/);
  await admin.getByRole("link", { name: "The new lamp comes first" }).waitFor();
  await draftExperiment(admin);

  const home = await visit("/", forced);
  const rail = home.locator("section", {
    has: home.getByRole("heading", { name: "Popular this week" }),
  });
  await expect
    .poll(async () => {
      await home.reload();
      return rail.locator("[data-card]").first().getAttribute("data-card");
    })
    .toBe(product.id);
});

it("a guest buys, and the shelf has so many fewer", async () => {
  const guest = await visit("/");
  await addToCart(guest);
  await guest.getByRole("link", { name: "See the whole cart" }).click();
  await guest.getByRole("heading", { level: 1, name: "Your cart" }).waitFor();
  await guest.getByLabel(`Quantity of ${product.title}`).selectOption("2");
  await guest.getByRole("link", { name: "Cart, 2 pieces" }).waitFor();
  const number = await buy(guest, { name: "Gus Nord", email: "gus@guest.test" });
  await guest.getByRole("heading", { name: "What you bought" }).waitFor();
  await guest.getByText(product.title).waitFor();
  await guest.getByRole("link", { name: "Cart", exact: true }).waitFor();

  const seller = await pageOf("seller", "/seller/sales");
  await seller.getByRole("link", { name: number }).waitFor();
  await expect.poll(() => onTheShelf(seller)).toBe(IN_STOCK - 2);
});

it("a guest's cart goes along into a new account, and from another device into the same", async () => {
  const first = await visit("/");
  await addToCart(first);
  await first.goto("/signup?to=/cart");
  await first.getByLabel("Name").fill("Mia Sund");
  await first.getByLabel("Email").fill("mia@member.test");
  await first.getByLabel("Password", { exact: true }).fill("three quiet lamps");
  await first.getByRole("button", { name: "Open the account" }).click();
  await first.waitForURL("**/cart");
  expect(await first.getByLabel(`Quantity of ${product.title}`).inputValue()).toBe("1");

  const second = await visit("/");
  await addToCart(second);
  await signIn(second, "mia@member.test", "three quiet lamps", "/cart");
  await second.getByRole("link", { name: "Cart, 2 pieces" }).waitFor();
  await first.reload();
  expect(await first.getByLabel(`Quantity of ${product.title}`).inputValue()).toBe("2");
});

it("a member confirms their address by the letter's link, and takes another one", async () => {
  const admin = await pageOf("admin", "/admin");
  const follow = async (page: Page, email: string) => {
    await admin.goto(`/dev/mail?to=${email}`);
    const link = await admin.getByRole("link", { name: /\/confirm-email/ }).getAttribute("href");
    await page.goto(link!);
    await page.getByRole("button", { name: "Confirm it" }).click();
    await page.getByText("Your address is confirmed").waitFor();
    await page.getByRole("link", { name: "Back to your account" }).click();
  };
  const before = "mia@member.test";
  const mia = await signIn(await visit("/"), before, "three quiet lamps", "/account/security");
  await mia.getByText(`You sign in with ${before}, which you have not confirmed yet.`).waitFor();
  await follow(mia, before);
  await mia.getByText(`You sign in with ${before}.`).waitFor();
  await mia.getByLabel("New address").fill("mia.sund@member.test");
  await mia.getByLabel("Password", { exact: true }).first().fill("three quiet lamps");
  await mia.getByRole("button", { name: "Change the address" }).click();
  await mia.getByText("A letter is on its way.").waitFor();
  await follow(mia, "mia.sund@member.test");
  await mia.getByText("You sign in with mia.sund@member.test.").waitFor();
});

it("what was bought, sent and delivered can be asked to go back", async () => {
  const mia = "mia.sund@member.test";
  const buyer = await signIn(await visit("/"), mia, "three quiet lamps", "/cart");
  const number = await buy(buyer, { name: "Mia Sund" });
  await buyer.goto("/account/addresses");
  await buyer.getByText("Lange Reihe 12").first().waitFor();

  const seller = await pageOf("seller", `/seller/sales/${number}`);
  await seller.getByLabel("Tracking number").fill("TRACK-1");
  await seller.getByRole("button", { name: "Mark as sent" }).click();
  await seller.getByRole("button", { name: "It arrived" }).click();
  await seller.getByText("Delivered", { exact: true }).first().waitFor();

  await buyer.goto("/account/orders");
  await buyer.getByRole("link", { name: number }).click();
  await buyer.getByRole("heading", { level: 1, name: "Delivered" }).waitFor();
  await buyer.getByText("Send something back").click();
  await buyer.getByLabel(product.title).selectOption("1");
  await buyer.getByLabel("Why").fill("It is larger than I thought.");
  await buyer.getByRole("button", { name: "Ask for the return" }).click();
  await buyer.getByRole("heading", { level: 1, name: "Return under way" }).waitFor();

  await seller.goto("/seller/sales?view=returns");
  await seller.getByRole("link", { name: number }).click();
  await seller.getByText("It is larger than I thought.").first().waitFor();
});

it("everything from the shelf to the thanks works without scripts", async () => {
  const page = await visit(product.path, { javaScriptEnabled: false });
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("heading", { level: 1, name: "Your cart" }).waitFor();
  await page.getByLabel(`Quantity of ${product.title}`).selectOption("2");
  await page.getByRole("button", { name: "Change" }).click();
  await buy(page, { name: "Ned Plain", email: "ned@plain.test" });
  await page.getByText(product.title).waitFor();
});

it("and by keyboard alone", async () => {
  const page = await visit("/");
  await buyByKeyboard(page, product.title);
});

it("axe finds nothing on the pages of strangers, light, dark and in high contrast", async () => {
  const page = await visit("/", { reducedMotion: "reduce" });
  await addToCart(page);
  expect.soft(await faultsOfPages(page, strangersPages(product.path, LIKE))).toEqual({});
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.locator("[data-card] a").first().click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  expect.soft(await faultsInAllThemes(page), "offline").toEqual([]);
});

it.each(Object.entries(pagesOf))("nor on those for the role %s", async (account, paths) => {
  // Mia has an order to show.
  const page =
    account === "buyer"
      ? await signIn(await visit("/"), "mia.sund@member.test", "three quiet lamps", paths[0]!)
      : await pageOf(account, paths[0]!);
  expect(await faultsOfPages(page, paths)).toEqual({});
});
