import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { productRedirects, products } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { published } from "./card-query.ts";
import type { Catalogue } from "./catalogue.ts";
import { selectDetails, toDetail } from "./detail-query.ts";

/** What a slug may be; anything else (PostgreSQL takes no NUL, say) names no product. */
const slugPattern = /^[\p{L}\p{N}][\p{L}\p{N}._~-]{0,199}$/u;

/**
 * A product by its slug, or by one that it had before: the answer's `slug` is the present one.
 * Throws `unknown_product` (hidden ones are unknown), `database_unavailable`.
 */
export async function readProduct(options: ProductRequest): Promise<ProductDetail> {
  const { catalogue, slug } = options;
  if (!slugPattern.test(slug)) throw new ProblemError("unknown_product");
  return catalogue.product(slug) ?? catalogue.remember(`product ${slug}`, () => readFresh(options));
}

interface ProductRequest {
  database: Database;
  catalogue: Catalogue;
  shop: string;
  slug: string;
}

async function readFresh(options: ProductRequest): Promise<ProductDetail> {
  const { categories, language } = options.catalogue;
  const [found] = await options.database.withShop(options.shop, (transaction) =>
    selectDetails(transaction, language).where(published(bySlug(options.slug))),
  );
  if (!found) throw new ProblemError("unknown_product");
  return toDetail(found, categories, { nowMs: Date.now(), language });
}

/** Both ways by an index: the policy of the transaction's shop holds for redirects as well. */
function bySlug(slug: string) {
  return sql`(${products.slug} = ${slug} or ${products.id} = (
    select r.product_id from ${productRedirects} r where r.slug = ${slug}))`;
}
