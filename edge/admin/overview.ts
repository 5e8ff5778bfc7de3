import type { AdminOverview } from "@slipstream/contracts/admin-api";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** A paid order should be on its way after so long. */
const LATE_DAYS = 2;
/** Searches that somebody made of late. */
const SEARCH_DAYS = 30;

/** What waits for a person in this shop, counted in one round trip. */
export async function readOverview(
  transaction: ShopTransaction,
  shop: string,
): Promise<AdminOverview> {
  const toShip = sql`from orders where shop_id = ${shop} and state in ('paid', 'partly_fulfilled')`;
  const [row] = await transaction.execute<Record<string, number>>(sql`select
    (select count(*) ${toShip})::int as orders_to_ship,
    (select count(*) ${toShip}
      and placed_at < now() - make_interval(days => ${LATE_DAYS}))::int as orders_late,
    (select count(*) from order_returns
      where shop_id = ${shop} and state = 'requested')::int as returns,
    (select count(*) from reviews where shop_id = ${shop} and state = 'pending')::int as reviews,
    (select count(*) from mails
      where shop_id = ${shop} and sent_at is null and failure is not null)::int as mails,
    (select count(*) from products p where p.shop_id = ${shop} and p.status = 'published'
      and exists (select from variants v where v.shop_id = p.shop_id and v.product_id = p.id)
      and not exists (select from variants v
        join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
        where v.shop_id = p.shop_id and v.product_id = p.id and n.on_hand > n.reserved)
    )::int as sold_out,
    (select count(*) from search_queries where shop_id = ${shop} and results = 0
      and created_at > now() - make_interval(days => ${SEARCH_DAYS}))::int as in_vain,
    (select count(*) from deletions
      where shop_id = ${shop} and finished_at is null)::int as erasures,
    (select count(*) from switches where shop_id = ${shop} and not enabled)::int as off,
    (select count(*) from users where shop_id = ${shop})::int as people,
    (select count(*) from products
      where shop_id = ${shop} and status = 'published')::int as products`);
  const of = (name: string) => Number(row?.[name] ?? 0);
  return {
    waiting: {
      ordersToShip: of("orders_to_ship"),
      ordersLate: of("orders_late"),
      returnsToDecide: of("returns"),
      reviewsToRead: of("reviews"),
      mailsFailed: of("mails"),
      productsSoldOut: of("sold_out"),
      searchesInVain: of("in_vain"),
      erasuresOpen: of("erasures"),
      switchesOff: of("off"),
    },
    people: of("people"),
    publishedProducts: of("products"),
  };
}
