import type { ServerEventType } from "@slipstream/contracts/event-types";
import type { EventLine } from "@slipstream/contracts/events";
import { outbox } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";

/** A fact of the shop, as its transaction tells it. Prices in minor units. */
export interface ShopFact {
  type: ServerEventType | "identify";
  /** Undefined for somebody who did not agree to be followed: the fact then counts for nobody. */
  visitorId: string | undefined;
  userId?: string | undefined;
  itemId?: string | undefined;
  variantId?: string | undefined;
  orderId?: string | undefined;
  lines?: EventLine[] | undefined;
  quantity?: number | undefined;
  priceMinor?: number | undefined;
  currency?: string | undefined;
  rating?: number | undefined;
  /** The recommendation that led to it. */
  requestId?: string | undefined;
}

/**
 * Writes facts in the transaction that makes them true; the relay brings each to EVENTS once. Who
 * did not agree to be followed gets an id that is thrown away with the fact: what is bought
 * together is still learnt, and nothing leads back.
 */
export async function writeFacts(
  transaction: ShopTransaction,
  shop: string,
  facts: readonly ShopFact[],
): Promise<void> {
  if (facts.length === 0) return;
  const nobody = uuidv7();
  await transaction
    .insert(outbox)
    .values(
      facts.map((fact) => ({ shopId: shop, kind: "event", payload: factPayload(fact, nobody) })),
    );
}

/** What lies in the outbox for a fact of now; `nobody` stands for who is not to be followed. */
export function factPayload(
  { visitorId, userId, ...fact }: ShopFact,
  nobody = uuidv7(),
): Record<string, unknown> {
  return {
    id: uuidv7(),
    occurredAt: Date.now(),
    ...fact,
    visitorId: visitorId ?? nobody,
    ...(visitorId === undefined ? {} : { userId }),
    // Nobody's carts cost nothing and cannot be counted: they would teach without a limit.
    ...(visitorId === undefined && fact.type === "add_to_cart" ? { untaught: true } : {}),
  };
}

/**
 * Says, in the transaction of the change, that these products are not what they were. `touch` asks
 * the relay to mark their rows as changed, where this transaction could not.
 */
export async function writeProductChanges(
  transaction: ShopTransaction,
  shop: string,
  itemIds: readonly string[],
  options: { touch?: true } = {},
): Promise<void> {
  if (itemIds.length === 0) return;
  const payload = { itemIds: [...new Set(itemIds)], ...options };
  await transaction.insert(outbox).values({ shopId: shop, kind: "catalogue", payload });
}

/**
 * Says, in the transaction of the change, that merchandising rules were changed: the model servers
 * follow the shop's whole new set within a second.
 */
export async function writeRuleChange(transaction: ShopTransaction, shop: string): Promise<void> {
  await transaction.insert(outbox).values({ shopId: shop, kind: "rules", payload: {} });
}

/** Says, in the transaction of the change, that a kill switch was turned. */
export async function writeSwitchChange(transaction: ShopTransaction, shop: string): Promise<void> {
  await transaction.insert(outbox).values({ shopId: shop, kind: "switches", payload: {} });
}

/** Says, in the transaction of the change, that stages of trained models were changed. */
export async function writeModelChange(transaction: ShopTransaction, shop: string): Promise<void> {
  await transaction.insert(outbox).values({ shopId: shop, kind: "models", payload: {} });
}
