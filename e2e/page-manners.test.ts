import { productDetailSchema } from "@slipstream/contracts/shop-api";
import { launchBrowser } from "@slipstream/dev/testing/browser";
import { sharedSystem } from "@slipstream/dev/testing/shared-system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";

/** How pages behave where things are missing: scripts, the network, consent, a mouse, a shop. */
const system = await sharedSystem();
const browser = await launchBrowser(temporaryFolder());

afterAll(() => browser.close());

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${system.urls.edge}${path}`);
  return page;
}

it("shows a kept page whole to a browser without scripts", async () => {
  const start = await visit("/");
  const path = await start.locator("[data-card] a").first().getAttribute("href");
  await expect
    .poll(async () => {
      const answer = await fetch(`${system.urls.edge}${path}`);
      return /<template id="B:/.test(await answer.text());
    })
    .toBe(false);
  const page = await visit(path!, { javaScriptEnabled: false });
  await expect.poll(() => page.locator("[data-card]:visible").count()).toBeGreaterThan(5);
  expect(await page.locator("[data-waiting]:visible").count()).toBe(0);
});

it("says that it is offline, and goes on when the network is back", async () => {
  const page = await visit("/");
  const link = page.locator("[data-card] a");
  await link.first().click();
  await page.waitForURL(/\/p\//);
  await expect.poll(() => link.count()).toBeGreaterThan(3);
  // What is still on its way would say that it is offline before anything is clicked.
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await link.first().click();
  await page.getByRole("heading", { name: "You are offline" }).waitFor();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.context().setOffline(false);
  await expect.poll(() => page.locator("h1").textContent()).not.toBe("You are offline");
  await expect.poll(() => page.getByText("Something broke").count()).toBe(0);
  await expect.poll(() => link.count()).toBeGreaterThan(3);
});

it("keeps what it has where the rest of a page is cut off", async () => {
  const page = await visit("/");
  await page.route(/\.data\b/, async (route) => {
    const response = await route.fetch();
    // The first line says what the page is; its shelves come after it.
    const [first = ""] = (await response.text()).split("\n");
    await route.fulfill({ response, body: `${first}\n` });
  });
  await page.waitForLoadState("networkidle");
  const link = page.locator("[data-card] a").first();
  const title = (await link.textContent())!;
  await link.click();
  await page.waitForURL(/\/p\//);
  const heading = page.getByRole("heading", { level: 1 });
  await expect.poll(async () => title.includes((await heading.textContent())!)).toBe(true);
  await page.waitForLoadState("networkidle");
  expect(title).toContain(await heading.textContent());
  await page.getByRole("button", { name: "Add to cart" }).waitFor();
});

it("shows other sites a picture that they can read", async () => {
  const page = await visit("/");
  await page.locator("[data-card] a").first().click();
  await page.waitForURL(/\/p\//);
  const html = await (await fetch(page.url())).text();
  const picture = /property="og:image" content="([^"]+)"/.exec(html)![1]!;
  const answer = await fetch(picture);
  expect(answer.headers.get("content-type")).toBe("image/png");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  const png = new DataView(await answer.arrayBuffer());
  // PNG, section 11.2.1: the first chunk begins with width and height.
  expect([png.getUint32(16), png.getUint32(20)]).toEqual([1_200, 630]);
  expect((await fetch(picture.replace(".png", "x.png"))).status).toBe(404);
  const notShown = picture.replace(/[0-9a-f]{8}(?=\/\w+\.png$)/, "0badcafe");
  expect(notShown).not.toBe(picture);
  expect((await fetch(notShown)).status).toBe(404);
});

it("stops following in every tab when one says no", async () => {
  const first = await visit("/");
  const second = await first.context().newPage();
  let open = 0;
  first.on("websocket", (socket) => {
    open++;
    socket.on("close", () => open--);
  });
  await first.getByRole("button", { name: "Yes, follow" }).click();
  await expect.poll(() => open).toBe(1);
  await second.goto(`${system.urls.edge}/privacy`);
  await second.getByRole("button", { name: "No, thanks" }).click();
  await expect.poll(() => open).toBe(0);
  await expect.poll(() => first.locator(".live-mark").count()).toBe(0);
});

it("lets a keyboard take back what it hid", async () => {
  const page = await visit("/");
  const undoFocused = () => page.locator("button:focus", { hasText: "Undo" }).count();
  const inCard = () => page.locator("[data-card] :focus").count();
  const card = page.locator("[data-card]").first();
  const hide = async () => {
    await card.getByRole("button", { name: /^Why this/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Not interested" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(undoFocused).toBe(1);
  };
  // Awake once the consent bar stands there.
  await page.getByRole("button", { name: "No, thanks" }).waitFor();
  const first = await card.getAttribute("data-card");
  await hide();
  await expect.poll(() => card.getAttribute("data-card")).not.toBe(first);
  await page.keyboard.press("Enter");
  await expect.poll(() => card.getAttribute("data-card")).toBe(first);
  await expect.poll(inCard).toBe(1);
  await hide();
  await page.keyboard.press("Tab");
  await expect.poll(inCard).toBe(1);
});

it("keeps its own files for ever, and says at other names that there is no shop", async () => {
  const html = await (await fetch(`${system.urls.edge}/`)).text();
  const asset = /\/assets\/[^"]+\.js/.exec(html)![0];
  const answer = await fetch(`${system.urls.edge}${asset}`);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  const page = await browser.newPage();
  const { port } = new URL(system.urls.edge);
  const nobody = await page.goto(`http://nobody.localhost:${port}/`);
  expect(nobody?.status()).toBe(404);
  expect(await page.locator("h1").textContent()).toContain("No shop answers");
});

