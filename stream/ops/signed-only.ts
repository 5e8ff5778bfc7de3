import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { verifyBody } from "@slipstream/contracts/signature";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** Lets calls pass that one of our own parts has signed; others are answered 401. */
export function signedOnly(secret: string): MiddlewareHandler {
  return async ({ req }, next) => {
    const genuine = await verifyBody({
      secret,
      body: await req.text(),
      signature: req.header(SIGNATURE_HEADER),
      nowMs: Date.now(),
    });
    if (!genuine) throw new HTTPException(401, { message: "the signature is not ours" });
    await next();
  };
}
