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
 * Makes each shop's own API key known to it (scope `events:write`, no rate limit). The database
 * keeps the hash alone, so a second start changes nothing.
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
            ${["events:write"]})
          on conflict (hash) do nothing`;
      });
    }
  } finally {
    await sql.end();
  }
}
