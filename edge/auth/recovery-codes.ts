import { users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { hashToken } from "./refresh-token.ts";

const CODES = 10;
const GROUPS = 4;
const GROUP_LENGTH = 4;
/** 32 letters, five bits each; none that is taken for another: no I, L, O, U. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** New codes in place of all old ones; they are shown once, and only hashes are kept. */
export async function replaceRecoveryCodes(
  transaction: ShopTransaction,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  const recoveryHashes = await Promise.all(codes.map((code) => hashToken(plain(code))));
  await transaction.update(users).set({ recoveryHashes }).where(eq(users.id, userId));
  return codes;
}

/** Takes one of the codes: it works once. False for one that is not theirs. */
export async function takeRecoveryCode(
  transaction: ShopTransaction,
  userId: string,
  code: string,
): Promise<boolean> {
  const hash = await hashToken(plain(code));
  const taken = await transaction
    .update(users)
    .set({ recoveryHashes: sql`array_remove(${users.recoveryHashes}, ${hash})` })
    .where(and(eq(users.id, userId), sql`${hash} = any(${users.recoveryHashes})`))
    .returning({ id: users.id });
  return taken.length > 0;
}

function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_LENGTH));
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
  return letters.match(/.{4}/g)!.join("-");
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, "");
}
