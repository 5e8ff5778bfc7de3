import type { SharedCart } from "@slipstream/contracts/cart-api";
import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { redirect } from "react-router";

/** What there is goes into one's own cart; what there is not is seen there. */
export async function takeOver(client: ApiClient, { lines }: SharedCart): Promise<Response> {
  for (const { sku, quantity, state } of lines) {
    if (state !== "sold_out") await client.api.cart.lines.$post({ json: { sku, quantity } });
  }
  return redirect("/cart", 303);
}
