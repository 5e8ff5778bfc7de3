import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { addedLineSchema } from "@slipstream/contracts/cart-api";
import { CART_COOKIE } from "@slipstream/contracts/cookies";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import type { Ledger } from "./ledger.ts";

const PAUSE_MS = 250;
const RETRY_MS = 300;
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_TRIES = 1_000;
const TOKEN_LETTERS = 48;

export interface CartShoppersOptions {
  edgeUrl: string;
  seed: number;
  /** Cookies by visitor. */
  cookies: ReadonlyMap<string, string>;
  items: readonly string[];
  ledger: Ledger;
}

/**
 * Visitors who put things into their carts, one after the other: facts that the shop writes into
 * PostgreSQL in the cart's own transaction, and that a relay brings from there to the hubs. Each
 * request has an idempotency key and is sent until it is answered: it counts once.
 */
export class CartShoppers {
  readonly #options: CartShoppersOptions;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(options: CartShoppersOptions) {
    this.#options = options;
    this.#done = this.#shop();
    // Whoever stops them hears of a failure.
    this.#done.catch(() => {});
  }

  /** Lets the request at hand be answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #shop(): Promise<void> {
    const { cookies, items, ledger } = this.#options;
    const visitors = [...cookies];
    for (let number = 0; !this.#stopped; number++) {
      const [visitorId, cookie] = visitors[number % visitors.length]!;
      const itemId = items[(number * 7) % items.length]!;
      if (await this.#add({ visitorId, cookie, itemId, number })) {
        ledger.facts.push({ type: "add_to_cart", visitorId, itemId });
      }
      await sleep(PAUSE_MS);
    }
  }

  /** False when there is no more of it. */
  async #add(line: {
    visitorId: string;
    cookie: string;
    itemId: string;
    number: number;
  }): Promise<boolean> {
    const { edgeUrl, seed, ledger } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (tries > 0) ledger.retries++;
      const answer = await fetch(`${edgeUrl}/api/cart/lines`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: edgeUrl,
          cookie: `${line.cookie}; ${CART_COOKIE}=${tokenOf(line.visitorId)}`,
          [IDEMPOTENCY_HEADER]: `chaos-${seed}-${line.number}`,
        },
        body: JSON.stringify({ itemId: line.itemId, quantity: 1 }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
        .then(async (response) => ({ status: response.status, text: await response.text() }))
        .catch(() => undefined);
      if (answer?.status === 200) return addedLineSchema.parse(JSON.parse(answer.text)).added === 1;
      // Its answer was lost; that it was done is what the shop says.
      if (answer?.status === 409 && answer.text.includes("already_done")) return true;
      if (answer?.status === 409 && answer.text.includes("out_of_stock")) return false;
      if (answer?.status === 422) throw new Error(`refused: ${answer.text}`);
      await sleep(RETRY_MS);
    }
    throw new Error(`nothing could be put into a cart in ${MAX_TRIES} tries`);
  }
}

/** A cart that the browser knew before: no lost answer leaves it with two. */
function tokenOf(visitorId: string): string {
  return createHash("sha256").update(visitorId).digest("hex").slice(0, TOKEN_LETTERS);
}
