import type { OrderDetail, PaymentStart, TestOutcome } from "@slipstream/contracts/order-api";
import { sql } from "drizzle-orm";
import type { SignedIn } from "./accounts.ts";
import { control } from "./client.ts";
import { atTill, Browser, checkOut, stocked } from "./till.ts";

/** A card of the test provider; see `contracts/test-cards.ts`. */
export const cards = {
  approve: "4242 4242 4242 4242",
  decline: "4000 0000 0000 9995",
  challenge: "4000 0025 0000 3155",
  delay: "4000 0000 0000 0077",
} as const;

/** An order that waits for its payment, and who made it. */
export interface Placed {
  number: string;
  orderId: string;
  token: string;
  browser: Browser;
  payment: PaymentStart;
  skus: string[];
}

interface Wanted {
  quantity?: number;
  priceMinor?: number;
  onHand?: number;
  seller?: SignedIn;
  requestId?: string;
}

/** Puts new products in a cart and goes to the checkout; a guest's, where nobody is named. */
export async function place(wanted: Wanted[], buyer?: SignedIn): Promise<Placed> {
  const browser = new Browser(buyer?.headers.cookie);
  const skus: string[] = [];
  for (const { quantity = 1, priceMinor = 1000, onHand = 9, seller, requestId } of wanted) {
    const sku = await stocked({ onHand, priceMinor });
    if (seller) {
      await control("/sql", {
        statement: `update products set seller_id = '${seller.userId}' where id = '${sku.replace(/-1$/, "")}'`,
      });
    }
    const added = await browser.add(sku, quantity, requestId === undefined ? {} : { requestId });
    if (!added.ok) throw new Error(await added.text());
    skus.push(sku);
  }
  const response = await checkOut(browser);
  if (response.status !== 201) throw new Error(await response.text());
  const order = (await response.json()) as {
    orderId: string;
    number: string;
    accessToken: string;
    payment: PaymentStart;
  };
  const { orderId, number, accessToken: token, payment } = order;
  return { orderId, number, token, payment, browser, skus };
}

/** What the test provider's card form is about. */
export function intentOf(payment: PaymentStart) {
  if (payment.action.kind !== "test_card") throw new Error(`no card form: ${payment.action.kind}`);
  const { reference, clientSecret } = payment.action;
  return { reference, clientSecret };
}

/** Types a card into the test provider's form. */
export async function pay(placed: Placed, card: string = cards.approve): Promise<TestOutcome> {
  const response = await placed.browser.call("/api/payments/test/confirm", {
    body: {
      ...intentOf(placed.payment),
      card: { number: card, expiry: "04/40", code: "123" },
    },
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as TestOutcome;
}

/** The order as its buyer sees it. */
export async function orderOf({ browser, number, token }: Placed): Promise<OrderDetail> {
  const response = await browser.call(`/api/orders/${number}?token=${token}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as OrderDetail;
}

/** An order that was paid. */
export async function buy(wanted: Wanted[], buyer?: SignedIn): Promise<Placed> {
  const placed = await place(wanted, buyer);
  const { status } = await pay(placed);
  if (status !== "succeeded") throw new Error(`the card was not taken: ${status}`);
  return placed;
}

/** The facts that an order wrote into the outbox, oldest first. */
export async function factsOf(orderId: string): Promise<Record<string, unknown>[]> {
  const rows = await atTill((transaction) =>
    transaction.execute<{ payload: Record<string, unknown> }>(
      sql`select payload from outbox where kind = 'event' and payload->>'orderId' = ${orderId}
        and payload->>'type' in ('purchase', 'return') order by id`,
    ),
  );
  return [...rows].map(({ payload }) => payload);
}

/** What letters to somebody say about an order, oldest first. */
export async function textsTo(recipient: string, number: string): Promise<string[]> {
  const rows = await atTill((transaction) =>
    transaction.execute<{ text: string }>(
      sql`select text from mails where recipient = ${recipient}
        and subject like ${`%${number}%`} order by created_at, id`,
    ),
  );
  return [...rows].map(({ text }) => text);
}

/** The kinds of letters about an order, oldest first. */
export async function lettersOf(number: string): Promise<string[]> {
  const rows = await atTill((transaction) =>
    transaction.execute<{ template: string }>(
      sql`select template from mails where subject like ${`%${number}%`} order by created_at, id`,
    ),
  );
  return [...rows].map(({ template }) => template);
}
