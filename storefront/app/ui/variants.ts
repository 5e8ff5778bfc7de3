import type { ProductDetail } from "@slipstream/contracts/shop-api";

type Variant = ProductDetail["variants"][number];

/** The options among which one really chooses, with their values in the order of the variants. */
export function optionsOf(variants: readonly Variant[]): { name: string; values: string[] }[] {
  const values = new Map<string, Set<string>>();
  for (const { options } of variants) {
    for (const [name, value] of Object.entries(options)) {
      const known = values.get(name);
      if (known) known.add(value);
      else values.set(name, new Set([value]));
    }
  }
  return [...values]
    .filter(([, known]) => known.size > 1)
    .map(([name, known]) => ({ name, values: [...known] }));
}

/** The variant that has all chosen options; undefined where that combination does not exist. */
export function variantFor(
  variants: readonly Variant[],
  chosen: Readonly<Record<string, string>>,
): Variant | undefined {
  return variants.find(({ options }) =>
    Object.entries(options).every(([name, value]) => chosen[name] === value),
  );
}

/** The picture that shows a variant, found by its words ("… in navy"); undefined where none does. */
export function pictureOf(
  images: readonly { alt: string }[],
  chosen: Readonly<Record<string, string>>,
): number | undefined {
  const values = Object.values(chosen).map((value) => ` in ${value}`.toLowerCase());
  const place = images.findIndex(({ alt }) =>
    values.some((value) => `${alt} `.toLowerCase().includes(`${value} `)),
  );
  return place < 0 ? undefined : place;
}
