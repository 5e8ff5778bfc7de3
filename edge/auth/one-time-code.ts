import { users } from "@slipstream/migrations/schema";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { seal, unseal } from "./seal.ts";

const PERIOD_SECONDS = 30;
/** Steps before and after the present one that count too: clocks differ, and people type slowly. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** Whose secret it is. */
interface SecretPlace {
  settings: Settings;
  shop: string;
  userId: string;
}

/** A new secret for a device, as base32. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that a device reads from a QR code. */
export function deviceUri(options: { shopName: string; email: string; secret: string }): string {
  const { shopName, email, secret } = options;
  return totp(secret, { issuer: shopName, label: email }).toString();
}

export function sealSecret(place: SecretPlace, secret: string): Promise<string> {
  return seal(sealingOf(place), secret);
}

/** The secret; undefined where it was sealed under another AUTH_SECRET. */
export function unsealSecret(place: SecretPlace, sealed: string): Promise<string | undefined> {
  return unseal(sealingOf(place), sealed);
}

/** The time step to which a code belongs; undefined for a wrong one. */
export function stepOf(secret: string, code: string, nowMs: number): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

/** Writes down that a step's code was taken; false where it, or a later one, was taken before. */
export async function takeStep(
  transaction: ShopTransaction,
  userId: string,
  step: number,
): Promise<boolean> {
  const taken = await transaction
    .update(users)
    .set({ totpLastStep: step })
    .where(and(eq(users.id, userId), or(isNull(users.totpLastStep), lt(users.totpLastStep, step))))
    .returning({ id: users.id });
  return taken.length > 0;
}

function totp(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...names, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}

function sealingOf({ settings, shop, userId }: SecretPlace) {
  return {
    secret: settings.AUTH_SECRET,
    purpose: "one-time-code-secret",
    place: `${shop} ${userId}`,
  } as const;
}
