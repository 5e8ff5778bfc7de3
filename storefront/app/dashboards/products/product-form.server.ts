import { formTexts } from "../../server/form-text.server.ts";
import { attributesOf } from "./attribute-lines.ts";
import type { ProductTexts } from "./product-fields.tsx";

/** A product's texts as they were typed. */
export function typedTexts(form: FormData): ProductTexts {
  const texts = formTexts(form, "title", "description", "brand", "categorySlug", "attributes");
  return { ...texts, consumable: form.has("consumable") };
}

/** The same as the API takes them. */
export function textsToSend({ attributes, ...texts }: ProductTexts) {
  return { ...texts, attributes: attributesOf(attributes) };
}
