import { cartIdOf, readCartToken } from "../cart/cart-cookie.ts";
import { mergeCarts } from "../cart/merge.ts";
import type { ShopTransaction } from "../database/database.ts";

/** Who signs in, and with which browser. */
export interface SigningIn {
  shop: string;
  userId: string;
  request: Request;
}

/** What else happens, in the transaction of the sign-in: the guest's cart becomes the member's. */
export async function takeOver(
  transaction: ShopTransaction,
  { shop, userId, request }: SigningIn,
): Promise<void> {
  const token = readCartToken(request);
  if (token === undefined) return;
  await mergeCarts(transaction, shop, { guestCartId: await cartIdOf(shop, token), userId });
}
