import { ProblemError } from "@slipstream/contracts/problems";
import type {
  CategoryCreate,
  CategoryPatch,
  ManagedCategory,
} from "@slipstream/contracts/selling-api";
import { categories } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../database/constraint.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { writeRuleChange } from "../outbox/write.ts";
import { forgetMentions, forgetRedirect, moveCategory, slugTaken } from "./category-slug.ts";
import { below, requirePlace } from "./category-tree.ts";
import type { Seller } from "./seller.ts";
import { slugFrom } from "./slug.ts";
import { touchProducts } from "./touch-products.ts";

const MAX_SLUG_LENGTH = 64;

const productCount = sql<number>`(
  select count(*)::int from products p
  where p.shop_id = categories.shop_id and p.category_slug = categories.slug)`;

/** All categories in display order, with the number of their own products in any state. */
export function readManagedCategories(
  transaction: ShopTransaction,
  shop: string,
): Promise<ManagedCategory[]> {
  return transaction
    .select({
      slug: categories.slug,
      name: categories.name,
      description: categories.description,
      tint: categories.tint,
      parentSlug: categories.parentSlug,
      products: productCount,
    })
    .from(categories)
    .where(eq(categories.shopId, shop))
    .orderBy(asc(categories.position), asc(categories.slug));
}

/** The tree, which nobody else changes until the transaction ends. */
async function lockTree(transaction: ShopTransaction, shop: string): Promise<ManagedCategory[]> {
  const [, tree] = await Promise.all([
    transaction
      .execute(sql`select pg_advisory_xact_lock(hashtextextended(${`categories:${shop}`}, 0))`)
      .then(() => {}),
    readManagedCategories(transaction, shop),
  ]);
  return tree;
}

/** Makes a category, the last of its parent's. Throws `slug_taken`, `unknown_category`, `category_too_deep`. */
export async function createCategory(
  transaction: ShopTransaction,
  seller: Seller,
  input: CategoryCreate,
): Promise<string> {
  const { shop } = seller;
  const tree = await lockTree(transaction, shop);
  const slug = input.slug ?? slugFrom(input.name, MAX_SLUG_LENGTH);
  if (tree.some((category) => category.slug === slug)) throw slugTaken();
  requirePlace(tree, { slug, parentSlug: input.parentSlug });
  await forgetRedirect(transaction, shop, slug);
  await forgetMentions(transaction, shop, slug);
  const { name, description, tint, parentSlug } = input;
  const row = { slug, name, description, tint, parentSlug, position: tree.length };
  await transaction.insert(categories).values({ ...row, shopId: shop });
  await writeRuleChange(transaction, shop);
  await tell(transaction, seller, { action: "create", slug, after: row });
  return slug;
}

/**
 * Changes or moves a category, or gives it another address. Throws `unknown_category`, `slug_taken`,
 * `category_cycle`, `category_too_deep`.
 */
export async function changeCategory(
  transaction: ShopTransaction,
  seller: Seller,
  slug: string,
  patch: CategoryPatch,
): Promise<void> {
  const { shop } = seller;
  const tree = await lockTree(transaction, shop);
  const before = tree.find((category) => category.slug === slug);
  if (!before) throw new ProblemError("unknown_category");
  if (Object.keys(patch).length === 0) return;
  const { slug: wanted = slug, ...rest } = patch;
  const { parentSlug } = rest;
  const moved = parentSlug !== undefined && parentSlug !== before.parentSlug;
  const renamed = wanted !== slug;
  if (moved) requirePlace(tree, { slug, parentSlug });
  // Where it lies is what the recommender is told with each product.
  const touched = moved || renamed ? await productsOf(transaction, shop, below(tree, slug)) : [];
  if (renamed) await moveCategory(transaction, shop, { from: slug, to: wanted });
  if (Object.keys(rest).length > 0) {
    await transaction
      .update(categories)
      .set({ ...rest, ...(moved ? { position: tree.length } : {}) })
      .where(one(shop, wanted));
  }
  await tell(transaction, seller, { action: "change", slug: wanted, before, after: patch });
  await touchProducts(transaction, shop, touched);
}

