import { ProblemError } from "@slipstream/contracts/problems";
import { productRedirects, products } from "@slipstream/migrations/schema";
import { and, eq, ne, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

const MAX_LENGTH = 80;
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  đ: "d",
  ł: "l",
  œ: "oe",
};

/** Words as part of an address: `Ida lamp, Ø 30 cm` is `ida-lamp-o-30-cm`. Never empty. */
export function slugFrom(text: string, maxLength = MAX_LENGTH): string {
  const slug = text
    .toLowerCase()
    .replace(/[ßæøđłœ]/g, (letter) => letters[letter] ?? "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "product" : slug;
}

/** Which of these addresses lead somewhere: to a product, or from an old address to one. */
export async function takenSlugs(
  transaction: ShopTransaction,
  shop: string,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  const wanted = sql`(select jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb))`;
  const rows = await transaction.execute<{ slug: string; id: string }>(sql`
    select slug, product_id as id from product_redirects
      where shop_id = ${shop} and slug in ${wanted}
    union all
    select slug, id from products where shop_id = ${shop} and slug in ${wanted}`);
  return new Map([...rows].map(({ slug, id }) => [slug, id]));
}

/** A free address like `wanted`: the same, or with something behind it. */
export async function freeSlug(
  transaction: ShopTransaction,
  shop: string,
  wanted: string,
): Promise<string> {
  const candidates = [wanted, ...Array.from({ length: 8 }, (_, n) => `${wanted}-${n + 2}`)];
  const taken = await takenSlugs(transaction, shop, candidates);
  return candidates.find((slug) => !taken.has(slug)) ?? `${wanted}-${randomTail()}`;
}

export function randomTail(): string {
  return crypto.randomUUID().slice(0, 8);
}

/**
 * Gives a product a new address; the old one leads to it from now on. One that another product has,
 * or had, is not free: its links must go on working. Throws `slug_taken`.
 */
export async function moveSlug(
  transaction: ShopTransaction,
  shop: string,
  product: { itemId: string; from: string; to: string },
): Promise<void> {
  const { itemId, from, to } = product;
  const owner = (await takenSlugs(transaction, shop, [to])).get(to);
  if (owner !== undefined && owner !== itemId) throw slugTaken();
  const redirect = and(eq(productRedirects.shopId, shop), eq(productRedirects.slug, to));
  await transaction.delete(productRedirects).where(redirect);
  await transaction
    .update(products)
    .set({ slug: to })
    .where(and(eq(products.shopId, shop), eq(products.id, itemId), ne(products.slug, to)));
  await transaction
    .insert(productRedirects)
    .values({ shopId: shop, slug: from, productId: itemId })
    .onConflictDoUpdate({
      target: [productRedirects.shopId, productRedirects.slug],
      set: { productId: itemId },
    });
}

export function slugTaken(): ProblemError {
  return new ProblemError("slug_taken", {
    issues: [{ path: "slug", message: "Another product has this address, or had it before" }],
  });
}
