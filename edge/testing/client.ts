import { env, exports } from "cloudflare:workers";
import { jetstream } from "@nats-io/jetstream";
import { wsconnect } from "@nats-io/nats-core";
import { CONSENT_COOKIE } from "@slipstream/contracts/cookies";
import { decodeEvent, type ShopEvent } from "@slipstream/contracts/events";
import { streams } from "@slipstream/contracts/subjects";
import { uuidv7 } from "uuidv7";
import { expect, inject } from "vitest";
import type { Env } from "../env.ts";
import "./services.ts";
import { signVisitor, visitorCookieName } from "../middleware/visitor-cookie.ts";

export const services = inject("workerTestServices");
export const worker = (exports as unknown as { default: Fetcher }).default;
export const bindings = env as unknown as Env;

const HOST = "http://shop.test";
const MAX_OCTET = 255;

/** Each test comes from an address of its own, so that none uses up another's limits. */
function addressOfTest(): string {
  const { testPath, currentTestName } = expect.getState();
  let hash = 0;
  for (const letter of `${testPath} ${currentTestName}`) {
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  }
  return [10, hash >>> 16, hash >>> 8, hash].map((part) => part & MAX_OCTET).join(".");
}

/** Calls the worker under test; a `body` that is not text goes as JSON. */
export function call(
  path: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: unknown;
    host?: string;
  } = {},
): Promise<Response> {
  const { body, headers = {} } = options;
  return worker.fetch(`${options.host ?? HOST}${path}`, {
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      "cf-connecting-ip": addressOfTest(),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    redirect: "manual",
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** The cookies of a visitor who agreed, as a request header. */
export async function cookiesOf(visitorId: string, shop = "demo"): Promise<string> {
  const value = await signVisitor({ secret: bindings.COOKIE_SECRET!, shop, visitorId });
  return `${visitorCookieName(false)}=${value}; ${CONSENT_COOKIE}=granted`;
}

/** Sends a browser's events under a visitor's cookie. */
export async function sendAs(visitorId: string, events: unknown[]): Promise<Response> {
  const cookie = await cookiesOf(visitorId);
  return call("/api/events", { body: { events }, headers: { cookie } });
}

/** Sends a server's events with the shop's key. */
export function sendWithKey(events: unknown[], key = services.apiKey): Promise<Response> {
  return call("/api/events", { body: { events }, headers: { authorization: `Bearer ${key}` } });
}

/** A view of a product, as a browser tells it. */
export function view(itemId = "p1", more: Record<string, unknown> = {}) {
  return { type: "view", id: uuidv7(), itemId, occurredAt: Date.now(), ...more };
}

export function newVisitorId(): string {
  return `t-${uuidv7()}`;
}

/** Starts or kills a service, or runs a statement as the database's administrator. */
export async function control(path: string, body?: unknown): Promise<void> {
  const response = await fetch(`${services.controlUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  await response.body?.cancel();
}

/** The rows of a statement, read as the database's administrator. */
export async function query<Row extends Record<string, unknown>>(
  statement: string,
): Promise<Row[]> {
  const response = await fetch(`${services.controlUrl}/sql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ statement }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Row[];
}

/** An event as it lies on the log. */
export interface StoredEvent {
  event: ShopEvent;
  /** The message's header of that name. */
  traceparent: string | undefined;
}

/** Everything on EVENTS of these visitors, in the order of the log. */
export async function storedEventsOf(visitorIds: readonly string[]): Promise<ShopEvent[]> {
  return (await storedMessagesOf(visitorIds)).map(({ event }) => event);
}

export async function storedMessagesOf(visitorIds: readonly string[]): Promise<StoredEvent[]> {
  const wanted = new Set(visitorIds);
  const connection = await wsconnect({ servers: services.natsWsUrl, reconnect: false });
  try {
    const consumer = await jetstream(connection).consumers.get(streams.events);
    const { num_pending: pending } = await consumer.info();
    const found: StoredEvent[] = [];
    if (pending === 0) return found;
    for await (const message of await consumer.fetch({ max_messages: pending, expires: 5_000 })) {
      const event = decodeEvent(message.data);
      const traceparent = message.headers?.get("traceparent");
      if (wanted.has(event.visitorId)) found.push({ event, traceparent });
    }
    return found;
  } finally {
    await connection.close();
  }
}

/** Asks again until `look` finds something; throws after ten seconds. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error("it did not come to pass within ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The stored events of visitors, once there are as many as expected. */
export function storedOnce(visitorIds: readonly string[], count: number): Promise<ShopEvent[]> {
  return eventually(async () => {
    const events = await storedEventsOf(visitorIds);
    return events.length >= count ? events : undefined;
  });
}

/** Status and code of a problem answer. */
export async function problemOf(response: Response): Promise<{ status: number; code: unknown }> {
  const document = (await response.json()) as { code?: unknown };
  return { status: response.status, code: document.code };
}
