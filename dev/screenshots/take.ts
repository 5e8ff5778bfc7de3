import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { buy } from "../testing/buying.ts";
import { openPage, pagesOf, strangersPages } from "../testing/pages.ts";
import { draftExperiment, fillCart, signIn } from "./visitors.ts";

const HEIGHTS: Readonly<Record<number, number>> = { 360: 780, 768: 1024, 1440: 900 };
const THEMES = ["light", "dark"] as const;
const SETTLE_MS = 300;

interface Order {
  browser: Browser;
  /** Address of the shop. */
  shop: string;
  /** Of the demo's own accounts. */
  password: string | undefined;
  folder: string;
  only: string;
  widths: readonly number[];
}

const LAMP = "pip-pendant-lamp";
const OTHER = "hazel-pendant-lamp";
const KETTLE = "pip-kettle";
const germanPages = ["", "/c/lamps", "/search?q=leuchte", "/cart", "/checkout"]
  .concat("/compare", "/live", "/privacy", "/login", "/account/orders", "/no-such-page")
  .map((path) => `/de${path}`);

/** By account; without one, a stranger's. A buyer comes first: others see what was bought. */
const pages: Readonly<Record<string, readonly string[]>> = {
  buyer: [...(pagesOf.buyer ?? []), "/de/account", "/de/account/privacy", "/de/account/orders"],
  "": [...strangersPages(`/p/${LAMP}`, OTHER), ...germanPages],
  seller: pagesOf.seller ?? [],
  admin: [...(pagesOf.admin ?? []), "/admin/products"],
  ops: pagesOf.ops ?? [],
};

/** What people print; A4, less its margins, is so many CSS pixels wide. */
const printed = ["/orders/*", "/orders/*/invoice"];
const PAPER = { width: 673, height: 1002 };

/** Writes a picture of every page, and one page that shows them all. Answers how many there are. */
export async function takeScreenshots(order: Order): Promise<number> {
  const files: string[] = [];
  for (const [account, paths] of Object.entries(pages)) {
    const wanted = paths.filter((path) => path.includes(order.only));
    // Without an order nobody has one to show.
    if (wanted.length === 0 && account !== "buyer") continue;
    const context = await order.browser.newContext({
      baseURL: order.shop,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await prepare(page, account, order.password ?? "");
    for (const path of wanted) files.push(...(await takePage(page, path, order)));
    if (account === "buyer") files.push(...(await takePrinted(page, order)));
    if (account === "") files.push(await takeOffline(page, order));
    await context.close();
  }
  writeFileSync(join(order.folder, "index.html"), contactSheet(files));
  return files.length;
}

async function prepare(page: Page, account: string, password: string): Promise<void> {
  if (account !== "") await signIn(page, account, password);
  if (account === "") await fillCart(page.context(), [LAMP]);
  if (account === "admin") await draftExperiment(page);
  if (account !== "buyer") return;
  await fillCart(page.context(), [LAMP, OTHER, KETTLE]);
  await page.goto("/cart");
  await buy(page, { name: "Berit Sund" });
}

async function takePage(page: Page, path: string, order: Order): Promise<string[]> {
  const files: string[] = [];
  await openPage(page, path);
  for (const width of order.widths) {
    await page.setViewportSize({ width, height: HEIGHTS[width] ?? width });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      files.push(await take(page, `${path}-${width}-${colorScheme}`, order));
    }
  }
  return files;
}

async function takePrinted(page: Page, order: Order): Promise<string[]> {
  const files: string[] = [];
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: "print" });
  for (const path of printed) {
    await openPage(page, path);
    files.push(await take(page, `${path}-print`, order));
  }
  return files;
}

async function takeOffline(page: Page, order: Order): Promise<string> {
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.locator("[data-card] a").first().click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  return take(page, "offline", order);
}

/** Down to the end and back: pictures below the fold are fetched when they come near. */
const SEE_ALL = `(async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
})()`;

async function take(page: Page, name: string, { folder }: Order): Promise<string> {
  await page.evaluate(SEE_ALL);
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(SETTLE_MS);
  const file = `${name.replaceAll(/[^\w-]+/g, "_").replace(/^_-/, "home-")}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
  return file;
}

function contactSheet(files: readonly string[]): string {
  const figures = files.map(
    (file) =>
      `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${file}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Every page</title><style>
body{font:12px sans-serif;display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:300px}
img{width:300px;height:400px;object-fit:cover;object-position:top;border:1px solid #ccc}</style>
${figures.join("\n")}\n`;
}
