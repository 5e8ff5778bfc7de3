import { IDEMPOTENCY_HEADER, REPLAYED_HEADER } from "@slipstream/contracts/idempotency";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";
import type { AppEnv } from "../app-env.ts";
import { seal, unseal } from "../auth/seal.ts";
import { readCartToken } from "../cart/cart-cookie.ts";
import { sha256Hex } from "../digest.ts";
import { log } from "../log.ts";
import { problemResponse } from "../middleware/problem.ts";
import { readBytes } from "../middleware/read-bytes.ts";
import { claim, forget, type Known, keep, stampOf } from "./answers.ts";

/** What the key's header may be. */
const keySchema = z.string().regex(/^[\x21-\x7e]{8,255}$/);

/** Bytes of a body, where a route says nothing else: more than any form holds. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

interface Options {
  /** A request without a key is done as well, each time it comes. */
  optional?: boolean;
  /** The answer holds what must not be read in the database: it is kept sealed. */
  secret?: boolean;
  /** Done twice it is as done once: after a failure the same key does it again, whatever it wrote. */
  repeatable?: boolean;
  /** Of a body that is larger than forms are: a file. */
  maxBytes?: number;
}

/**
 * Spread into `createRoute` around `guarded(…)`: `...idempotent(guarded("order", "create"))`. The
 * first answer to an `Idempotency-Key` is given again for 24 hours, with `idempotent-replayed:
 * true`; answers of 5xx and 429 are not kept. What such a request writes commits together with a
 * note that it was done: where its answer is lost, it is not done again. Keys belong to who asks (member, cart, visitor) and to
 * the address. Without `optional` the header must be there.
 *
 * Throws `idempotency_key_missing`, `invalid_request` (a key that is none), `body_too_large`,
 * `idempotency_key_reused` (other body), `idempotency_in_progress` (its twin is still being worked
 * on), `already_done` (its answer was lost), `conflict` (a sealed answer that the present secret
 * does not open; or a twin took this one for abandoned, and nothing was written).
 */
export function idempotent<Access extends string>(
  guard: { middleware: MiddlewareHandler<AppEnv>; "x-access": Access },
  options: Options = {},
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
    return answerOnce(context, { ...options, key, next });
  };
  return {
    middleware: [guard.middleware, once] as MiddlewareHandler<AppEnv>[],
    "x-access": guard["x-access"],
    "x-idempotent": options.optional ? "optional" : "required",
  };
}

async function answerOnce(
  context: Context<AppEnv>,
  { key, next, secret, repeatable, maxBytes }: Options & { key: string; next: () => Promise<void> },
): Promise<Response | undefined> {
  const { database, settings, shop } = context.var;
  const scope = await scopeOf(context);
  const requestHash = await hashOf(context.req.raw, maxBytes ?? MAX_BODY_BYTES);
  const sealing = {
    secret: settings.AUTH_SECRET,
    purpose: "kept-answer",
    place: `${scope} ${key}`,
  } as const;
  const found = await claim({ database, shop: shop.id, scope, key, requestHash });
  if (!("since" in found)) {
    const body = secret && found.body ? await unsealed(sealing, found.body) : found.body;
    return replay({ ...found, body }, requestHash);
  }
  context.set("keepAnswer", (transaction, answer) => keep(transaction, found, answer));
  if (!repeatable) database.stampWrites(stampOf(found));
  await next();
  database.stampWrites(undefined);
  const { status } = context.res;
  try {
    if (status >= 500 || status === 429) {
      const lost = problemResponse(new ProblemError("already_done"));
      await forget(found, { status: lost.status, body: await lost.text() });
    } else {
      const text = await context.res.clone().text();
      const body = secret ? await seal(sealing, text) : text;
      await database.withShop(shop.id, (transaction) => keep(transaction, found, { status, body }));
    }
  } catch (error) {
    // The work is done and its answer is true; only a second of its kind will not know for a minute.
    log("error", "a first answer was not kept", { shop: shop.id, path: context.req.path, error });
  }
  return undefined;
}

/** The body is read from a copy: whoever answers reads it again, as JSON or as bytes. */
async function hashOf(request: Request, maxBytes: number): Promise<string> {
  const bytes = await readBytes(request.clone(), maxBytes);
  return sha256Hex(`${request.url}\u0000${await sha256Hex(bytes)}`);
}

async function unsealed(sealing: Parameters<typeof unseal>[0], body: string): Promise<string> {
  const text = await unseal(sealing, body);
  if (text !== undefined) return text;
  throw new ProblemError("conflict", { detail: "it was done, but its answer cannot be read now" });
}

function replay(found: Known, requestHash: string): Response {
  if (found.requestHash !== requestHash) throw new ProblemError("idempotency_key_reused");
  if (found.status === null) {
    if (found.answerLost) throw new ProblemError("already_done");
    throw new ProblemError("idempotency_in_progress", { retryAfterSeconds: 1 });
  }
  const kind = found.status < 400 ? "application/json" : "application/problem+json";
  return new Response(found.body || null, {
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
  // Two servers with keys of their own may choose the same words for their first attempt.
  const apiKey = userId === undefined ? context.req.header("authorization") : undefined;
  let who = "guest";
  if (apiKey !== undefined) who = `key ${apiKey}`;
  else if (userId !== undefined) who = `user ${userId}`;
  else if (cart !== undefined) who = `cart ${cart}`;
  else if (visitorId !== undefined) who = `visitor ${visitorId}`;
  return sha256Hex(`${who}\u0000${context.req.method} ${context.req.path}`);
}
