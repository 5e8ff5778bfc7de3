import type { EventsAccepted } from "@slipstream/contracts/events";
import { outboxBatchSchema } from "@slipstream/contracts/outbox";
import type { Context } from "hono";
import type { Env } from "../env.ts";
import { deliver } from "../events/deliver.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { readSigned } from "../middleware/read-signed.ts";

/** 1,000 facts of 30 lines each fit. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * `POST /internal/outbox`: facts that the relay read from a shop's database, for its hubs. Sent
 * again after a lost answer they count as duplicates. Throws `invalid_signature`, `bad_json`,
 * `invalid_events`, `outbox_full`, `hub_unavailable`.
 */
export async function postOutbox(context: Context<{ Bindings: Env }>): Promise<Response> {
  const receivedAt = Date.now();
  const parsed = outboxBatchSchema.safeParse(await readSigned(context, MAX_BODY_BYTES));
  if (!parsed.success) throw schemaProblem("invalid_events", parsed.error);
  const { shop, events } = parsed.data;
  const shared = { v: 1 as const, shop, receivedAt, consent: "server" as const };
  const accepted = await deliver(
    context.env,
    shop,
    events.map((event) => ({ ...event, ...shared })),
    { capped: true },
  );
  return context.json(accepted satisfies EventsAccepted, 202);
}
