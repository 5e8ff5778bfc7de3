import type { ProductDetail } from "@slipstream/contracts/shop-api";

/** The product as schema.org describes one, for search engines. */
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
  }: ProductDetail,
  { url, origin, simulated }: { url: string; origin: string; simulated: boolean },
) {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: title,
    description,
    sku: itemId,
    image: images.map((image) => `${origin}${image.url}`),
    ...(brand ? { brand: { "@type": "Brand", name: brand } } : {}),
    // What nobody has said is told to no search engine.
    ...(rating && !simulated
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
      price: (priceMinor / 10 ** digits).toFixed(digits),
      availability: `https://schema.org/${inStock ? "InStock" : "OutOfStock"}`,
    },
  };
}
