import type {
  TestOutcome,
  testCardSchema,
  testChallengeSchema,
} from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { testCards } from "@slipstream/contracts/test-cards";
import { testIntents } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database, ShopTransaction } from "../../database/database.ts";
import { announce } from "./deliveries.ts";

/** How long a slow bank takes. */
export const DELAY_MS = 3_000;

type Intent = typeof testIntents.$inferSelect;
interface Place {
  database: Database;
  shop: string;
}

/**
 * Pays an intent with a card, as a provider's own page would: what comes of it is written down
 * together with the webhook that tells it. Paid already: it stays so. Throws `unknown_payment`,
 * `wrong_state` for one that nobody can pay any more.
 */
export function confirmTestCard(
  { database, shop }: Place,
  { reference, clientSecret, card }: z.output<typeof testCardSchema>,
): Promise<TestOutcome> {
  return database.withShop(shop, async (transaction) => {
    const intent = await lockIntent(transaction, shop, { reference, clientSecret });
    const early = settledOutcome(intent);
    if (early) return early;
    const outcome = testCards.find(({ number }) => number === card.number)?.outcome;
    if (isExpired(card.expiry)) return decline(transaction, intent, "expired_card");
    switch (outcome) {
      case "approve":
        return approve(transaction, intent);
      case "challenge":
        await setState(transaction, intent, "requires_challenge");
        return { status: "challenge" };
      case "delay":
        await setState(transaction, intent, "processing");
        await announce(transaction, intent, { kind: "processing" });
        await announce(transaction, intent, success(intent), DELAY_MS);
        return { status: "processing" };
      default:
        return decline(transaction, intent, outcome ?? "unknown_card");
    }
  });
}

/** Answers the bank's question. Throws `unknown_payment`, and `wrong_state` where none was asked. */
export function answerTestChallenge(
  { database, shop }: Place,
  { reference, clientSecret, confirm }: z.output<typeof testChallengeSchema>,
): Promise<TestOutcome> {
  return database.withShop(shop, async (transaction) => {
    const intent = await lockIntent(transaction, shop, { reference, clientSecret });
    const early = settledOutcome(intent);
    if (early) return early;
    if (intent.state !== "requires_challenge") throw new ProblemError("wrong_state");
    if (confirm) return approve(transaction, intent);
    return decline(transaction, intent, "challenge_refused");
  });
}

async function lockIntent(
  transaction: ShopTransaction,
  shop: string,
  { reference, clientSecret }: { reference: string; clientSecret: string },
): Promise<Intent> {
  const [intent] = await transaction
    .select()
    .from(testIntents)
    .where(
      and(
        eq(testIntents.shopId, shop),
        eq(testIntents.reference, reference),
        eq(testIntents.clientSecret, clientSecret),
      ),
    )
    .for("update");
  if (!intent) throw new ProblemError("unknown_payment");
  return intent;
}

/** What a second try on the same intent hears; undefined: it may be tried. */
function settledOutcome({ state }: Intent): TestOutcome | undefined {
  if (state === "succeeded" || state === "processing") return { status: state };
  if (state === "cancelled") {
    throw new ProblemError("wrong_state", { detail: "this payment was called off" });
  }
  return undefined;
}

async function approve(transaction: ShopTransaction, intent: Intent): Promise<TestOutcome> {
  await setState(transaction, intent, "succeeded");
  await announce(transaction, intent, success(intent));
  return { status: "succeeded" };
}

async function decline(
  transaction: ShopTransaction,
  intent: Intent,
  declineCode: string,
): Promise<TestOutcome> {
  await setState(transaction, intent, "requires_card");
  await announce(transaction, intent, { kind: "failed", failureCode: declineCode });
  return { status: "declined", declineCode };
}

function success({ amountMinor, currency }: Intent) {
  return { kind: "succeeded" as const, amountMinor, currency };
}

async function setState(transaction: ShopTransaction, intent: Intent, state: Intent["state"]) {
  const { shopId, reference } = intent;
  await transaction
    .update(testIntents)
    .set({ state })
    .where(and(eq(testIntents.shopId, shopId), eq(testIntents.reference, reference)));
}

/** `04/30` holds to the end of that month. */
function isExpired(expiry: string): boolean {
  const [month = 0, year = 0] = expiry.split("/").map(Number);
  return Date.UTC(2000 + year, month) <= Date.now();
}
