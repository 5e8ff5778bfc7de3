import type { SellingVariant, VariantInput } from "@slipstream/contracts/selling-api";

export interface OptionValues {
  name: string;
  values: readonly string[];
}

/** Words as an article number: `Ida pendant lamp` is `IDA-PENDANT-LAMP`. */
export function skuFrom(text: string, maxLength = 24): string {
  const sku = text
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "-")
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, "");
  return sku === "" ? "ITEM" : sku;
}

/** `S, M ; L` as values, each once. */
export function valuesOf(text: string): string[] {
  const values = text.split(/[,;\n]/).map((value) => value.trim());
  return [...new Set(values.filter((value) => value !== ""))];
}

/**
 * A variant for each combination of values. Those that are there already keep their number, price
 * and stock; those that no combination names are left out. Undefined where there would be more
 * than `max`.
 */
export function makeVariants(
  options: readonly OptionValues[],
  from: {
    present: readonly SellingVariant[];
    skuStart: string;
    priceMinor: number;
    onHand: number;
    max: number;
  },
): VariantInput[] | undefined {
  const count = options.reduce((product, { values }) => product * values.length, 1);
  if (count > from.max) return undefined;
  let combinations: Record<string, string>[] = [{}];
  for (const { name, values } of options) {
    combinations = combinations.flatMap((chosen) =>
      values.map((value) => ({ ...chosen, [name]: value })),
    );
  }
  const known = new Map(from.present.map((variant) => [keyOf(variant.options), variant]));
  const taken = new Set(from.present.map(({ sku }) => sku));
  return combinations.map((chosen) => {
    const there = known.get(keyOf(chosen));
    if (there) return { sku: there.sku, options: chosen, priceMinor: there.priceMinor };
    const words = Object.values(chosen).map((value) => skuFrom(value, 12));
    const sku = freeSku([from.skuStart, ...words].join("-").slice(0, 58), taken);
    return { sku, options: chosen, priceMinor: from.priceMinor, onHand: from.onHand };
  });
}

function keyOf(options: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function freeSku(wanted: string, taken: Set<string>): string {
  const start = wanted.replace(/-+$/, "");
  let sku = start;
  for (let n = 2; taken.has(sku); n++) sku = `${start}-${n}`;
  taken.add(sku);
  return sku;
}
