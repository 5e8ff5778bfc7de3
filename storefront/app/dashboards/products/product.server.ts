import type { SellingProduct, SellingVariant } from "@slipstream/contracts/selling-api";
import { productStatusSchema } from "@slipstream/contracts/selling-api";
import type { RouterContextProvider } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import type { EditedProduct } from "./product-frame.tsx";

interface PageRequest {
  context: Readonly<RouterContextProvider>;
  request: Request;
}

/**
 * A product for its editor, and its variants apart: there may be thousands, and most pages show
 * none. Throws the error page of the problem.
 */
export async function loadProduct(
  { context, request }: PageRequest,
  id: string,
): Promise<{ product: EditedProduct; variants: SellingVariant[] }> {
  const { client } = storefrontOf(context);
  const { variants, ...product } = await answerOf(
    client.api.selling.products[":id"].$get({ param: { id } }),
    request,
  );
  return { product: { ...product, variantCount: variants.length }, variants };
}

/** Sends a change of a product's state, as the buttons above each page of the editor do. */
export async function changeStatus(
  { context, request }: PageRequest,
  id: string,
  form: FormData,
): Promise<FormProblem | undefined> {
  const { client } = storefrontOf(context);
  const status = statusOf(form.get("status")) ?? "draft";
  const json = { version: versionOf(form), status };
  const response = await client.api.selling.products[":id"].$patch({ param: { id }, json });
  return problemOf(response, request);
}

/** A state that a form or an address names; undefined for none. */
export function statusOf(value: unknown): SellingProduct["status"] | undefined {
  return productStatusSchema.safeParse(value).data;
}

/** The version that the form's page showed. */
export function versionOf(form: FormData): number {
  return Number(form.get("version"));
}
