import type { EventsAccepted } from "@slipstream/contracts/events";
import { parseTraceparent, TRACEPARENT } from "@slipstream/contracts/tracing/context";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { IncomingEvent } from "../hub/accept.ts";
import { EventTrace } from "../tracing/event-trace.ts";
import { deliver } from "./deliver.ts";

/** Events of one request that carry its trace: a server's batch would fill it. */
const MAX_TRACED = 8;

/** Delivers the events of a request, and keeps the trace of one that is sampled. Throws as `deliver`. */
export async function deliverTraced(
  context: Context<AppEnv>,
  events: readonly IncomingEvent[],
  options: { capped: boolean },
): Promise<EventsAccepted> {
  const { settings, shop } = context.var;
  const header = context.req.header(TRACEPARENT);
  const trace = EventTrace.begin(settings, header, Date.now());
  const traceparent = trace?.traceparent ?? (parseTraceparent(header) ? header : undefined);
  const carrying =
    traceparent === undefined
      ? events
      : events.map((event, index) => (index < MAX_TRACED ? { ...event, traceparent } : event));
  const accepted = await deliver(context.env, shop.id, carrying, options);
  const [first] = events;
  if (trace && first) {
    const { receivedAt, occurredAt } = first;
    trace.end({ shop: shop.id, receivedAt, occurredAt, status: 202 });
  }
  return accepted;
}
