import { ProblemError } from "@slipstream/contracts/problems";
import type { Wishlist } from "@slipstream/contracts/wishlist-api";
import { MAX_WISHES } from "@slipstream/contracts/wishlist-api";
import { variants, wishlist } from "@slipstream/migrations/schema";
import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { lockMember } from "../accounts/lock-member.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database, ShopTransaction } from "../database/database.ts";

interface Owner {
  shop: string;
  userId: string;
}

function ofOwner({ shop, userId }: Owner) {
  return and(eq(wishlist.shopId, shop), eq(wishlist.userId, userId));
}

/** What the member wishes for, the newest first. */
export async function wishedIds(
  transaction: ShopTransaction,
  owner: Owner,
): Promise<{ itemId: string; addedAt: Date }[]> {
  return transaction
    .select({ itemId: wishlist.productId, addedAt: wishlist.addedAt })
    .from(wishlist)
    .where(ofOwner(owner))
    .orderBy(desc(wishlist.addedAt), wishlist.productId)
    .limit(MAX_WISHES);
}

/** The list with its products. */
export async function readWishlist(
  { database, catalogue }: { database: Database; catalogue: Catalogue },
  owner: Owner,
): Promise<Wishlist> {
  const { wishes, skus } = await database.withShop(owner.shop, async (transaction) => {
    const wishes = await wishedIds(transaction, owner);
    const itemIds = wishes.map(({ itemId }) => itemId);
    return { wishes, skus: await onlySkus(transaction, owner.shop, itemIds) };
  });
  const cards = await catalogue.cards(wishes.map(({ itemId }) => itemId));
  const items = wishes.flatMap(({ itemId, addedAt }) => {
    const product = cards.get(itemId);
    const sku = skus.get(itemId);
    if (!product) return [];
    return [{ product, addedAt: addedAt.toISOString(), ...(sku === undefined ? {} : { sku }) }];
  });
  return { items };
}

/** The variant of each product that has but one. */
async function onlySkus(
  transaction: ShopTransaction,
  shop: string,
  itemIds: readonly string[],
): Promise<Map<string, string>> {
  if (itemIds.length === 0) return new Map();
  const rows = await transaction
    .select({ itemId: variants.productId, sku: sql<string>`min(${variants.sku})` })
    .from(variants)
    .where(and(eq(variants.shopId, shop), inArray(variants.productId, [...itemIds])))
    .groupBy(variants.productId)
    .having(sql`count(*) = 1`);
  return new Map(rows.map(({ itemId, sku }) => [itemId, sku]));
}

/** Adds a product; one that is on the list already stays where it is. Throws `wishlist_full`. */
export async function addWish(
  transaction: ShopTransaction,
  owner: Owner,
  itemId: string,
): Promise<void> {
  await lockMember(transaction, owner.userId);
  const [counted] = await transaction
    .select({ others: sql<number>`count(*)::int` })
    .from(wishlist)
    .where(and(ofOwner(owner), ne(wishlist.productId, itemId)));
  if ((counted?.others ?? 0) >= MAX_WISHES) throw new ProblemError("wishlist_full");
  await transaction
    .insert(wishlist)
    .values({ shopId: owner.shop, userId: owner.userId, productId: itemId })
    .onConflictDoNothing();
}

/** Takes a product off the list; it is no fault if it is not on it. */
export async function removeWish(
  transaction: ShopTransaction,
  owner: Owner,
  itemId: string,
): Promise<void> {
  await transaction.delete(wishlist).where(and(ofOwner(owner), eq(wishlist.productId, itemId)));
}
