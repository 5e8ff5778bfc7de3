import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { ProblemError } from "@slipstream/contracts/problems";
import { verifyBody } from "@slipstream/contracts/signature";
import type { Context } from "hono";
import { type Env, settingsOf } from "../env.ts";
import { readText } from "./read-json.ts";

/**
 * The JSON body of a call between our own parts. Throws `invalid_signature` for one that is not
 * ours, `body_too_large`, `bad_json`.
 */
export async function readSigned(
  context: Context<{ Bindings: Env }>,
  maxBytes: number,
): Promise<unknown> {
  const body = await readText(context.req.raw, maxBytes);
  const genuine = await verifyBody({
    secret: settingsOf(context.env).INTERNAL_SECRET,
    body,
    signature: context.req.header(SIGNATURE_HEADER),
    nowMs: Date.now(),
  });
  if (!genuine) throw new ProblemError("invalid_signature");
  try {
    return JSON.parse(body);
  } catch {
    throw new ProblemError("bad_json");
  }
}
