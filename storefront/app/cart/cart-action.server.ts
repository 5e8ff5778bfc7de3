import { MAX_QUANTITY } from "@slipstream/contracts/cart-api";
import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";

/** What a form of the cart's page came to. */
export interface CartOutcome {
  problem?: FormProblem | undefined;
  /** The link to the cart as it was shared. */
  shareUrl?: string;
}

/** Carries out a form of the cart's page, or of a product's: what scripts do with the API itself. */
export async function carryOut(client: ApiClient, form: FormData): Promise<CartOutcome> {
  const { intent, sku, code, quantity } = formTexts(form, "intent", "sku", "code", "quantity");
  const { cart } = client.api;
  const pieces = Math.min(MAX_QUANTITY, Math.max(0, Math.trunc(Number(quantity)) || 0));
  switch (intent) {
    case "add":
      return done(await addAll(client, form, Math.max(1, pieces)));
    case "set": {
      const response = await cart.lines[":sku"].$patch({
        param: { sku },
        json: { quantity: pieces },
      });
      return done(await problemOf(response));
    }
    case "code":
      return done(await problemOf(await cart.discount.$put({ json: { code } })));
    case "no_code":
      return done(await problemOf(await cart.discount.$delete()));
    case "share": {
      const response = await cart.share.$post();
      if (!response.ok) return { problem: await problemOf(response) };
      return { shareUrl: (await answerOf(response)).url };
    }
    default:
      throw redirect("/cart");
  }
}

/** Each `sku` and `itemId` of the form: all of them, or none. */
async function addAll(
  client: ApiClient,
  form: FormData,
  quantity: number,
): Promise<FormProblem | undefined> {
  const wanted = [
    ...form.getAll("sku").map((sku) => ({ sku: String(sku) })),
    ...form.getAll("itemId").map((itemId) => ({ itemId: String(itemId) })),
  ];
  const lines = wanted.map((one) => ({ ...one, quantity }));
  const [only, ...others] = lines;
  const { cart } = client.api;
  const response =
    only && others.length === 0
      ? await cart.lines.$post({ json: only })
      : await cart.bundles.$post({ json: { lines } });
  return problemOf(response);
}

/** What went well is seen on the page itself, loaded anew. */
function done(problem: FormProblem | undefined): CartOutcome {
  if (problem) return { problem };
  throw redirect("/cart", 303);
}
