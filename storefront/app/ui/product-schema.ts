import type { ProductDetail } from "@slipstream/contracts/shop-api";
import type { ShopData } from "../shop.ts";
import { plainPrice } from "./price.tsx";
import { openingOf } from "./variants.ts";

/**
 * The product as schema.org describes one, for search engines; its offer is the variant that the page
 * opens on.
 */
export function productSchema(
  {
    title,
    description,
    brand,
    images,
    priceMinor,
    currency,
    inStock,
    itemId,
    rating,
    variants,
  }: ProductDetail,
  {
    url,
    origin,
    shop,
  }: { url: string; origin: string; shop: Pick<ShopData["shop"], "locale" | "simulated"> },
) {
  const opening = openingOf(variants);
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: title,
    description,
    sku: itemId,
    image: images.map((image) => `${origin}${image.url}`),
    ...(brand ? { brand: { "@type": "Brand", name: brand } } : {}),
    // What nobody has said is told to no search engine.
    ...(rating && !shop.simulated
      ? {
          aggregateRating: {
            "@type": "AggregateRating",
            ratingValue: Math.round(rating.average * 100) / 100,
            reviewCount: rating.count,
            bestRating: 5,
            worstRating: 1,
          },
        }
      : {}),
    offers: {
      "@type": "Offer",
      url,
      priceCurrency: currency,
      price: plainPrice(opening?.priceMinor ?? priceMinor, currency, shop.locale),
      availability: `https://schema.org/${inStock ? "InStock" : "OutOfStock"}`,
    },
  };
}
