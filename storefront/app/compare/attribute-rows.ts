import type { ProductDetail } from "@slipstream/contracts/shop-api";

/** One attribute across products; undefined where a product does not say. */
export interface AttributeRow {
  name: string;
  values: (string | undefined)[];
  /** All products say the same. */
  alike: boolean;
}

/**
 * What products say of themselves, side by side: what most of them say first, then by name. Choices
 * that a product leaves open are told together.
 */
export function attributeRows(
  products: readonly Pick<ProductDetail, "attributes" | "variants">[],
): AttributeRow[] {
  const told = products.map(({ attributes, variants }) => {
    const open = new Map<string, Set<string>>();
    for (const { options } of variants) {
      for (const [name, value] of Object.entries(options)) {
        open.set(name, (open.get(name) ?? new Set()).add(value));
      }
    }
    const choices = [...open].map(([name, values]) => [name, [...values].join(", ")] as const);
    return new Map([...Object.entries(attributes), ...choices]);
  });
  const names = [...new Set(told.flatMap((one) => [...one.keys()]))];
  const tellers = (name: string) => told.filter((one) => one.has(name)).length;
  return names
    .sort((a, b) => tellers(b) - tellers(a) || a.localeCompare(b))
    .map((name) => {
      const values = told.map((one) => one.get(name));
      return { name, values, alike: new Set(values).size === 1 };
    });
}
