import { join } from "node:path";
import { productListSchema } from "@slipstream/contracts/shop-api";
import { freePort } from "@slipstream/dev/services/ports";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { launchBrowser } from "@slipstream/dev/testing/browser";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { noLimits } from "../no-limits.ts";
import { spreadOf } from "../percentiles.ts";
import { withScratchFolder } from "../scratch-folder.ts";
import { type Audited, audit, CATEGORIES } from "./audit.ts";
import { startCompressingFront } from "./compressing-front.ts";
import { addToCartMs } from "./interaction.ts";

const GOAL = { performance: 95, others: 100, shift: 0.02, interactionMs: 100 };

/** What can be measured: pages, and a click. */
type Part = "home" | "category" | "product" | "cart" | "checkout" | "add_to_cart";

interface AuditedPage {
  name: Part;
  url: string;
  /** Search engines are told to leave it out, on purpose: that alone is no fault. */
  unlisted?: true;
  cookie?: string;
}

/** Lighthouse on the pages of a demo shop that was just started, as its first visitors meet them. */
export function measureLighthouse(
  settings: { runs: number; pages: readonly Part[] },
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  return withScratchFolder(async (folder) => {
    tell("starting the shop …");
    const system = await startSystem({
      dataDir: join(folder, "data"),
      port: 0,
      environment: {},
      logLevel: "warn",
      variables: noLimits,
    });
    const front = await startCompressingFront(system.urls.edge);
    const shop = front.url;
    const port = await freePort();
    const browser = await launchBrowser(folder, port);
    try {
      const product = await someProduct(shop);
      const rows: FigureRow[] = [];
      for (const page of await pagesOf(shop, product.slug)) {
        if (!settings.pages.includes(page.name)) continue;
        const found: Audited[] = [];
        for (let run = 0; run < settings.runs; run++) {
          tell(`${page.name}, ${run + 1} of ${settings.runs} …`);
          found.push(await audit({ ...page, port }));
        }
        for (const fault of new Set(found.flatMap(({ faults }) => faults))) tell(`  ${fault}`);
        rows.push(...rowsOf(page.name, found));
      }
      if (!settings.pages.includes("add_to_cart")) return rows;
      tell("add to cart …");
      const times = await addToCartMs(browser, `${shop}/p/${product.slug}`, settings.runs);
      rows.push(
        figureRow("inp.add_to_cart", spreadOf(times).p50, "ms", { goal: GOAL.interactionMs }),
      );
      return rows;
    } finally {
      await browser.close();
      await front.stop();
      await system.stop();
    }
  });
}

async function someProduct(shop: string): Promise<{ slug: string; itemId: string }> {
  const answer = await fetch(`${shop}/api/products?inStock=true`);
  const [product] = productListSchema.parse(await answer.json()).items;
  if (!product) throw new Error("the shop has no product");
  return product;
}

async function pagesOf(shop: string, slug: string): Promise<AuditedPage[]> {
  const cookie = await filledCart(shop, slug);
  return [
    { name: "home", url: `${shop}/` },
    { name: "category", url: `${shop}/c/lamps` },
    { name: "product", url: `${shop}/p/${slug}` },
    { name: "cart", url: `${shop}/cart`, unlisted: true, cookie },
    { name: "checkout", url: `${shop}/checkout`, unlisted: true, cookie },
  ];
}

/** The cookie of somebody with something in their cart. */
async function filledCart(shop: string, slug: string): Promise<string> {
  const product = await (await fetch(`${shop}/api/products/${slug}`)).json();
  const sku = (product as { variants: { sku: string }[] }).variants[0]?.sku;
  const added = await fetch(`${shop}/api/cart/lines`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(shop).origin },
    body: JSON.stringify({ sku, quantity: 1 }),
  });
  if (!added.ok) throw new Error(`the cart answered ${added.status}`);
  return added.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

function rowsOf(page: string, found: readonly Audited[]): FigureRow[] {
  const median = (of: (one: Audited) => number) => spreadOf(found.map(of)).p50;
  const scores = CATEGORIES.map((category) =>
    figureRow(
      `${page}.${category}`,
      median(({ scores: each }) => each[category]),
      "of 100",
      {
        goal: category === "performance" ? GOAL.performance : GOAL.others,
        atLeast: true,
      },
    ),
  );
  return [
    ...scores,
    figureRow(
      `${page}.cls`,
      median(({ shift }) => shift),
      "",
      { goal: GOAL.shift },
    ),
    figureRow(
      `${page}.lcp`,
      median(({ largestPaintMs }) => largestPaintMs),
      "ms",
    ),
    figureRow(
      `${page}.tbt`,
      median(({ blockingMs }) => blockingMs),
      "ms",
    ),
  ];
}
