import type { Figures } from "@slipstream/contracts/figures-api";
import { uuidv7 } from "uuidv7";
import { expect } from "vitest";
import type { SignedIn } from "./accounts.ts";
import { call, control } from "./client.ts";

export interface Line {
  itemId: string;
  quantity?: number;
  priceMinor?: number;
  currency?: string;
}

/** An archived event, as the brute force below reads it. */
export interface Archived {
  id: string;
  type: string;
  visitorId: string;
  at: number;
  itemId?: string;
  lines?: Line[];
  orderId?: string;
  placement?: string;
  requestId?: string;
  quantity?: number;
  priceMinor?: number;
  sessionId?: string;
  /** What else its body has. */
  body?: Record<string, unknown>;
}

let sequence = 1_000_000;

/** An event that happened at `at`. */
export function event(type: string, at: number, more: Partial<Archived> = {}): Archived {
  return { id: uuidv7(), type, visitorId: "v1", at, ...more };
}

/** Writes events as the archive does: one statement a batch, in the order of the log. */
export async function archive(events: readonly Archived[], shop = "demo"): Promise<void> {
  const text = (value: unknown) =>
    value === undefined ? "null" : `'${String(value).replaceAll("'", "''")}'`;
  const rows = events.map((one) => {
    const at = `'${new Date(one.at).toISOString()}'`;
    sequence += 1;
    const body = JSON.stringify({ lines: one.lines, ...one.body });
    return `('${shop}', '${one.id}', ${sequence}, 0, '${one.type}', '${one.visitorId}', '${one.sessionId ?? "s1"}',
      ${text(one.itemId)}, ${text(one.orderId)}, ${one.quantity ?? "null"},
      ${one.priceMinor ?? "null"}, ${text(one.placement)}, ${text(one.requestId)}, ${at}, ${at},
      '${body}')`;
  });
  await control("/sql", {
    statement: `insert into events (shop_id, id, stream_sequence, partition, type, visitor_id,
      session_id, item_id, order_id, quantity, price_minor, placement, request_id, occurred_at,
      received_at, body) values ${rows.join(", ")} on conflict do nothing`,
  });
}

/** The figures that somebody reads of a range of days. */
export async function figuresOf(
  who: SignedIn,
  range: { from: string; to: string },
  more = "",
): Promise<Figures> {
  const path = `/api/figures?from=${range.from}&to=${range.to}${more}`;
  const response = await call(path, { headers: who.headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.json();
}
