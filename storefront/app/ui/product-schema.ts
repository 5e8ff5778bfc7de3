import type { ProductDetail } from "@slipstream/contracts/shop-api";

/** The product as schema.org describes one, for search engines. */
export function productSchema(
  { title, description, brand, images, priceMinor, currency, inStock, itemId }: ProductDetail,
  { url, origin }: { url: string; origin: string },
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
    offers: {
      "@type": "Offer",
      url,
      priceCurrency: currency,
      price: (priceMinor / 10 ** digits).toFixed(digits),
      availability: `https://schema.org/${inStock ? "InStock" : "OutOfStock"}`,
    },
  };
}
