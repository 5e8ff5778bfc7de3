import { ProblemError } from "@slipstream/contracts/problems";
import { categories } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** Throws `invalid_request` at `categorySlug` for a category that is not there; none is fine. */
export async function requireCategory(
  transaction: ShopTransaction,
  shop: string,
  slug: string | undefined,
): Promise<void> {
  if (slug === undefined) return;
  const found = await transaction
    .select({ slug: categories.slug })
    .from(categories)
    .where(and(eq(categories.shopId, shop), eq(categories.slug, slug)));
  if (found.length > 0) return;
  const message = "There is no such category";
  throw new ProblemError("invalid_request", { issues: [{ path: "categorySlug", message }] });
}
