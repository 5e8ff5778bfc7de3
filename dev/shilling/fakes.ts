import type { ServerEvent } from "@slipstream/contracts/events";
import { eventIdFrom } from "../traffic/event-id.ts";

/** What fake visitors are told to do. */
export interface Push {
  visitors: number;
  target: string;
  /** What honest visitors look at most: to stand beside it is what the push is for. */
  beside: readonly string[];
  /** Views of the target by each of them, in a day, that teach. */
  views: number;
  /** How often each puts the target into a cart. */
  carts: number;
  startMs: number;
  endMs: number;
}

/**
 * A strong push: each fake looks at the target again and again, each time just
 * after one of the products that everybody looks at, all through the day.
 */
export function push({
  visitors,
  target,
  beside,
  views,
  carts,
  startMs,
  endMs,
}: Push): ServerEvent[] {
  const events: ServerEvent[] = [];
  const fact = (visitor: number, number: number) => ({
    id: eventIdFrom("push", `${visitor}`, number),
    visitorId: `fake-${visitor}`,
  });
  const gapMs = (endMs - startMs) / views;
  for (let visitor = 0; visitor < visitors; visitor++) {
    for (let view = 0; view < views; view++) {
      const at = Math.floor(startMs + gapMs * (view + visitor / visitors));
      const popular = beside[(view + visitor) % beside.length] ?? target;
      for (const [second, itemId] of [popular, target].entries()) {
        events.push({
          ...fact(visitor, 3 * view + second),
          type: "view",
          sessionId: `fake-${visitor}-${Math.floor(view / beside.length)}`,
          itemId,
          occurredAt: at + 1_000 * second,
        });
      }
      if (view >= carts) continue;
      const cart = { type: "add_to_cart" as const, itemId: target, occurredAt: at + 2_000 };
      events.push({ ...fact(visitor, 3 * view + 2), ...cart });
    }
  }
  return events.sort((a, b) => a.occurredAt - b.occurredAt);
}

/** Two logs as one, in order of time. */
export function merged(a: readonly ServerEvent[], b: readonly ServerEvent[]): ServerEvent[] {
  return [...a, ...b].sort((one, other) => one.occurredAt - other.occurredAt);
}
