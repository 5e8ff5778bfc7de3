import { DEFAULT_LANGUAGE, isLanguage, localeIn } from "@slipstream/contracts/languages";
import type { NoticeKind } from "@slipstream/contracts/notice-api";
import { inventory, products, variants } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { moneyText } from "../orders/money.ts";
import type { NoticeSubject } from "./notice-letters.ts";

/** What notices need to know of a variant of a published product. */
export const watchedColumns = {
  itemId: products.id,
  title: products.title,
  slug: products.slug,
  currency: products.currency,
  sku: variants.sku,
  options: variants.options,
  priceMinor: variants.priceMinor,
  available: sql<number>`coalesce(${inventory.onHand} - ${inventory.reserved}, 0)`,
};

interface Watched {
  itemId: string;
  title: string;
  slug: string;
  currency: string;
  sku: string;
  options: Record<string, string>;
  priceMinor: number;
  available: number;
}

/** A variant by its SKU; undefined where shoppers may not see it. */
export async function watchedVariant(
  transaction: ShopTransaction,
  shop: string,
  sku: string,
): Promise<Watched | undefined> {
  const [found] = await transaction
    .select(watchedColumns)
    .from(variants)
    .innerJoin(
      products,
      and(eq(products.shopId, variants.shopId), eq(products.id, variants.productId)),
    )
    .leftJoin(
      inventory,
      and(eq(inventory.shopId, variants.shopId), eq(inventory.sku, variants.sku)),
    )
    .where(and(eq(variants.shopId, shop), eq(variants.sku, sku), eq(products.status, "published")));
  return found;
}

/** The variant as a letter about a notice speaks of it. */
export function subjectOf(
  watched: Watched,
  {
    id,
    kind,
    language,
    locale,
  }: { id: string; kind: NoticeKind; language: string; locale: string },
): NoticeSubject {
  const { title, slug, currency, options, priceMinor } = watched;
  const spoken = isLanguage(language) ? language : DEFAULT_LANGUAGE;
  return {
    id,
    kind,
    language: spoken,
    title,
    slug,
    variant: Object.values(options).join(", "),
    price: moneyText(priceMinor, currency, localeIn(spoken, locale)),
  };
}
