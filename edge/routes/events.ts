import { serverEventTypes } from "@slipstream/contracts/event-types";
import {
  browserBatchSchema,
  type EventsAccepted,
  type ServerEvent,
  serverBatchSchema,
} from "@slipstream/contracts/events";
import {
  MAX_BROWSER_BATCH,
  MAX_BROWSER_BODY_BYTES,
  MAX_CLOCK_AHEAD_MS,
  MAX_EVENT_AGE_MS,
  MAX_SERVER_AHEAD_MS,
  MAX_SERVER_BATCH,
  MAX_SERVER_BODY_BYTES,
} from "@slipstream/contracts/limits";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import type { z } from "zod";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { isDeclaredBot } from "../events/declared-bot.ts";
import { deliverTraced } from "../events/deliver-traced.ts";
import { withTrueArms } from "../events/true-arms.ts";
import { refuseUnknownItems } from "../events/unknown-items.ts";
import type { IncomingEvent } from "../hub/accept.ts";
import { requireApiKey } from "../middleware/api-key.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { limitEvents } from "../middleware/rate-limit.ts";
import { readJson } from "../middleware/read-json.ts";
import { readVisitor, refuseForged } from "../middleware/visitor.ts";

const factTypes: ReadonlySet<unknown> = new Set(serverEventTypes);

/**
 * `POST /api/events`: takes a batch whole or not at all. Answers 202 once the events are durable
 * in their hub shards.
 */
export async function postEvents(context: Context<AppEnv>): Promise<Response> {
  const receivedAt = Date.now();
  const authorization = context.req.header("authorization");
  const accepted =
    authorization === undefined
      ? await fromBrowser(context, receivedAt)
      : await fromServer(context, authorization, receivedAt);
  return context.json(accepted satisfies EventsAccepted, 202);
}

async function fromServer(
  context: Context<AppEnv>,
  authorization: string,
  receivedAt: number,
): Promise<EventsAccepted> {
  const { database, settings, shop } = context.var;
  const scope = "events:write";
  await requireApiKey({ authorization, database, settings, shop: shop.id, scope });
  const body = await readJson(context.req.raw, MAX_SERVER_BODY_BYTES);
  const { events } = checkBatch(serverBatchSchema, body, MAX_SERVER_BATCH);
  refuseFuture(events, receivedAt);
  await refuseUnknownItems(events, await catalogueOf(context));
  const checked = await withTrueArms(context, events, ({ visitorId }) => visitorId);
  const shared = sharedFields(context, receivedAt, "server");
  return deliverTraced(
    context,
    checked.map((event) => ({ ...event, ...shared })),
    { capped: false },
  );
}

async function fromBrowser(context: Context<AppEnv>, receivedAt: number): Promise<EventsAccepted> {
  const { settings, shop } = context.var;
  const visitor = await readVisitor(context.req.raw, settings, shop.id);
  refuseForged(visitor);
  const { visitorId } = visitor;
  const withinLimit = visitorId
    ? limitEvents(settings, context.req.raw, `${shop.id}:${visitorId}`)
    : Promise.resolve();
  const [body] = await Promise.all([
    readJson(context.req.raw, MAX_BROWSER_BODY_BYTES),
    withinLimit,
  ]);
  refuseFacts(body);
  const { events } = checkBatch(browserBatchSchema, body, MAX_BROWSER_BATCH);
  if (visitor.consent !== "granted" || isDeclaredBot(context.req.header("user-agent"))) {
    return { accepted: 0, duplicates: 0, ignored: events.length };
  }
  if (visitorId === undefined) {
    throw new ProblemError("missing_visitor", { detail: "ask for one: POST /api/consent" });
  }
  const catalogue = await catalogueOf(context);
  const [checked] = await Promise.all([
    withTrueArms(context, events, () => visitorId),
    refuseUnknownItems(events, catalogue),
  ]);
  const shared = sharedFields(context, receivedAt, "granted");
  return deliverTraced(
    context,
    checked.map((event) => ({
      ...event,
      ...shared,
      visitorId,
      occurredAt: clampClock(event.occurredAt, receivedAt),
    })),
    { capped: true },
  );
}

function sharedFields(
  context: Context<AppEnv>,
  receivedAt: number,
  consent: IncomingEvent["consent"],
) {
  return {
    v: 1 as const,
    shop: context.var.shop.id,
    receivedAt,
    consent,
  };
}

/** A browser's clock that runs ahead, or an event that waited too long, is set right. */
function clampClock(occurredAt: number, receivedAt: number): number {
  if (occurredAt > receivedAt + MAX_CLOCK_AHEAD_MS) return receivedAt;
  return Math.max(occurredAt, receivedAt - MAX_EVENT_AGE_MS);
}

function eventsOf(body: unknown): readonly unknown[] {
  const events = (body as { events?: unknown } | null)?.events;
  return Array.isArray(events) ? events : [];
}

function checkBatch<T>(schema: z.ZodType<T>, body: unknown, maxEvents: number): T {
  if (eventsOf(body).length > maxEvents) {
    throw new ProblemError("batch_too_large", { detail: `at most ${maxEvents} events` });
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw schemaProblem("invalid_events", parsed.error);
  return parsed.data;
}

/** A server's times are kept as they are, and so must not run ahead: what is newest counts most. */
function refuseFuture(events: readonly ServerEvent[], receivedAt: number): void {
  const index = events.findIndex(({ occurredAt }) => occurredAt > receivedAt + MAX_SERVER_AHEAD_MS);
  if (index >= 0) {
    throw new ProblemError("invalid_events", {
      issues: [{ path: `events.${index}.occurredAt`, message: "lies more than a day ahead" }],
    });
  }
}

/** Purchases and the like are facts of the shop: no page may claim them. */
function refuseFacts(body: unknown): void {
  const index = eventsOf(body).findIndex((event) =>
    factTypes.has((event as { type?: unknown } | null)?.type),
  );
  if (index >= 0) {
    throw new ProblemError("event_type_not_allowed", {
      issues: [{ path: `events.${index}.type`, message: "only servers send this type" }],
    });
  }
}
