import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";

/** Pieces of each variant: more than any cart takes. */
const STOCK = 1_000_000;
export const CART_LINES = 100;
export const MANY_VARIANTS = 2_500;

const plain = (place: number) => ({ id: `plain-${place}`, sku: `PLAIN-${place}` });
export const plainSku = (place: number) => plain(place).sku;
export const manySku = (place: number) => `MANY-${place}`;

/** A shop of as many single things as a long cart holds, and one that comes in 2,500 variants. */
export function cartShop(): ShopSeed {
  const priceMinor = 1_000;
  const product = (id: string, skus: string[]) => ({
    id,
    slug: id,
    title: `Thing ${id}`,
    description: "",
    category: "all",
    brand: "",
    attributes: {},
    priceMinor,
    currency: "EUR",
    consumable: false,
    createdAt: new Date(Date.UTC(2026, 0, 1)).toISOString(),
    variants: skus.map((sku) => ({ sku, options: { Size: sku }, priceMinor, stock: STOCK })),
    images: [],
  });
  const singles = Array.from({ length: CART_LINES }, (_, place) => plain(place));
  const many = Array.from({ length: MANY_VARIANTS }, (_, place) => manySku(place));
  return {
    shop: {
      id: "demo",
      name: "A shop for carts",
      hosts: ["127.0.0.1", "localhost"],
      currency: "EUR",
      locale: "en-GB",
      simulated: true,
      provenance: "Made for measuring",
    },
    catalogue: {
      categories: [{ slug: "all", name: "All", tint: "sand", description: "" }],
      products: [...singles.map(({ id, sku }) => product(id, [sku])), product("many", many)],
    },
  };
}