/** Puts the children of one parent in this order. Throws `invalid_request` unless it names all. */
export async function orderCategories(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { parentSlug: string | null; slugs: readonly string[] },
): Promise<void> {
  const { shop } = seller;
  const { parentSlug, slugs } = wanted;
  const tree = await lockTree(transaction, shop);
  const children = tree.filter((category) => category.parentSlug === parentSlug);
  const named = new Set(slugs);
  if (
    named.size !== slugs.length ||
    named.size !== children.length ||
    !children.every(({ slug }) => named.has(slug))
  ) {
    throw new ProblemError("invalid_request", {
      issues: [{ path: "slugs", message: "name each category below this parent once" }],
    });
  }
  // Among brothers and sisters only their own order counts.
  await transaction.execute(sql`
    update categories c set position = w.place::int - 1
    from jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb) with ordinality as w(slug, place)
    where c.shop_id = ${shop} and c.slug = w.slug`);
  await tell(transaction, seller, { action: "order", slug: parentSlug ?? "", after: { slugs } });
}

/**
 * Deletes a category that has none below it, and what names it; its products go to `moveTo`. Throws
 * `unknown_category`, `category_not_empty` where something is left in it.
 */
export async function deleteCategory(
  transaction: ShopTransaction,
  seller: Seller,
  { slug, moveTo }: { slug: string; moveTo: string | undefined },
): Promise<void> {
  const { shop } = seller;
  const tree = await lockTree(transaction, shop);
  const before = tree.find((category) => category.slug === slug);
  if (!before) throw new ProblemError("unknown_category");
  if (tree.some((category) => category.parentSlug === slug)) {
    throw new ProblemError("category_not_empty", {
      detail: "Move or delete the categories below it first",
    });
  }
  if (before.products > 0) {
    if (moveTo === undefined) {
      throw new ProblemError("category_not_empty", {
        detail: `Say where its products go: ${before.products} are in it`,
      });
    }
    if (moveTo === slug || !tree.some((category) => category.slug === moveTo)) {
      throw new ProblemError("unknown_category", {
        detail: "There is no such category to move to",
      });
    }
    const moved = await productsOf(transaction, shop, [slug]);
    await transaction.execute(
      sql`update products set category_slug = ${moveTo} where shop_id = ${shop} and category_slug = ${slug}`,
    );
    await touchProducts(transaction, shop, moved);
  }
  await deleteRow(transaction, shop, slug);
  await forgetMentions(transaction, shop, slug);
  await writeRuleChange(transaction, shop);
  await tell(transaction, seller, { action: "delete", slug, before, after: { moveTo } });
}

/** Who makes a product does not ask for the tree: one may have come in since it was looked at. */
async function deleteRow(transaction: ShopTransaction, shop: string, slug: string): Promise<void> {
  try {
    await transaction.delete(categories).where(one(shop, slug));
  } catch (error) {
    if (brokenConstraint(error) === undefined) throw error;
    throw new ProblemError("category_not_empty", {
      detail: "A product has come into it just now",
      cause: error,
    });
  }
}

function one(shop: string, slug: string) {
  return and(eq(categories.shopId, shop), eq(categories.slug, slug));
}

async function productsOf(
  transaction: ShopTransaction,
  shop: string,
  slugs: readonly string[],
): Promise<string[]> {
  const rows = await transaction.execute<{ id: string }>(sql`
    select id from products where shop_id = ${shop}
      and category_slug in (select jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb))
    order by id for update`);
  return [...rows].map(({ id }) => id);
}

function tell(
  transaction: ShopTransaction,
  { shop, principal }: Seller,
  { slug, ...entry }: { action: string; slug: string; before?: unknown; after?: unknown },
): Promise<void> {
  return writeAudit(transaction, shop, {
    principal,
    resource: "category",
    resourceId: slug,
    ...entry,
  });
}
