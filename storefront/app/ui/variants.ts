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

/** The variant that a product's page opens on: the first that can be had, else the first. */
export function openingOf(variants: readonly Variant[]): Variant | undefined {
  return variants.find(({ available }) => available > 0) ?? variants[0];
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

/** How a value can be had together with what else is chosen. */
export type Reachable = "there" | "sold out" | "not made";

/** Tells of each value how it can be had, in one pass: a product may have thousands of variants. */
export function reachOf(
  variants: readonly Variant[],
  chosen: Readonly<Record<string, string>>,
): (name: string, value: string) => Reachable {
  const most = new Map<string, number>();
  for (const { options, available } of variants) {
    const entries = Object.entries(options);
    const others = entries.filter(([name, value]) => chosen[name] !== value);
    // With all options as chosen it stands for each of its values; with all but one for that one.
    for (const [name, value] of others.length === 0 ? entries : others.length === 1 ? others : []) {
      const key = JSON.stringify([name, value]);
      most.set(key, Math.max(most.get(key) ?? 0, available));
    }
  }
  return (name, value) => {
    const available = most.get(JSON.stringify([name, value]));
    return available === undefined ? "not made" : available > 0 ? "there" : "sold out";
  };
}

/**
 * What is chosen once `value` is: where it is not made with all the rest, the nearest variant that
 * has it, rather one that is in stock.
 */
export function choose(
  variants: readonly Variant[],
  chosen: Readonly<Record<string, string>>,
  [name, value]: readonly [name: string, value: string],
): Record<string, string> {
  const wanted = { ...chosen, [name]: value };
  if (variantFor(variants, wanted)) return wanted;
  let best: Variant | undefined;
  let most = -1;
  for (const variant of variants) {
    if (variant.options[name] !== value) continue;
    const alike = Object.entries(variant.options).filter(([key, own]) => wanted[key] === own);
    const likeness = alike.length + (variant.available > 0 ? 0.5 : 0);
    if (likeness > most) [best, most] = [variant, likeness];
  }
  return { ...wanted, ...best?.options };
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
