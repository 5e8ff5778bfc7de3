import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { eventsAcceptedSchema } from "@slipstream/contracts/events";
import { OUTBOX_PATH } from "@slipstream/contracts/outbox";
import { partitionOf } from "@slipstream/contracts/partition";
import { signBody } from "@slipstream/contracts/signature";
import { outbox } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Database } from "../database/database.ts";
import {
  writeFacts,
  writeProductChanges,
  writeRuleChange,
  writeSwitchChange,
} from "../outbox/write.ts";
import { bindings, call, newVisitorId, problemOf, storedOnce } from "../testing/client.ts";

async function relay(batch: unknown, secret = bindings.INTERNAL_SECRET!): Promise<Response> {
  const body = JSON.stringify(batch);
  const signature = await signBody({ secret, body, nowMs: Date.now() });
  return call(OUTBOX_PATH, { body, headers: { [SIGNATURE_HEADER]: signature } });
}

function fact(visitorId: string, more: object = {}) {
  return { id: uuidv7(), type: "add_to_cart", visitorId, itemId: "p1", occurredAt: 1e12, ...more };
}

test("facts get their session and number, and come to EVENTS once, in order", async () => {
  const visitorId = newVisitorId();
  const events = [fact(visitorId), fact(visitorId, { itemId: "p3" }), fact(visitorId)];
  const first = await relay({ shop: "demo", events });
  expect(first.status).toBe(202);
  expect(eventsAcceptedSchema.parse(await first.json()).accepted).toBe(3);
  const again = await relay({ shop: "demo", events });
  expect(eventsAcceptedSchema.parse(await again.json())).toMatchObject({
    ...{ accepted: 0, duplicates: 3 },
  });
  const stored = await storedOnce([visitorId], 3);
  expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  expect(new Set(stored.map(({ sessionId }) => sessionId)).size).toBe(1);
  expect(stored[0]).toMatchObject({ shop: "demo", consent: "server", occurredAt: 1e12 });
  const numbers = stored.map(({ hub }) => hub.number);
  expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  expect(stored[0]!.hub.shard % 16).toBe(partitionOf(visitorId));
});

test("only our own relay is heard, and only what fits", async () => {
  const batch = { shop: "demo", events: [fact(newVisitorId())] };
  const stranger = await relay(batch, "somebody else's secret");
  expect(await problemOf(stranger)).toEqual({ status: 401, code: "invalid_signature" });
  const unsigned = await call(OUTBOX_PATH, { body: batch });
  expect(await problemOf(unsigned)).toEqual({ status: 401, code: "invalid_signature" });
  const bad = await relay({ shop: "demo", events: [fact("x", { rating: 9 })] });
  expect(await problemOf(bad)).toEqual({ status: 422, code: "invalid_events" });
});

test("rows are written with the fact, or not at all; nobody's facts get an id of nobody", async () => {
  const database = new Database(bindings);
  const shop = "demo";
  const broken = database.withShop(shop, async (transaction) => {
    await writeFacts(transaction, shop, [{ type: "purchase", visitorId: "v", itemId: "p1" }]);
    throw new Error("the fact did not come to be");
  });
  await expect(broken).rejects.toThrow("did not come to be");
  await database.withShop(shop, async (transaction) => {
    await transaction.delete(outbox);
    await writeFacts(transaction, shop, [
      { type: "purchase", visitorId: undefined, userId: "u1", itemId: "p1" },
      { type: "purchase", visitorId: undefined, userId: "u1", itemId: "p3" },
    ]);
    await writeProductChanges(transaction, shop, ["p1", "p3", "p1"]);
    await writeRuleChange(transaction, shop);
    await writeSwitchChange(transaction, shop);
  });
  const rows = await database.withShop(shop, (transaction) =>
    transaction.select().from(outbox).orderBy(asc(outbox.id)),
  );
  expect(rows.map(({ kind }) => kind)).toEqual([
    "event",
    "event",
    "catalogue",
    "rules",
    "switches",
  ]);
  expect(rows[0]!.payload).not.toHaveProperty("userId");
  expect(rows[2]!.payload).toEqual({ itemIds: ["p1", "p3"] });
  const events = rows.filter(({ kind }) => kind === "event").map(({ payload }) => payload);
  expect((await relay({ shop, events })).status).toBe(202);
  await database.withShop(shop, (transaction) => transaction.delete(outbox));
});
