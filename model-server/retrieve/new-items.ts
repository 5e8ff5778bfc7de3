import type { Source } from "./source.ts";

/** New products, so that they can be found before anyone has. */
export const newItemsSource: Source = {
  name: "new_items",
  propose: (model, { request }, limit) =>
    model.catalogue
      .newest(request.filters?.category)
      .slice(0, limit)
      .map((itemId, at) => ({ itemId, score: 1 / (at + 1) })),
  reason: () => ({ code: "new" }),
};
