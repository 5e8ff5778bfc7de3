import { checkoutAnswerSchema } from "@slipstream/contracts/checkout-api";
import { CART_COOKIE } from "@slipstream/contracts/cookies";
import { orderLines, orders } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { Database, type ShopTransaction } from "../database/database.ts";
import { bindings, call, control } from "./client.ts";

/** A shop of its own for tests that sell: what they do shows in no other test's lists. */
export const till = { id: "till", host: "http://till.test" } as const;

/** Gives the shop its categories and prices' rules, where they are missing. */
export async function openTill(): Promise<void> {
  await control("/sql", {
    statement: `
      insert into categories (shop_id, slug, name, parent_slug, tint) values
        ('till', 'home', 'Home', null, 'sand'), ('till', 'lamps', 'Lamps', 'home', 'amber'),
        ('till', 'books', 'Books', null, 'moss') on conflict do nothing;
      insert into shipping_methods (shop_id, id, name, countries, price_minor, free_from_minor,
          min_days, max_days, position) values
        ('till', 'post', 'Post', '{DE,FR}', 500, 20000, 2, 4, 1),
        ('till', 'courier', 'Courier', '{DE}', 1500, null, 1, 1, 2),
        ('till', 'air', 'Air mail', '{US}', 2500, null, 5, 9, 3) on conflict do nothing;
      insert into tax_rates (shop_id, country, region, category_slug, name, rate_basis_points,
          included) values
        ('till', 'DE', '', '', 'VAT', 1900, true), ('till', 'DE', '', 'books', 'VAT', 700, true),
        ('till', 'US', 'NY', '', 'Sales tax', 400, false) on conflict do nothing;
      insert into currency_rates (shop_id, currency, rate) values ('till', 'USD', 1.1)
        on conflict do nothing;`,
  });
}

let made = 0;

/** A product with one variant; its id is the answer with `-1` taken off. */
export async function stocked(
  options: { onHand?: number; priceMinor?: number; category?: string } = {},
): Promise<string> {
  const { onHand = 5, priceMinor = 1_000, category = "lamps" } = options;
  const id = `t${Date.now().toString(36)}x${made++}`;
  await control("/sql", {
    statement: `
      insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
        values ('till', '${id}', '${id}', 'Thing ${id}', '${category}', ${priceMinor}, 'EUR');
      insert into variants (shop_id, sku, product_id, price_minor, options)
        values ('till', '${id}-1', '${id}', ${priceMinor}, '{"Colour": "Red"}');
      insert into inventory (shop_id, sku, on_hand) values ('till', '${id}-1', ${onHand});`,
  });
  return `${id}-1`;
}

/** A browser at the till: keeps its cart's cookie from answer to answer. */
export class Browser {
  readonly #others: string;
  #cart: string | undefined;

  constructor(cookie = "") {
    this.#others = cookie;
  }

  get cookie(): string {
    return [this.#others, this.#cart].filter(Boolean).join("; ");
  }

  async call(path: string, options: Parameters<typeof call>[1] = {}): Promise<Response> {
    const response = await call(path, {
      host: till.host,
      ...options,
      headers: { cookie: this.cookie, ...options.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      if (line.startsWith(`${CART_COOKIE}=`)) this.#cart = line.split(";")[0];
    }
    return response;
  }

  add(sku: string, quantity = 1, more: Record<string, unknown> = {}): Promise<Response> {
    return this.call("/api/cart/lines", { body: { sku, quantity, ...more } });
  }
}

export const homeAddress = {
  name: "Ada Berg",
  line1: "Lindenweg 4",
  city: "Berlin",
  postcode: "10115",
  country: "DE",
};

/** Sends a guest's cart to the checkout. */
export function checkOut(
  browser: Browser,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return browser.call("/api/checkout", {
    body: {
      email: "ada@people.test",
      shippingAddress: homeAddress,
      shippingMethodId: "post",
      ...more,
    },
    headers: { "idempotency-key": crypto.randomUUID(), ...headers },
  });
}

/** Works in a transaction of the till's. */
export function atTill<T>(work: (transaction: ShopTransaction) => Promise<T>): Promise<T> {
  return new Database(bindings).withShop(till.id, work);
}

/** On hand and reserved of a variant. */
export async function stockOf(sku: string): Promise<{ onHand: number; reserved: number }> {
  const [row] = await atTill((transaction) =>
    transaction.execute<{ onHand: number; reserved: number }>(
      sql`select on_hand as "onHand", reserved from inventory where sku = ${sku}`,
    ),
  );
  return { onHand: row!.onHand, reserved: row!.reserved };
}

/** A browser with so many of a new product in its cart. */
export async function withGoods(
  options: { quantity?: number; onHand?: number; priceMinor?: number; category?: string } = {},
): Promise<{ browser: Browser; sku: string }> {
  const browser = new Browser();
  const sku = await stocked(options);
  await browser.add(sku, options.quantity ?? 1);
  return { browser, sku };
}

/** The answer to a checkout that went well. */
export async function placed(response: Response) {
  expect(response.status).toBe(201);
  return checkoutAnswerSchema.parse(await response.json());
}

/** An order with its lines. */
export async function orderOf(id: string) {
  return atTill(async (transaction) => {
    const [order] = await transaction.select().from(orders).where(eq(orders.id, id));
    const lines = await transaction.select().from(orderLines).where(eq(orderLines.orderId, id));
    return { ...order!, lines };
  });
}

/** How many orders hold a variant. */
export function ordersWith(sku: string): Promise<number> {
  return atTill(async (transaction) => {
    const rows = await transaction
      .select({ id: orderLines.orderId })
      .from(orderLines)
      .where(eq(orderLines.sku, sku));
    return rows.length;
  });
}
