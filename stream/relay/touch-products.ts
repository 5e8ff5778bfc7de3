import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";

/**
 * Marks products as changed, for a change that could not do it itself: its transaction would have
 * waited for the row with stock locked. Waits here until whoever changes the row is done.
 */
export async function touchProducts(
  database: Database,
  shop: string,
  itemIds: readonly string[],
): Promise<void> {
  await database.use((sql) =>
    inShop(sql, shop, async (transaction) => {
      await transaction`
        update products p set version = p.version + 1, updated_at = clock_timestamp()
        from (
          select id from products where shop_id = ${shop} and id in ${transaction([...itemIds])}
          order by id for update) as locked
        where p.shop_id = ${shop} and p.id = locked.id`;
    }),
  );
}
