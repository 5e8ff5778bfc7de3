import type { TransactionSql } from "postgres";
import type { ShopSeed } from "./shop-seed.ts";

/** Writes ways of delivery, taxes, rates and codes; those that are there stay as they are. */
export async function insertPrices(sql: TransactionSql, seed: ShopSeed): Promise<void> {
  const shop = seed.shop.id;
  const { prices } = seed;
  if (!prices) return;
  const methods = prices.shippingMethods.map((method, position) => ({ ...method, position }));
  await sql`
    insert into shipping_methods (shop_id, id, name, translations, countries, price_minor, free_from_minor,
      min_days, max_days, position)
    select ${shop}, id, name, coalesce(translations, '{}'),
      array(select jsonb_array_elements_text(countries)), "priceMinor", "freeFromMinor", "minDays",
      "maxDays", position
    from jsonb_to_recordset(${sql.json(methods)}) as seed(id text, name text,
      translations jsonb, countries jsonb,
      "priceMinor" bigint, "freeFromMinor" bigint, "minDays" int, "maxDays" int, position int)
    on conflict do nothing`;
  await sql`
    insert into tax_rates (shop_id, country, region, category_slug, name, translations,
      rate_basis_points, included)
    select ${shop}, country, region, "categorySlug", name, coalesce(translations, '{}'),
      "rateBasisPoints", included
    from jsonb_to_recordset(${sql.json(prices.taxRates)}) as seed(country text, region text,
      "categorySlug" text, name text, translations jsonb, "rateBasisPoints" int, included boolean)
    on conflict do nothing`;
  await sql`
    insert into currency_rates (shop_id, currency, rate)
    select ${shop}, key, value::float8 from jsonb_each_text(${sql.json(prices.currencyRates)})
    on conflict do nothing`;
  await sql`
    insert into discounts (shop_id, code, kind, value, min_subtotal_minor, category_slug,
      max_uses_per_customer)
    select ${shop}, code, kind, value, coalesce("minSubtotalMinor", 0), "categorySlug",
      "maxUsesPerCustomer"
    from jsonb_to_recordset(${sql.json(prices.discounts)}) as seed(code text, kind text,
      value bigint, "minSubtotalMinor" bigint, "categorySlug" text, "maxUsesPerCustomer" int)
    on conflict do nothing`;
}
