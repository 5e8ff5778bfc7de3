import type { Reach } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductStatus } from "@slipstream/contracts/selling-api";
import { products } from "@slipstream/migrations/schema";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";

/** Who manages products here, and how far they reach: their own products, or all. */
export interface Seller {
  shop: string;
  /** The shop's: all its prices are in it. */
  currency: string;
  principal: Principal;
  reach: Reach;
}

/** Who asks on a route that is `guarded`. */
export function sellerOf(context: Context<AppEnv>): Seller {
  const { shop, principal, reach } = context.var;
  return { shop: shop.id, currency: shop.currency, principal, reach };
}

/** The products that somebody manages. */
export function managedBy({ shop, principal, reach }: Seller): SQL {
  const ofShop = eq(products.shopId, shop);
  if (reach === "all") return ofShop;
  // A guest has no products; `guarded` lets none come here.
  return and(ofShop, sql`${products.sellerId} = ${principal.userId ?? null}`) as SQL;
}

export interface LockedProduct {
  itemId: string;
  slug: string;
  title: string;
  status: ProductStatus;
  version: number;
}

/**
 * A product that is about to be changed: nobody else changes it until the transaction ends. Throws
 * `unknown_product` for those of others as well, `conflict` where it is not at `version` any more.
 */
export async function lockProduct(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { itemId: string; version?: number | undefined },
): Promise<LockedProduct> {
  const [found] = await transaction
    .select({
      itemId: products.id,
      slug: products.slug,
      title: products.title,
      status: products.status,
      version: products.version,
    })
    .from(products)
    .where(and(managedBy(seller), eq(products.id, wanted.itemId)))
    .for("update");
  if (!found) throw new ProblemError("unknown_product");
  if (wanted.version !== undefined && wanted.version !== found.version) {
    throw new ProblemError("conflict", {
      detail: "Somebody else has changed this product in the meantime; look at it again",
    });
  }
  return found;
}
