import { ProblemError } from "@slipstream/contracts/problems";
import { uploadedUrlPattern } from "@slipstream/contracts/selling-api";
import { productImages, uploads } from "@slipstream/migrations/schema";
import { and, eq, inArray } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { lockProduct, type Seller } from "./seller.ts";
import { touchProducts } from "./touch-products.ts";

/**
 * Makes these the pictures of a product, in this order: some of those that it has, and uploads of
 * this shop. Throws `unknown_product`, `conflict`, `unknown_image`.
 */
export async function replaceImages(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { itemId: string; version: number; images: readonly { url: string; alt: string }[] },
): Promise<void> {
  const { shop } = seller;
  const { itemId, version, images } = wanted;
  await lockProduct(transaction, seller, { itemId, version });
  const known = await knownImages(transaction, shop, {
    itemId,
    urls: images.map(({ url }) => url),
  });
  const seen = new Set<string>();
  const rows = images.map(({ url, alt }, position) => {
    const size = known.get(url);
    if (!size || seen.has(url)) {
      const message = size ? "this picture stands here twice" : "there is no such uploaded picture";
      throw new ProblemError("unknown_image", {
        issues: [{ path: `images.${position}.url`, message }],
      });
    }
    seen.add(url);
    return { shopId: shop, productId: itemId, position, url, alt, ...size };
  });
  await transaction
    .delete(productImages)
    .where(and(eq(productImages.shopId, shop), eq(productImages.productId, itemId)));
  if (rows.length > 0) await transaction.insert(productImages).values(rows);
  await touchProducts(transaction, shop, [itemId]);
}

type Size = { width: number | null; height: number | null };

/** What may be shown: the pictures that the product has, and those of `urls` that were uploaded. */
async function knownImages(
  transaction: ShopTransaction,
  shop: string,
  { itemId, urls }: { itemId: string; urls: readonly string[] },
): Promise<Map<string, Size>> {
  const hashes = urls.flatMap((url) => uploadedUrlPattern.exec(url)?.[1] ?? []);
  const [present, uploaded] = await Promise.all([
    transaction
      .select({ url: productImages.url, width: productImages.width, height: productImages.height })
      .from(productImages)
      .where(and(eq(productImages.shopId, shop), eq(productImages.productId, itemId))),
    hashes.length === 0
      ? []
      : transaction
          .select({ sha256: uploads.sha256, width: uploads.width, height: uploads.height })
          .from(uploads)
          .where(and(eq(uploads.shopId, shop), inArray(uploads.sha256, hashes))),
  ]);
  return new Map<string, Size>([
    ...present.map(({ url, ...size }) => [url, size] as const),
    ...uploaded.map(
      ({ sha256, ...size }) => [`/media/u/${sha256}/${size.width}.webp`, size] as const,
    ),
  ]);
}
