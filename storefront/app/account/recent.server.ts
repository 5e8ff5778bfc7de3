import type { ProductCard } from "@slipstream/contracts/shop-api";
import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { answerOf } from "../server/answer.server.ts";

const SHOWN = 4;

/** What the member looked at last, each product once. Never throws: then it is nothing. */
export async function recentProducts(client: ApiClient): Promise<ProductCard[]> {
  try {
    const { recent } = await answerOf(client.api.privacy.$get());
    const products = recent.flatMap(({ product }) => product ?? []);
    const unique = new Map(products.map((product) => [product.itemId, product]));
    return [...unique.values()].slice(0, SHOWN);
  } catch {
    return [];
  }
}
