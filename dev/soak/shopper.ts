import { setTimeout as sleep } from "node:timers/promises";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import { checkoutAnswerSchema, quoteSchema } from "@slipstream/contracts/checkout-api";
import { CONSENT_COOKIE } from "@slipstream/contracts/cookies";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { searchAnswerSchema } from "@slipstream/contracts/search-api";
import { productListSchema, shopInfoSchema } from "@slipstream/contracts/shop-api";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { BROWSER_USER_AGENT } from "../traffic/browser-user-agent.ts";
import type { Tally } from "./tally.ts";

const REQUEST_TIMEOUT_MS = 15_000;
const WORDS = ["lamp", "mug", "linen", "oak", "candel", "blue", "wool trow", "gift", "vase", "tea"];
const CARD = { number: "4242 4242 4242 4242", expiry: "12/40", code: "123" };
const ADDRESS = {
  name: "Ada Berg",
  line1: "12 Mill Lane",
  city: "London",
  postcode: "N1 9GU",
  country: "GB",
};

const productSchema = z.object({
  slug: z.string(),
  variants: z.array(z.object({ sku: z.string(), available: z.number() })),
});

/** A person in the shop: keeps cookies, and tells a tally what went wrong. */
export class Shopper {
  readonly #edgeUrl: string;
  readonly #tally: Tally;
  readonly #random: Random;
  readonly #cookies = new Map<string, string>();

  constructor(options: { edgeUrl: string; tally: Tally; seed: number }) {
    this.#edgeUrl = options.edgeUrl;
    this.#tally = options.tally;
    this.#random = randomFrom([options.seed, 7]);
  }

  /** Agrees to be followed, so that carts and orders are learnt from. */
  async enter(): Promise<void> {
    await this.#call("/api/consent", { choice: "granted" });
    this.#cookies.set(CONSENT_COOKIE, "granted");
  }

  /** Home, a department, and a product in it: pages as a browser gets them. */
  async browse(): Promise<void> {
    await this.#call("/");
    const shop = await this.#read("/api/shop", shopInfoSchema);
    const category = this.#any(shop?.categories);
    if (category === undefined) return;
    await this.#call(`/c/${category.slug}`);
    const list = await this.#read(`/api/products?category=${category.slug}`, productListSchema);
    const product = this.#any(list?.items);
    if (product !== undefined) await this.#call(`/p/${product.slug}`);
  }

  /** A search, and what is suggested while it is typed. */
  async search(): Promise<string | undefined> {
    const words = encodeURIComponent(this.#any(WORDS) ?? "");
    await this.#call(`/api/search/suggestions?q=${words.slice(0, 3)}`);
    const found = await this.#read(`/api/search?q=${words}`, searchAnswerSchema);
    return this.#any(found?.items)?.slug;
  }

  /** From a search to an order that is paid. Nothing, where what was found is sold out. */
  async buy(): Promise<void> {
    const slug = await this.search();
    if (slug === undefined) return;
    const product = await this.#read(`/api/products/${slug}`, productSchema);
    const variant = product?.variants.find(({ available }) => available > 0);
    if (variant === undefined) return;
    const line = { sku: variant.sku, quantity: 1 };
    if ((await this.#call("/api/cart/lines", line))?.ok !== true) return;
    const place = { country: ADDRESS.country };
    const quote = await this.#read("/api/checkout/quote", quoteSchema, { place });
    const method = quote?.shippingMethodId;
    if (method === undefined) return;
    const placed = await this.#read("/api/checkout", checkoutAnswerSchema, {
      email: "ada@people.test",
      shippingAddress: ADDRESS,
      shippingMethodId: method,
    });
    await this.#pay(placed?.payment?.action);
  }

  async #pay(action: unknown): Promise<void> {
    const form = z
      .object({ kind: z.literal("test_card"), reference: z.string(), clientSecret: z.string() })
      .safeParse(action);
    if (!form.success) return;
    const { reference, clientSecret } = form.data;
    const paid = await this.#call("/api/payments/test/confirm", {
      ...{ reference, clientSecret },
      card: CARD,
    });
    if (paid?.ok) this.#tally.orders++;
  }

  async #read<T>(path: string, schema: z.ZodType<T>, body?: object): Promise<T | undefined> {
    const answer = await this.#call(path, body);
    if (answer?.ok !== true) return undefined;
    const parsed = schema.safeParse(JSON.parse(answer.text));
    if (parsed.success) return parsed.data;
    this.#tally.wrong(path, `another answer than expected: ${z.prettifyError(parsed.error)}`);
    return undefined;
  }

  /** Sold out is no error; anything else but a good answer is. */
  async #call(path: string, body?: object): Promise<{ ok: boolean; text: string } | undefined> {
    try {
      const response = await fetch(`${this.#edgeUrl}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          "user-agent": BROWSER_USER_AGENT,
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(body === undefined
            ? {}
            : {
                "content-type": "application/json",
                origin: this.#edgeUrl,
                [IDEMPOTENCY_HEADER]: uuidv7(),
              }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      const text = await response.text();
      this.#keepCookies(response);
      this.#tally.requests++;
      const isFine = response.ok || text.includes('"out_of_stock"');
      if (!isFine) this.#tally.wrong(path, `${response.status} ${text.slice(0, 200)}`);
      return { ok: response.ok, text };
    } catch (error) {
      this.#tally.wrong(path, String(error));
      return undefined;
    }
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  #any<T>(list: readonly T[] | undefined): T | undefined {
    return list?.[this.#random.below(Math.max(1, list.length))];
  }
}

/** Does something so often a second until it is aborted; what is slow is not hurried after. */
export async function again(
  options: { perSecond: number; signal: AbortSignal },
  act: () => Promise<unknown>,
): Promise<void> {
  const { perSecond, signal } = options;
  while (!signal.aborted) {
    const next = sleep(1_000 / perSecond, undefined, { signal }).catch(() => {});
    await act();
    await next;
  }
}
