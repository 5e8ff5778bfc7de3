import type { ProductTranslation } from "@slipstream/contracts/translations";
import { formTexts } from "../../server/form-text.server.ts";
import { attributesOf } from "./attribute-lines.ts";
import type { ProductTexts } from "./product-fields.tsx";

/** A product's texts as they were typed. */
export function typedTexts(form: FormData): ProductTexts {
  const { germanTitle, germanDescription, germanWords, ...texts } = formTexts(
    form,
    "title",
    "description",
    "brand",
    "categorySlug",
    "attributes",
    "germanTitle",
    "germanDescription",
    "germanWords",
  );
  const german = { title: germanTitle, description: germanDescription, words: germanWords };
  return { ...texts, german, consumable: form.has("consumable") };
}

/** The same as the API takes them. */
export function textsToSend({ attributes, german, ...texts }: ProductTexts) {
  const { title, description, words } = german;
  const translated = [title, description, words].some((text) => text.trim() !== "");
  const translations: { de?: ProductTranslation } = translated
    ? { de: { title, description, words: attributesOf(words) } }
    : {};
  return { ...texts, attributes: attributesOf(attributes), translations };
}
