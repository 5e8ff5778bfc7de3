import type { JSONValue, TransactionSql } from "postgres";
import type { ShopSeed } from "./shop-seed.ts";

/** Rows of one statement: a few hundred kilobytes of JSON. */
const ROWS_PER_STATEMENT = 1000;

/** Writes the categories; those that are no longer named stay, empty. */
export async function insertCategories(sql: TransactionSql, seed: ShopSeed): Promise<void> {
  const shop = seed.shop.id;
  // One by one, since a parent must be there before its children; there are dozens at most.
  for (const [position, category] of seed.catalogue.categories.entries()) {
    const { slug, name, description, tint, parent = null, translations = {} } = category;
    await sql`
      insert into categories (shop_id, slug, name, description, parent_slug, tint, position, translations)
      values (${shop}, ${slug}, ${name}, ${description}, ${parent}, ${tint}, ${position},
        ${sql.json(translations)})
      on conflict (shop_id, slug) do update set name = excluded.name,
        description = excluded.description, parent_slug = excluded.parent_slug,
        tint = excluded.tint, position = excluded.position, translations = excluded.translations`;
  }
}

/**
 * Writes products, variants, stock and pictures; hides products that are no longer named. What
 * people made in the shop itself stays: the audit knows it.
 */
export async function insertProducts(sql: TransactionSql, seed: ShopSeed): Promise<void> {
  const shop = seed.shop.id;
  const ids = idsOf(sql, seed);
  await sql`
    update products set status = 'hidden', version = version + 1, updated_at = now()
    where shop_id = ${shop} and status = 'published'
      and id not in (select jsonb_array_elements_text(${ids}))
      and id not in (
        select resource_id from audit
        where shop_id = ${shop} and resource = 'product' and action = 'create'
          and resource_id is not null)`;
  // What search reads is written once, when all else is there.
  await sql`select set_config('app.search', 'later', true)`;
  for (const products of chunks(seed.catalogue.products)) {
    const rows = products.map(({ variants: _, images: __, ...product }) => ({
      ...product,
      status: seed.hidden?.has(product.id) ? "hidden" : "published",
    }));
    await sql`
      insert into products (shop_id, id, slug, title, description, category_slug, brand, attributes,
        price_minor, currency, consumable, status, created_at, translations)
      select ${shop}, id, slug, title, description, category, brand, attributes,
        "priceMinor", currency, consumable, status, "createdAt", coalesce(translations, '{}')
      from jsonb_to_recordset(${json(sql, rows)}) as seed(id text, slug text, title text,
        description text, category text, brand text, attributes jsonb, "priceMinor" bigint,
        currency text, consumable boolean, status product_status, "createdAt" timestamptz,
        translations jsonb)
      on conflict (shop_id, id) do update set slug = excluded.slug, title = excluded.title,
        description = excluded.description, category_slug = excluded.category_slug,
        brand = excluded.brand, attributes = excluded.attributes,
        price_minor = excluded.price_minor, currency = excluded.currency,
        consumable = excluded.consumable, status = excluded.status,
        translations = excluded.translations, version = products.version + 1, updated_at = now()`;
  }
  await insertVariants(sql, seed);
  await insertImages(sql, seed);
  await sql`select set_config('app.search', '', true)`;
  for (const products of chunks(seed.catalogue.products)) {
    await sql`select search_reindex(${shop}, array_agg(id))
      from jsonb_array_elements_text(${sql.json(products.map(({ id }) => id))}) id`;
  }
}

async function insertVariants(sql: TransactionSql, seed: ShopSeed): Promise<void> {
  const shop = seed.shop.id;
  const all = seed.catalogue.products.flatMap(({ id, variants }) =>
    variants.map((variant, position) => ({ ...variant, productId: id, position })),
  );
  const skus = sql.json(all.map(({ sku }) => sku));
  await sql`
    delete from variants where shop_id = ${shop}
      and product_id in (select jsonb_array_elements_text(${idsOf(sql, seed)}))
      and sku not in (select jsonb_array_elements_text(${skus}))`;
  for (const variants of chunks(all)) {
    const rows = json(sql, variants);
    await sql`
      insert into variants (shop_id, sku, product_id, options, price_minor, position)
      select ${shop}, sku, "productId", options, "priceMinor", position
      from jsonb_to_recordset(${rows}) as seed(sku text, "productId" text, options jsonb,
        "priceMinor" bigint, position integer)
      on conflict (shop_id, sku) do update set product_id = excluded.product_id,
        options = excluded.options, price_minor = excluded.price_minor,
        position = excluded.position`;
    await sql`
      insert into inventory (shop_id, sku, on_hand)
      select ${shop}, sku, stock
      from jsonb_to_recordset(${rows}) as seed(sku text, stock integer)
      on conflict (shop_id, sku) do nothing`;
  }
}

async function insertImages(sql: TransactionSql, seed: ShopSeed): Promise<void> {
  const shop = seed.shop.id;
  await sql`
    delete from product_images where shop_id = ${shop}
      and product_id in (select jsonb_array_elements_text(${idsOf(sql, seed)}))`;
  const all = seed.catalogue.products.flatMap(({ id, images }) =>
    images.map((image, position) => ({ ...image, productId: id, position })),
  );
  for (const images of chunks(all)) {
    await sql`
      insert into product_images (shop_id, product_id, position, url, alt)
      select ${shop}, "productId", position, path, alt
      from jsonb_to_recordset(${json(sql, images)}) as seed("productId" text, position integer,
        path text, alt text)`;
  }
}

function idsOf(sql: TransactionSql, seed: ShopSeed) {
  return sql.json(seed.catalogue.products.map(({ id }) => id));
}

function* chunks<T>(values: readonly T[]): Generator<T[]> {
  for (let start = 0; start < values.length; start += ROWS_PER_STATEMENT) {
    yield values.slice(start, start + ROWS_PER_STATEMENT);
  }
}

/** Rows as one JSON parameter: one statement for many rows, whatever their number. */
function json(sql: TransactionSql, rows: readonly object[]) {
  return sql.json(rows as readonly JSONValue[]);
}
