import { MAX_PASSWORD_BYTES, MIN_PASSWORD_LENGTH } from "@slipstream/contracts/password-rules";
import { ProblemError } from "@slipstream/contracts/problems";
import bcrypt from "bcryptjs";

/** 2^10 rounds: about 80 ms in a worker. */
const COST = 10;

/** Of a random password that nobody knows: what is compared with where there is no user. */
const NOBODYS_HASH = "$2b$10$CC97y2bjSkuaYkKlF8kN2.beYWGGxhMHf.wpFD4FKT8vWHPCGoLs2";

/**
 * The hash of a new password. bcrypt reads 72 bytes: a longer one would be cut, so that another
 * with the same beginning would open the account. Throws `password_too_short`, `password_too_long`.
 */
export function hashPassword(password: string): Promise<string> {
  if ([...password].length < MIN_PASSWORD_LENGTH) {
    const message = `At least ${MIN_PASSWORD_LENGTH} characters, please`;
    throw new ProblemError("password_too_short", { issues: [{ path: "password", message }] });
  }
  if (bcrypt.truncates(password)) {
    const message = `At most ${MAX_PASSWORD_BYTES} bytes: about as many letters, fewer with accents`;
    throw new ProblemError("password_too_long", { issues: [{ path: "password", message }] });
  }
  return bcrypt.hash(password, COST);
}

/**
 * Whether the password belongs to the hash. Takes as long where there is no hash, so that nobody
 * learns from the time who has an account.
 */
export async function isPassword(password: string, hash: string | null | undefined) {
  const matches = await bcrypt.compare(password, hash ?? NOBODYS_HASH);
  return matches && hash != null && !bcrypt.truncates(password);
}
