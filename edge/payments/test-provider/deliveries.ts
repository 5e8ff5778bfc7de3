import { testDeliveries, testIntents } from "@slipstream/migrations/schema";
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, ShopTransaction } from "../../database/database.ts";
import { log } from "../../log.ts";
import type { TestWebhook } from "./body.ts";
import { signTestWebhook, TEST_SIGNATURE_HEADER } from "./signature.ts";

const MAX_AT_ONCE = 20;
const MAX_ATTEMPTS = 10;
const RETRY_SECONDS = 30;
/** While one delivers a webhook, nobody else does. */
const LEASE_SECONDS = 30;

/** Whatever takes the shop's webhooks. */
export type PostWebhook = (request: Request) => Response | Promise<Response>;

/** Writes down what is to be told by webhook, in the transaction in which it came true. */
export async function announce(
  transaction: ShopTransaction,
  intent: Pick<typeof testIntents.$inferSelect, "shopId" | "paymentId" | "reference">,
  event: TestWebhook["event"],
  inMs = 0,
): Promise<void> {
  const { shopId, paymentId, reference } = intent;
  const eventId = `test_event_${uuidv7()}`;
  const body: TestWebhook = { id: eventId, shop: shopId, paymentId, reference, event };
  const dueAt = new Date(Date.now() + inMs);
  await transaction.insert(testDeliveries).values({ eventId, shopId, body, dueAt });
}

/** Posts the webhooks that are due, oldest first; what is not taken is tried again later. */
export async function deliverDue(options: {
  database: Database;
  shop: string;
  secret: string;
  origin: string;
  post: PostWebhook;
}): Promise<void> {
  const { database, shop } = options;
  const due = await database.withShop(shop, (transaction) => takeDue(transaction, shop));
  for (const { eventId, body } of due) {
    const taken = await deliver(options, body as TestWebhook).catch((error: unknown) => {
      // One that is tried again later must not keep the others from their turn.
      log("warn", "a test webhook could not be delivered", { shop, event: eventId, error });
      return false;
    });
    await database.withShop(shop, (transaction) =>
      transaction
        .update(testDeliveries)
        .set(
          taken
            ? { deliveredAt: new Date() }
            : { dueAt: new Date(Date.now() + RETRY_SECONDS * 1000) },
        )
        .where(and(eq(testDeliveries.shopId, shop), eq(testDeliveries.eventId, eventId))),
    );
  }
}

async function takeDue(transaction: ShopTransaction, shop: string) {
  const due = await transaction
    .select({ eventId: testDeliveries.eventId, body: testDeliveries.body })
    .from(testDeliveries)
    .where(
      and(
        eq(testDeliveries.shopId, shop),
        isNull(testDeliveries.deliveredAt),
        lte(testDeliveries.dueAt, new Date()),
        sql`${testDeliveries.attempts} < ${MAX_ATTEMPTS}`,
      ),
    )
    .orderBy(asc(testDeliveries.dueAt), asc(testDeliveries.eventId))
    .limit(MAX_AT_ONCE)
    .for("update", { skipLocked: true });
  for (const { eventId, body } of due) {
    await transaction
      .update(testDeliveries)
      .set({
        attempts: sql`${testDeliveries.attempts} + 1`,
        dueAt: new Date(Date.now() + LEASE_SECONDS * 1000),
      })
      .where(and(eq(testDeliveries.shopId, shop), eq(testDeliveries.eventId, eventId)));
    const { event, reference } = body as TestWebhook;
    // What a delayed bank says becomes true when it says it.
    if (event.kind !== "succeeded") continue;
    await transaction
      .update(testIntents)
      .set({ state: "succeeded" })
      .where(and(eq(testIntents.shopId, shop), eq(testIntents.reference, reference)));
  }
  return due;
}

async function deliver(
  options: { secret: string; origin: string; post: PostWebhook; shop: string },
  webhook: TestWebhook,
): Promise<boolean> {
  const body = JSON.stringify(webhook);
  const atSeconds = Math.floor(Date.now() / 1000);
  const signature = await signTestWebhook({ secret: options.secret, body, atSeconds });
  const request = new Request(`${options.origin}/api/payments/webhooks/test`, {
    method: "POST",
    headers: { "content-type": "application/json", [TEST_SIGNATURE_HEADER]: signature },
    body,
  });
  const response = await options.post(request);
  if (!response.ok) {
    const { status } = response;
    log("warn", "a test webhook was not taken", { shop: options.shop, event: webhook.id, status });
  }
  await response.body?.cancel();
  return response.ok;
}
