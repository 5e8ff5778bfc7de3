import { IDEMPOTENCY_HEADER, REPLAYED_HEADER } from "@slipstream/contracts/idempotency";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";
import type { AppEnv } from "../app-env.ts";
import { readCartToken } from "../cart/cart-cookie.ts";
import { toHex } from "../hex.ts";
import { log } from "../log.ts";
import { type Claim, claim, forget, keep } from "./answers.ts";

/** What the key's header may be. */
const keySchema = z.string().regex(/^[\x21-\x7e]{8,255}$/);

const encoder = new TextEncoder();

/**
 * Spread into `createRoute` around `guarded(…)`: `...idempotent(guarded("order", "create"))`. The
 * first answer to an `Idempotency-Key` is given again for 24 hours, with `idempotent-replayed:
 * true`; answers of 5xx and 429 are not kept. Keys belong to who asks (member, cart, visitor) and to
 * the address. Without `optional` the header must be there.
 *
 * Throws `idempotency_key_missing`, `invalid_request` (a key that is none), `idempotency_key_reused`
 * (other body), `idempotency_in_progress` (its twin is still being worked on).
 */
export function idempotent<Access extends string>(
  guard: { middleware: MiddlewareHandler<AppEnv>; "x-access": Access },
  options: { optional?: boolean } = {},
) {
  const once: MiddlewareHandler<AppEnv> = async (context, next) => {
    const key = context.req.header(IDEMPOTENCY_HEADER);
    if (key === undefined) {
      if (!options.optional) throw new ProblemError("idempotency_key_missing");
      return next();
    }
    if (!keySchema.safeParse(key).success) {
      const message = "8 to 255 printable characters";
      throw new ProblemError("invalid_request", {
        issues: [{ path: IDEMPOTENCY_HEADER, message }],
      });
    }
    return answerOnce(context, key, next);
  };
  return {
    middleware: [guard.middleware, once] as MiddlewareHandler<AppEnv>[],
    "x-access": guard["x-access"],
    "x-idempotent": options.optional ? "optional" : "required",
  };
}

async function answerOnce(
  context: Context<AppEnv>,
  key: string,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { database, shop } = context.var;
  const scope = await scopeOf(context);
  const requestHash = await sha256(`${context.req.url}\u0000${await context.req.text()}`);
  const place = { database, shop: shop.id, scope, key, requestHash };
  const found = await claim(place);
  if (found !== "ours") return replay(found, requestHash);
  await next();
  const { status } = context.res;
  try {
    if (status >= 500 || status === 429) await forget(place);
    else await keep(place, status, await context.res.clone().text());
  } catch (error) {
    // The work is done and its answer is true; only a second of its kind will not know for a minute.
    log("error", "a first answer was not kept", { shop: shop.id, path: context.req.path, error });
  }
  return undefined;
}

function replay(found: Exclude<Claim, "ours">, requestHash: string): Response {
  if (found.requestHash !== requestHash) throw new ProblemError("idempotency_key_reused");
  if (found.status === null) {
    throw new ProblemError("idempotency_in_progress", { retryAfterSeconds: 1 });
  }
  const kind = found.status < 400 ? "application/json" : "application/problem+json";
  return new Response(found.body === null ? null : found.body, {
    status: found.status,
    headers: {
      "content-type": kind,
      "cache-control": "no-store",
      [REPLAYED_HEADER]: "true",
    },
  });
}

/** Whose key it is, and for which address; hashed, as a cart's token is a secret. */
function scopeOf(context: Context<AppEnv>): Promise<string> {
  const { userId, visitorId } = context.var.principal;
  const cart = readCartToken(context.req.raw);
  let who = "guest";
  if (userId !== undefined) who = `user ${userId}`;
  else if (cart !== undefined) who = `cart ${cart}`;
  else if (visitorId !== undefined) who = `visitor ${visitorId}`;
  return sha256(`${who}\u0000${context.req.method} ${context.req.path}`);
}

async function sha256(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}
