import type { CartLine } from "@slipstream/contracts/cart-api";
import type { Language } from "@slipstream/contracts/languages";
import type { ProductTranslations } from "@slipstream/contracts/translations";
import { type SQL, sql } from "drizzle-orm";
import { apart, pairsIn } from "../catalogue/translation.ts";
import { translationsFor } from "../catalogue/translation-columns.ts";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import type { PricedLine } from "../pricing/discount.ts";

/** A line as the database knows it: what the page shows, and what an order keeps. */
export interface LineRow extends Record<string, unknown> {
  sku: string;
  quantity: number;
  /** What it cost when it was put in; null where nobody said. */
  priceBefore: number | null;
  requestId: string | null;
  itemId: string;
  slug: string | null;
  title: string | null;
  tint: string | null;
  categorySlug: string | null;
  sellerId: string | null;
  options: Record<string, string> | null;
  /** In the language that the lines are read for. */
  translations: ProductTranslations;
  /** Null: it is not sold any more. */
  priceMinor: number | null;
  available: number;
  image: { url: string; alt: string } | null;
}

/**
 * Lines with what is true of them now, in one statement. `lines` selects `sku, product_id,
 * quantity, price_minor, request_id, created_at` of them.
 */
export async function readLines(
  transaction: ShopTransaction,
  { shop, language, lines }: { shop: string; language: Language; lines: SQL },
): Promise<LineRow[]> {
  const rows = await run<LineRow>(
    transaction,
    sql`
      select l.sku, l.quantity, l.price_minor::float8 as "priceBefore", l.request_id as "requestId",
        l.product_id as "itemId", p.slug, p.title, c.tint, p.category_slug as "categorySlug",
        ${translationsFor(language, sql`p.translations`)} as translations, p.seller_id as "sellerId", v.options,
        case when p.status = 'published' then v.price_minor::float8 end as "priceMinor",
        greatest(0, coalesce(n.on_hand - n.reserved, 0)) as available,
        (select json_build_object('url', i.url, 'alt', i.alt) from product_images i
          where i.shop_id = ${shop} and i.product_id = l.product_id
          order by i.position limit 1) as image
      from (${lines}) as l
      left join variants v on v.shop_id = ${shop} and v.sku = l.sku
      left join products p on p.shop_id = ${shop} and p.id = l.product_id
      left join categories c on c.shop_id = ${shop} and c.slug = p.category_slug
      left join inventory n on n.shop_id = ${shop} and n.sku = l.sku
      order by l.created_at, l.sku`,
  );
  return rows.map((row) => lineIn(language, row));
}

/** A line in a language, where its product has a name there: for people, and for an order to keep. */
function lineIn(language: Language, row: LineRow): LineRow {
  const known = row.translations[language];
  if (!known) return row;
  const options = row.options ?? {};
  return { ...row, title: known.title, options: pairsIn(apart(known.words, [options]), options) };
}

/** A line for people. */
export function toCartLine(row: LineRow): CartLine {
  const { sku, quantity, itemId, available, priceBefore } = row;
  const priceMinor = row.priceMinor ?? priceBefore ?? 0;
  const changed = row.priceMinor !== null && priceBefore !== null && priceBefore !== priceMinor;
  return {
    sku,
    itemId,
    slug: row.slug ?? "",
    title: row.title ?? "Something that is no longer sold",
    options: row.options ?? {},
    tint: row.tint ?? "",
    quantity,
    priceMinor,
    totalMinor: priceMinor * quantity,
    available,
    state: stateOf(row),
    ...(row.image ? { image: row.image } : {}),
    ...(changed ? { priceBeforeMinor: priceBefore } : {}),
  };
}

function stateOf({ priceMinor, available, quantity }: LineRow): CartLine["state"] {
  if (priceMinor === null) return "gone";
  if (available === 0) return "sold_out";
  return available < quantity ? "short" : "ok";
}

/** A line for the sums, with its categories; undefined for what is not sold any more. */
export function toPricedLine(
  row: LineRow,
  parents: ReadonlyMap<string, string | null>,
): PricedLine | undefined {
  const { priceMinor, quantity, categorySlug } = row;
  if (priceMinor === null) return undefined;
  return { priceMinor, quantity, categoryPath: pathOf(categorySlug, parents) };
}

function pathOf(slug: string | null, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  for (let at = slug; at !== null && path.length <= parents.size; at = parents.get(at) ?? null) {
    path.push(at);
  }
  return path;
}
