import { ProblemError } from "@slipstream/contracts/problems";
import { users } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import { stepOf, takeStep, unsealSecret } from "../auth/one-time-code.ts";
import { takeRecoveryCode } from "../auth/recovery-codes.ts";
import type { ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import type { UserRow } from "./users.ts";

const deviceCode = /^\d{6}$/;

/**
 * Takes a code of the user's device, or a recovery code; neither works twice. Throws `wrong_code`.
 */
export async function checkSecondStep(
  transaction: ShopTransaction,
  options: { settings: Settings; shop: string; user: UserRow; code: string },
): Promise<void> {
  const code = options.code.replaceAll(" ", "");
  const isRight = deviceCode.test(code)
    ? await takeDeviceCode(transaction, { ...options, code })
    : options.user.totpEnabled && (await takeRecoveryCode(transaction, options.user.id, code));
  if (!isRight) {
    const message = "Wrong, or used before: wait for the next one";
    throw new ProblemError("wrong_code", { issues: [{ path: "code", message }] });
  }
}

/** Turns the second step off: neither a code nor a recovery code is asked for, or works, any more. */
export async function dropSecondStep(transaction: ShopTransaction, userId: string): Promise<void> {
  await transaction
    .update(users)
    .set({
      totpEnabled: false,
      totpSecret: null,
      totpLastStep: null,
      recoveryHashes: [],
      updatedAt: sql`now()`,
    })
    .where(eq(users.id, userId));
}

async function takeDeviceCode(
  transaction: ShopTransaction,
  options: { settings: Settings; shop: string; user: UserRow; code: string },
): Promise<boolean> {
  const { settings, shop, user, code } = options;
  if (user.totpSecret === null) return false;
  const secret = await unsealSecret({ settings, shop, userId: user.id }, user.totpSecret);
  const step = secret === undefined ? undefined : stepOf(secret, code, Date.now());
  return step !== undefined && (await takeStep(transaction, user.id, step));
}
