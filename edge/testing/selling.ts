import type { Role } from "@slipstream/contracts/access";
import type {
  ProductCreate,
  SellingProduct,
  VariantInput,
} from "@slipstream/contracts/selling-api";
import { sellingProductSchema } from "@slipstream/contracts/selling-api";
import { expect, onTestFinished } from "vitest";
import { type SignedIn, signedIn } from "./accounts.ts";
import { call, control, worker } from "./client.ts";

/** Somebody who sells, and what they do in tests. */
export interface TestSeller extends SignedIn {
  /** Any call under `/api/selling`. */
  call(path: string, body?: unknown, method?: string): Promise<Response>;
  /** The same with a raw body, under the address of the API. */
  send(path: string, body: BodyInit, contentType: string): Promise<Response>;
  /** Makes a product with one variant, published. */
  product(more?: Partial<ProductCreate>): Promise<SellingProduct>;
  read(itemId: string): Promise<SellingProduct>;
}

let made = 0;

/** A variant that no other test has. */
export function newVariant(more: Partial<VariantInput> = {}): VariantInput {
  return { sku: `T-${crypto.randomUUID()}`, options: {}, priceMinor: 1_000, onHand: 5, ...more };
}

/** Makes somebody who sells; what they make goes with the test, as other tests count products. */
export async function newSeller(roles: readonly Role[] = ["seller"]): Promise<TestSeller> {
  const person = await signedIn({ roles });
  const { headers, userId } = person;
  onTestFinished(() =>
    control("/sql", {
      statement: `delete from products where seller_id = '${userId}' or id in (
        select resource_id from audit where actor_id = '${userId}' and action = 'create')`,
    }),
  );
  const callAs: TestSeller["call"] = (path, body, method) =>
    call(`/api/selling/${path}`, {
      headers,
      ...(body === undefined ? {} : { body }),
      ...(method ? { method } : {}),
    });
  const read = async (itemId: string) =>
    sellingProductSchema.parse(await (await callAs(`products/${itemId}`)).json());
  return {
    ...person,
    call: callAs,
    read,
    send: (path, body, contentType) =>
      worker.fetch(`http://shop.test/api/selling/${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": contentType },
        body,
      }),
    product: async (more = {}) => {
      const response = await callAs("products", {
        title: `Tested thing ${++made}`,
        categorySlug: "lamps",
        status: "published",
        variants: [newVariant()],
        ...more,
      });
      expect(response.status, await response.clone().text()).toBe(201);
      return sellingProductSchema.parse(await response.json());
    },
  };
}
