import { createHash } from "node:crypto";
import bcrypt from "bcryptjs";
import { type Secrets, seedPasswordOf } from "./secrets.ts";

/** As the edge hashes passwords. */
const COST = 10;

/**
 * Makes the demo shop's accounts, or gives them this installation's password where they have
 * another's.
 */
export async function makeSeedAccounts(options: {
  ownerUrl: string;
  secrets: Secrets;
  shop: string;
}): Promise<void> {
  const { ensureSeedAccounts } = await import("@slipstream/migrations/seed/accounts");
  const password = seedPasswordOf(options.secrets);
  await ensureSeedAccounts({
    ownerUrl: options.ownerUrl,
    shop: options.shop,
    passwordMark: createHash("sha256").update(password).digest("hex"),
    hashPassword: () => bcrypt.hash(password, COST),
  });
}
