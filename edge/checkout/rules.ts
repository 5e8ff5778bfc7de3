import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import type { ShippingMethod } from "../pricing/shipping.ts";
import type { TaxRate } from "../pricing/tax.ts";
import type { PriceRules } from "../pricing/totals.ts";

/** The shop's ways of delivery and its taxes, as far as they concern a country. */
export async function readRules(
  transaction: ShopTransaction,
  shop: string,
  country: string,
): Promise<PriceRules> {
  const [row] = await run<{ methods: ShippingMethod[]; rates: TaxRate[] }>(
    transaction,
    sql`
      select
        (select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name,
            'countries', m.countries, 'priceMinor', m.price_minor,
            'freeFromMinor', m.free_from_minor, 'minDays', m.min_days, 'maxDays', m.max_days,
            'position', m.position)), '[]')
          from shipping_methods m where m.shop_id = ${shop} and m.active) as methods,
        (select coalesce(json_agg(json_build_object('country', t.country, 'region', t.region,
            'categorySlug', t.category_slug, 'name', t.name,
            'rateBasisPoints', t.rate_basis_points, 'included', t.included)), '[]')
          from tax_rates t where t.shop_id = ${shop} and t.country = ${country}) as rates`,
  );
  return row!;
}
