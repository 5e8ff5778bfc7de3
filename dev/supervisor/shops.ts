import { createHash } from "node:crypto";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { apiKeyOf, type Secrets } from "./secrets.ts";

/** A shop of this installation, as the database lists it. */
export interface ShopListing {
  id: string;
  name: string;
  hosts: string[];
  simulated: boolean;
}

const PREFIX_LETTERS = 10;
const KEY_SCOPES = ["events:write", "operations:read"];

/** The shops of the database, by id. */
export async function listShops(ownerUrl: string): Promise<ShopListing[]> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    return await sql<ShopListing[]>`select id, name, hosts, simulated from shops order by id`;
  } finally {
    await sql.end();
  }
}

/**
 * Makes each shop's own API key known to it: it may send events and look at the loop, without a rate
 * limit. The database keeps the hash alone.
 */
export async function registerApiKeys(options: {
  ownerUrl: string;
  secrets: Secrets;
  shops: ShopListing[];
}): Promise<void> {
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    for (const shop of options.shops) {
      const key = apiKeyOf(options.secrets, shop.id);
      const hash = createHash("sha256").update(key).digest("hex");
      await sql.begin(async (transaction) => {
        await transaction`select set_config('app.shop', ${shop.id}, true)`;
        await transaction`
          insert into api_keys (id, shop_id, name, hash, prefix, scopes)
          values (${uuidv7()}, ${shop.id}, 'local installation', ${hash}, ${key.slice(0, PREFIX_LETTERS)},
            ${KEY_SCOPES})
          on conflict (hash) do update set scopes = excluded.scopes`;
      });
    }
  } finally {
    await sql.end();
  }
}
