import type { Rail, RailCard } from "@slipstream/contracts/rail-socket";
import type { RecommendResponse } from "@slipstream/contracts/recommend";
import type { ProductCard } from "@slipstream/contracts/shop-api";
import type { Catalogue } from "../catalogue/catalogue.ts";

/**
 * Turns ids into what a page shows. Products that shoppers may no longer see fall out here, whatever
 * the model server knew; titles are those of now.
 */
export async function hydrate(options: {
  key: string;
  catalogue: Catalogue;
  answer: RecommendResponse;
}): Promise<Rail> {
  const { answer, catalogue } = options;
  const ids = answer.items.flatMap((item) =>
    item.reason.itemId === undefined ? [item.itemId] : [item.itemId, item.reason.itemId],
  );
  if (answer.anchorItemId !== undefined) ids.push(answer.anchorItemId);
  const products = await catalogue.cards(ids);
  const cards: RailCard[] = [];
  for (const item of answer.items) {
    const product = products.get(item.itemId);
    if (product) cards.push(toRailCard(product, item, products));
  }
  const anchor = products.get(answer.anchorItemId ?? "");
  return {
    key: options.key,
    placement: answer.placement,
    requestId: answer.requestId,
    ...(anchor
      ? { anchor: { itemId: anchor.itemId, title: anchor.title, slug: anchor.slug } }
      : {}),
    cards,
    degraded: answer.degraded,
    stale: answer.stale,
    model: answer.model,
    ...(answer.standIn ? { standIn: true } : {}),
    ...(Object.keys(answer.arms).length > 0 ? { arms: answer.arms } : {}),
  };
}

function toRailCard(
  product: ProductCard,
  item: RecommendResponse["items"][number],
  products: ReadonlyMap<string, ProductCard>,
): RailCard {
  const why = products.get(item.reason.itemId ?? "");
  return {
    itemId: product.itemId,
    slug: product.slug,
    title: product.title,
    ...(product.translated ? { translated: true as const } : {}),
    priceMinor: product.priceMinor,
    currency: product.currency,
    ...(product.image ? { image: product.image } : {}),
    tint: product.tint,
    reason: { ...item.reason, ...(why ? { title: why.title } : {}) },
    position: item.position,
  };
}
