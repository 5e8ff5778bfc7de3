import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductCreate, VariantInput } from "@slipstream/contracts/selling-api";
import { products, sellers } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { brokenConstraint } from "../database/constraint.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { requireReady } from "./publishable.ts";
import type { Seller } from "./seller.ts";
import { freeSlug, slugFrom, slugTaken, takenSlugs } from "./slug.ts";
import { writeStock } from "./stock.ts";
import { touchProducts } from "./touch-products.ts";
import { writeVariants } from "./variant-rows.ts";
import { requireVariants } from "./variant-rules.ts";

const ID_BYTES = 8;

/** A new product's id: short, and it says nothing. */
export function newItemId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return `p${[...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("")}`;
}

/**
 * Makes a product of the seller. Throws `unknown_category`, `slug_taken`, `sku_taken`, `not_ready`,
 * `invalid_request`; for who names another seller `unknown_seller`, or `forbidden` who may not.
 */
export async function createProduct(
  transaction: ShopTransaction,
  seller: Seller,
  input: ProductCreate,
): Promise<string> {
  const { variants, status, title } = input;
  requireVariants(variants);
  requireReady(status, variants.length);
  const itemId = newItemId();
  const slug = await slugOf(transaction, seller.shop, input);
  await insertRow(transaction, seller, {
    id: itemId,
    slug,
    title,
    description: input.description ?? "",
    brand: input.brand ?? "",
    categorySlug: input.categorySlug,
    attributes: input.attributes ?? {},
    translations: input.translations ?? {},
    consumable: input.consumable ?? false,
    status,
    sellerId: await ownerOf(transaction, seller, input.sellerId),
  });
  const rows = variants.map(({ onHand: _, ...variant }, position) => ({
    ...variant,
    productId: itemId,
    position,
  }));
  await writeVariants(transaction, seller.shop, rows);
  await writeStock(transaction, seller.shop, stockOf(variants));
  await touchProducts(transaction, seller.shop, [itemId]);
  await writeAudit(transaction, seller.shop, {
    principal: seller.principal,
    action: "create",
    resource: "product",
    resourceId: itemId,
    after: { title, slug, status },
  });
  return itemId;
}

/** The stock that variants say; those that say nothing keep theirs. */
export function stockOf(variants: readonly Pick<VariantInput, "sku" | "onHand">[]) {
  return variants.flatMap(({ sku, onHand }) => (onHand === undefined ? [] : [{ sku, onHand }]));
}

async function ownerOf(
  transaction: ShopTransaction,
  seller: Seller,
  named: string | undefined,
): Promise<string | null> {
  const self = seller.principal.userId ?? null;
  if (named === undefined || named === self) {
    // What those make who manage all belongs to the shop itself.
    return seller.reach === "all" && named === undefined ? null : self;
  }
  if (seller.reach !== "all") throw new ProblemError("forbidden");
  const [there] = await transaction
    .select({ id: sellers.id })
    .from(sellers)
    .where(and(eq(sellers.shopId, seller.shop), eq(sellers.id, named)));
  if (there) return named;
  throw new ProblemError("unknown_seller", {
    issues: [{ path: "sellerId", message: "Nobody sells here under this id" }],
  });
}

async function slugOf(
  transaction: ShopTransaction,
  shop: string,
  { slug, title }: ProductCreate,
): Promise<string> {
  if (slug === undefined) return freeSlug(transaction, shop, slugFrom(title));
  if ((await takenSlugs(transaction, shop, [slug])).has(slug)) throw slugTaken();
  return slug;
}

async function insertRow(
  transaction: ShopTransaction,
  { shop, currency }: Seller,
  row: Omit<typeof products.$inferInsert, "shopId" | "priceMinor" | "currency">,
): Promise<void> {
  try {
    await transaction.insert(products).values({ ...row, shopId: shop, priceMinor: 0, currency });
  } catch (error) {
    throw productProblem(error);
  }
}

/** What a broken constraint of the products' table means to the seller. */
export function productProblem(error: unknown): unknown {
  const constraint = brokenConstraint(error);
  if (constraint === "products_slug") return slugTaken();
  if (constraint?.includes("category_slug")) {
    return new ProblemError("unknown_category", {
      issues: [{ path: "categorySlug", message: "There is no such category" }],
    });
  }
  return error;
}
