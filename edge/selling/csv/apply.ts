import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../../database/database.ts";
import { writeAudits } from "../../outbox/audit.ts";
import { productProblem } from "../create-product.ts";
import type { Seller } from "../seller.ts";
import { writeStock } from "../stock.ts";
import { touchProducts } from "../touch-products.ts";
import { writeVariants } from "../variant-rows.ts";
import type { ImportPlan, ProductWrite } from "./plan.ts";

/**
 * Writes a plan, in a handful of statements whatever its size. Throws what somebody else's change
 * in the same moment leads to: `slug_taken`, `sku_taken`, `stock_below_reserved`.
 */
export async function applyPlan(
  transaction: ShopTransaction,
  seller: Seller,
  plan: ImportPlan,
): Promise<void> {
  const { shop } = seller;
  if (plan.products.length === 0) return;
  try {
    await writeProducts(transaction, seller, plan.products);
  } catch (error) {
    throw productProblem(error);
  }
  await writeVariants(transaction, shop, plan.variants);
  await writeStock(transaction, shop, plan.stock);
  await touchProducts(
    transaction,
    shop,
    plan.products.map(({ id }) => id),
  );
  const { principal } = seller;
  await writeAudits(transaction, shop, { principal, entries: auditOf(plan.products) });
}

async function writeProducts(
  transaction: ShopTransaction,
  { shop, currency, principal, reach }: Seller,
  products: readonly ProductWrite[],
): Promise<void> {
  const owner = reach === "all" ? null : (principal.userId ?? null);
  const record = `w(id text, slug text, title text, description text, brand text,
    "categorySlug" text, attributes jsonb, translations jsonb, consumable boolean, status product_status)`;
  const rowsOf = (rows: readonly ProductWrite[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.raw(record)}`;
  const moved = products.filter(({ slug, before }) => before && before.slug !== slug);
  if (moved.length > 0) {
    const ways = moved.map(({ id, slug, before }) => ({ id, to: slug, from: before?.slug }));
    const moves = sql`jsonb_to_recordset(${JSON.stringify(ways)}::jsonb) as w(id text, "to" text, "from" text)`;
    await transaction.execute(sql`
      delete from product_redirects r using ${moves} where r.shop_id = ${shop} and r.slug = w."to"`);
    await transaction.execute(sql`
      insert into product_redirects (shop_id, slug, product_id)
      select ${shop}, w."from", w.id from ${moves}
      on conflict (shop_id, slug) do update set product_id = excluded.product_id`);
  }
  const made = products.filter(({ before }) => !before);
  if (made.length > 0) {
    await transaction.execute(sql`
      insert into products (shop_id, id, slug, title, description, brand, category_slug, attributes,
        translations, consumable, status, seller_id, price_minor, currency)
      select ${shop}, id, slug, title, description, brand, "categorySlug", attributes, translations,
        consumable, status, ${owner}::uuid, 0, ${currency} from ${rowsOf(made)}`);
  }
  const changed = products.filter(({ before }) => before);
  if (changed.length > 0) {
    await transaction.execute(sql`
      update products p set slug = w.slug, title = w.title, description = w.description,
        brand = w.brand, category_slug = w."categorySlug", attributes = w.attributes,
        translations = w.translations, consumable = w.consumable, status = w.status
      from ${rowsOf(changed)} where p.shop_id = ${shop} and p.id = w.id`);
  }
}

/** What was made, or has another state now. */
function auditOf(products: readonly ProductWrite[]) {
  return products
    .filter(({ before, status }) => before?.status !== status)
    .map(({ id, title, slug, status, before }) => ({
      action: before ? "import" : "create",
      resource: "product",
      resourceId: id,
      before,
      after: { title, slug, status },
      reason: "import of a file",
    }));
}
