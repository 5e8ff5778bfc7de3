import type { Language } from "@slipstream/contracts/languages";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { asOffered } from "../pricing/as-offered.ts";
import type { ShippingMethod } from "../pricing/shipping.ts";
import type { TaxRate } from "../pricing/tax.ts";
import type { PriceRules } from "../pricing/totals.ts";

/**
 * The shop's ways of delivery, as they are offered, and its taxes, as far as they concern a country;
 * by what they are called in the language, where they have a name there.
 */
export async function readRules(
  transaction: ShopTransaction,
  shop: string,
  { country, language }: { country: string; language: Language },
): Promise<PriceRules> {
  const name = sql`coalesce(translations -> ${language}::text ->> 'name', name)`;
  const [row] = await run<{ methods: ShippingMethod[]; rates: TaxRate[] }>(
    transaction,
    sql`
      select
        (select coalesce(json_agg(json_build_object('id', id, 'name', ${name},
            'countries', countries, 'priceMinor', price_minor, 'freeFromMinor', free_from_minor,
            'minDays', min_days, 'maxDays', max_days)
            order by ${sql.join(asOffered, sql`, `)}), '[]')
          from shipping_methods where shop_id = ${shop} and active) as methods,
        (select coalesce(json_agg(json_build_object('country', country, 'region', region,
            'categorySlug', category_slug, 'name', ${name},
            'rateBasisPoints', rate_basis_points, 'included', included)), '[]')
          from tax_rates where shop_id = ${shop} and country = ${country}) as rates`,
  );
  return row!;
}
