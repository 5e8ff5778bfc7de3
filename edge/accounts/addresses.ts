import { MAX_ADDRESSES } from "@slipstream/contracts/account-api";
import type { Address } from "@slipstream/contracts/address";
import { addresses } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { lockMember } from "./lock-member.ts";

/** An address, as its row holds it. */
export function toAddressRow(address: Address) {
  const { name, line1, line2, city, postcode, region, country, phone } = address;
  return {
    name,
    line1,
    line2: line2 || null,
    city,
    postcode,
    region: region || null,
    country,
    phone: phone || null,
  };
}

/** Keeps an address that was typed by the way: not twice, and not one more than there may be. */
export async function keepAddress(
  transaction: ShopTransaction,
  { shop, userId, address }: { shop: string; userId: string; address: Address },
): Promise<void> {
  await lockMember(transaction, userId);
  const wanted = toAddressRow(address);
  const kept = await transaction.select().from(addresses).where(eq(addresses.userId, userId));
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  const isThere = kept.some((row) => names.every((name) => row[name] === wanted[name]));
  if (isThere || kept.length >= MAX_ADDRESSES) return;
  await transaction.insert(addresses).values({ id: uuidv7(), shopId: shop, userId, ...wanted });
}
