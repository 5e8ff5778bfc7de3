import { ProblemError } from "@slipstream/contracts/problems";
import { categories, categoryRedirects } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../database/constraint.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeRuleChange } from "../outbox/write.ts";

/**
 * Gives a category a new address; the old one leads to it from now on. What lies in it and below it,
 * and the addresses that it had before, follow by their foreign keys; discounts, taxes and rules
 * name it and are written anew here. Throws `slug_taken`.
 */
export async function moveCategory(
  transaction: ShopTransaction,
  shop: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await forgetRedirect(transaction, shop, to);
  await forgetMentions(transaction, shop, to);
  try {
    await transaction
      .update(categories)
      .set({ slug: to })
      .where(and(eq(categories.shopId, shop), eq(categories.slug, from)));
  } catch (error) {
    throw brokenConstraint(error) === undefined ? error : slugTaken();
  }
  await transaction
    .insert(categoryRedirects)
    .values({ shopId: shop, slug: from, categorySlug: to });
  for (const statement of [
    sql`update discounts set category_slug = ${to} where shop_id = ${shop} and category_slug = ${from}`,
    sql`update tax_rates set category_slug = ${to} where shop_id = ${shop} and category_slug = ${from}`,
    sql`update merchandising_rules set
        target = case when target ->> 'category' = ${from}
          then jsonb_set(target, '{category}', to_jsonb(${to}::text)) else target end,
        context_category = case when context_category = ${from} then ${to} else context_category end
      where shop_id = ${shop} and (target ->> 'category' = ${from} or context_category = ${from})`,
  ]) {
    await transaction.execute(statement);
  }
  await writeRuleChange(transaction, shop);
}

/**
 * Takes away what names a category that is not there any more: whatever is given its address later
 * inherits nothing. Its tax rates go; discounts and rules are switched off, and can be seen.
 */
export async function forgetMentions(
  transaction: ShopTransaction,
  shop: string,
  slug: string,
): Promise<void> {
  for (const statement of [
    sql`delete from tax_rates where shop_id = ${shop} and category_slug = ${slug}`,
    sql`update discounts set active = false where shop_id = ${shop} and category_slug = ${slug}`,
    sql`update merchandising_rules set active = false
      where shop_id = ${shop} and (target ->> 'category' = ${slug} or context_category = ${slug})`,
  ]) {
    await transaction.execute(statement);
  }
}

/** An address that leads to another category is free for a new one: nothing is lost but the way. */
export async function forgetRedirect(
  transaction: ShopTransaction,
  shop: string,
  slug: string,
): Promise<void> {
  await transaction
    .delete(categoryRedirects)
    .where(and(eq(categoryRedirects.shopId, shop), eq(categoryRedirects.slug, slug)));
}

/** Where an address that a category had before leads now; undefined where nowhere. */
export async function movedTo(
  transaction: ShopTransaction,
  slug: string,
): Promise<string | undefined> {
  const [found] = await transaction
    .select({ slug: categoryRedirects.categorySlug })
    .from(categoryRedirects)
    .where(eq(categoryRedirects.slug, slug));
  return found?.slug;
}

export function slugTaken(): ProblemError {
  return new ProblemError("slug_taken", {
    issues: [{ path: "slug", message: "Another category has this address" }],
  });
}
