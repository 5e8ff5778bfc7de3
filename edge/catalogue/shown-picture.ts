import { productImages, products } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { published } from "./card-query.ts";

/** Whether a product that shoppers may see has this picture. Throws `database_unavailable`. */
export async function isPictureShown(
  database: Database,
  shop: string,
  url: string,
): Promise<boolean> {
  const found = await database.withShop(shop, (transaction) =>
    transaction
      .select({ id: products.id })
      .from(productImages)
      .innerJoin(
        products,
        and(eq(products.shopId, productImages.shopId), eq(products.id, productImages.productId)),
      )
      .where(published(eq(productImages.url, url)))
      .limit(1),
  );
  return found.length > 0;
}