it("compares, and fills a cart from a link, without scripts", async () => {
  const start = await visit("/search?q=lamp", { javaScriptEnabled: false });
  await start
    .getByRole("button", { name: /^Compare:/ })
    .first()
    .click();
  await start.waitForURL(/\/compare\?items=/);
  await start.getByRole("searchbox", { name: "Find a product" }).fill("kettle");
  await start.getByRole("button", { name: "Find" }).click();
  await start.getByRole("link", { name: "Add" }).first().click();
  expect(await start.getByRole("columnheader").count()).toBe(2);
  expect(await start.getByRole("row", { name: /^In stock/ }).count()).toBe(1);

  const slug = new URL(start.url()).searchParams.get("items")!.split(",")[0]!;
  const answer = await fetch(`${system.urls.edge}/api/products/${slug}`);
  const { variants } = productDetailSchema.parse(await answer.json());
  const { sku } = variants.find(({ available }) => available > 1)!;
  await start.goto(`${system.urls.edge}/cart/with/${sku}:2,no-such`);
  expect(await start.getByText("no-such").count()).toBe(1);
  await start.goto(`${system.urls.edge}/cart`);
  expect(await start.getByText("There is nothing in it yet").count()).toBe(1);
  await start.goBack();
  await start.getByRole("button", { name: "Put all of it into my cart" }).click();
  await start.waitForURL(/\/cart$/);
  expect(await start.getByLabel(/^Quantity of/).count()).toBe(1);
});

it("shows one's own event going round, stage by stage, and one's place on the map", async () => {
  const page = await visit("/live");
  await page.getByRole("button", { name: "Yes, follow" }).click();
  await page.getByRole("heading", { name: "The loop" }).waitFor();
  const tile = page.locator(".live-tile a").first();
  const title = await tile.locator(".line-clamp-2").textContent();
  // The socket stands before anything is opened, so that the shelf is pushed.
  await page.locator(".live-mark").waitFor();
  await tile.click();
  await page.getByText("from click to shelf").waitFor();
  await page.getByRole("heading", { name: `Because you just viewed ${title}` }).waitFor();
  const station = page.getByRole("listitem").filter({ hasText: "Model server" });
  await expect.poll(() => station.textContent()).toMatch(/[\d.]+ ms$/);
  expect(new URL(page.url()).pathname).toBe("/live");
});
