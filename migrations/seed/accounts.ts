import postgres from "postgres";
import { seedAccounts } from "./accounts.data.ts";

/**
 * Makes the demo shop's accounts, one for each role, and gives its products to its sellers and to
 * the house. `passwordMark` stands for the password that all of them have: where the shop knows
 * that very one nothing is done, and `hashPassword` is not even called.
 */
export async function ensureSeedAccounts(options: {
  ownerUrl: string;
  shop: string;
  passwordMark: string;
  hashPassword: () => Promise<string>;
}): Promise<void> {
  const { shop, passwordMark } = options;
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [known] = await sql`
      select from shops where id = ${shop} and settings->>'seedPassword' = ${passwordMark}`;
    if (known) return;
    const passwordHash = await options.hashPassword();
    await sql.begin(async (transaction) => {
      await transaction`select set_config('app.shop', ${shop}, true)`;
      await insertAccounts(transaction, { shop, passwordHash });
      await shareProducts(transaction, shop);
      await transaction`
        update shops set settings = settings || ${sql.json({ seedPassword: passwordMark })}
        where id = ${shop}`;
    });
  } finally {
    await sql.end();
  }
}

async function insertAccounts(
  sql: postgres.TransactionSql,
  { shop, passwordHash }: { shop: string; passwordHash: string },
): Promise<void> {
  for (const { id, email, name, role, seller } of seedAccounts) {
    await sql`
      insert into users (id, shop_id, email, name, password_hash, visitor_id, email_verified_at)
      values (${id}, ${shop}, ${email}, ${name}, ${passwordHash}, ${`seed-${id}`}, now())
      on conflict (shop_id, email) do update set password_hash = excluded.password_hash`;
    await sql`
      insert into user_roles (shop_id, user_id, role)
      select ${shop}, ${id}, unnest(${["buyer", role]}::role[])
      on conflict do nothing`;
    await sql`
      insert into visitor_links (shop_id, visitor_id, user_id)
      values (${shop}, ${`seed-${id}`}, ${id}) on conflict do nothing`;
    if (seller) {
      await sql`
        insert into sellers (id, shop_id, slug, name, description)
        values (${id}, ${shop}, ${seller.slug}, ${seller.name}, ${seller.description})
        on conflict do nothing`;
    }
  }
}

/** Brand by brand: some are the house's own, the others are shared out among the sellers. */
async function shareProducts(sql: postgres.TransactionSql, shop: string): Promise<void> {
  const sellers = seedAccounts.filter(({ seller }) => seller).map(({ id }) => id);
  await sql`
    update products set seller_id = (${sellers}::uuid[])[1 + mod(abs(hashtext(brand)), ${sellers.length + 1})]
    where shop_id = ${shop} and seller_id is null`;
}
