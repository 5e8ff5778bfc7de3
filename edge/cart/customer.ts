import { sha256Hex } from "../digest.ts";

/**
 * Who uses a discount code, for its limit per customer: a member's id, or a guest's address, hashed.
 * Undefined for a guest who has not said one.
 */
export async function customerOf(
  shop: string,
  { userId, email }: { userId: string | undefined; email: string | undefined },
): Promise<string | undefined> {
  if (userId !== undefined) return userId;
  if (email === undefined) return undefined;
  return sha256Hex(`customer\u0000${shop}\u0000${email.trim().toLowerCase()}`);
}
