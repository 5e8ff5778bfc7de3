import type { Page } from "playwright-core";

/** Pages that need no account; `product` is the path of one, `other` the slug of another. */
export function strangersPages(product: string, other: string): readonly string[] {
  return [
    ...["/", product, `/de${product}`, `${product}/reviews`, "/p/volt-table-lamp/reviews"],
    ...["/c/lamps", "/search?q=lamp"],
    ...["/search?q=zyzzyva", "/cart", "/checkout", "/live", "/compare"],
    ...[`/compare?items=${other},${product.slice("/p/".length)}`, "/cart/with/no-such:1"],
    ...["/currency", "/privacy", "/login", "/signup", "/forgot", "/no-such-page"],
  ];
}

/**
 * Whose pages, and which; the first of a member's is where they land after signing in. A star
 * stands for the first that the list leads to: `openPage` finds it.
 */
export const pagesOf: Readonly<Record<string, readonly string[]>> = {
  buyer: [
    ...["/account", "/account/orders", "/account/addresses", "/account/security"],
    ...["/account/wishlist", "/account/recently-viewed", "/account/reviews"],
    ...["/account/notices", "/account/privacy", "/orders/*", "/orders/*/invoice"],
  ],
  seller: [
    ...["/seller", "/seller/products", "/seller/products/new", "/seller/products/file"],
    ...["/seller/products/*", "/seller/products/*/variants", "/seller/products/*/pictures"],
    ...["/seller/figures", "/seller/sales", "/seller/sales/*", "/seller/payouts"],
  ],
  admin: [
    ...["/admin", "/admin/figures", "/admin/rules", "/admin/rules/new", "/admin/products/*"],
    ...["/admin/users", "/admin/users/*", "/admin/orders", "/admin/orders/*"],
    ...["/admin/categories", "/admin/payouts", "/admin/payouts/*"],
    ...["/admin/reviews", "/admin/discounts", "/admin/discounts/new"],
    ...["/admin/delivery", "/admin/delivery/new", "/admin/taxes", "/admin/currencies"],
    ...["/admin/debugger", "/admin/searches", "/admin/synonyms", "/admin/switches"],
    ...["/admin/settings", "/admin/api-keys", "/admin/audit", "/dev/mail"],
  ],
  ops: [
    ...["/ops", "/ops/system", "/ops/experiments", "/ops/experiments/new", "/ops/experiments/*"],
    ...["/ops/models", "/ops/drift", "/ops/dead-letters", "/ops/replay", "/ops/traces"],
  ],
};

/** Lists that stand elsewhere than what they lead to. */
const listOf: Readonly<Record<string, string>> = { "/orders": "/account/orders" };
const ownPages = new Set(Object.values(pagesOf).flat());

/** Goes there; a star in the path is found by the list before it. */
export async function openPage(page: Page, path: string): Promise<void> {
  const [list = "", rest] = path.split("/*");
  if (rest === undefined) await page.goto(path);
  else await page.goto(`${await firstOf(page, list)}${rest}`);
}

async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(listOf[list] ?? list);
  const links = await page.locator(`main a[href^="${list}/"]`).all();
  for (const link of links) {
    const path = (await link.getAttribute("href")) ?? "";
    if (!ownPages.has(path) && /^\/[^/?#]+$/.test(path.slice(list.length))) return path;
  }
  throw new Error(`${list} leads to nothing: make one of it first`);
}
