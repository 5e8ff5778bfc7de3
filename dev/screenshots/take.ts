import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { pagesOf, strangersPages } from "../testing/pages.ts";

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

/** By account; without one, a stranger's. */
const pages: Readonly<Record<string, readonly string[]>> = {
  "": [...strangersPages("/p/pip-pendant-lamp", "hazel-pendant-lamp"), "/de"],
  ...pagesOf,
  admin: [...(pagesOf.admin ?? []), "/admin/products"],
};

/** Writes a picture of every page, and one page that shows them all. Answers how many there are. */
export async function takeScreenshots(order: Order): Promise<number> {
  const files: string[] = [];
  for (const [account, paths] of Object.entries(pages)) {
    const wanted = paths.filter((path) => path.includes(order.only));
    if (wanted.length === 0) continue;
    const context = await order.browser.newContext({
      baseURL: order.shop,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await (account === "" ? fillCart(context) : signIn(page, account, order.password ?? ""));
    for (const path of wanted) files.push(...(await takePage(page, path, order)));
    await context.close();
  }
  writeFileSync(join(order.folder, "index.html"), contactSheet(files));
  return files.length;
}

async function takePage(page: Page, path: string, { folder, widths }: Order): Promise<string[]> {
  const files: string[] = [];
  await page.goto(path);
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHTS[width] ?? width });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.waitForLoadState("networkidle").catch(() => {});
      await page.waitForTimeout(SETTLE_MS);
      const name = path.replaceAll(/[^\w-]+/g, "_").replace(/^_$/, "home");
      const file = `${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
      files.push(file);
    }
  }
  return files;
}

async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(`${account}@demo.test`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** An empty cart has no checkout. */
async function fillCart({ request }: BrowserContext): Promise<void> {
  const answer = await request.get("/api/products/pip-pendant-lamp");
  const { variants } = (await answer.json()) as { variants: { sku: string }[] };
  await request.post("/api/cart/lines", {
    data: { sku: variants[0]?.sku, quantity: 1 },
    headers: { origin: new URL(answer.url()).origin },
  });
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
