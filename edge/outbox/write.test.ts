import { outboxBatchSchema } from "@slipstream/contracts/outbox";
import { expect, test } from "vitest";
import { factPayload } from "./write.ts";

test("a cart of somebody who is not followed teaches nothing; what they buy does", () => {
  const taught = (fact: Parameters<typeof factPayload>[0]) => {
    const { events } = outboxBatchSchema.parse({ shop: "demo", events: [factPayload(fact)] });
    return events[0]?.untaught !== true;
  };
  const cart = { type: "add_to_cart", itemId: "p1" } as const;
  expect(taught(cart)).toBe(false);
  expect(taught({ ...cart, visitorId: "v1" })).toBe(true);
  expect(taught({ type: "purchase", orderId: "o1", lines: [{ itemId: "p1" }] })).toBe(true);
});
