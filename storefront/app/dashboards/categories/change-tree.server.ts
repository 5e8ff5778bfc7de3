import type { StorefrontContext } from "@slipstream/edge/storefront-context";
import { formTexts } from "../../server/form-text.server.ts";

/** Sends what the forms of the categories' page ask for. */
export function changeTree(client: StorefrontContext["client"], form: FormData) {
  const { categories } = client.api.selling;
  const { intent, slug, address, name, description, tint, parentSlug, moveTo, slugs } = formTexts(
    form,
    "intent",
    "slug",
    "address",
    "name",
    "description",
    "tint",
    "parentSlug",
    "moveTo",
    "slugs",
  );
  const parent = parentSlug === "" ? null : parentSlug;
  const json = { name, description, tint, parentSlug: parent };
  switch (intent) {
    case "order":
      return categories.order.$post({ json: { parentSlug: parent, slugs: slugs.split(",") } });
    case "delete":
      return categories[":slug"].$delete({
        param: { slug },
        query: moveTo === "" ? {} : { moveTo },
      });
    case "change":
      return categories[":slug"].$patch({ param: { slug }, json: { ...json, slug: address } });
    default:
      return categories.$post({ json });
  }
}
