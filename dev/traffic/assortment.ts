import type { Random } from "@slipstream/algorithms/random";

/** What the simulation knows of a product. */
export interface SimulatedProduct {
  itemId: string;
  /** Slug of its category. */
  category: string;
  /** The taste that it speaks to; hidden from the recommender. */
  style: string;
  priceMinor: number;
  currency: string;
  /** Used up and bought again. */
  consumable: boolean;
}

/** Exponent of popularity over rank within a category: a few products draw most looks. */
const POPULARITY_EXPONENT = 0.8;
/** Categories that are bought together with one. */
const COMPLEMENTS = 2;

interface Group {
  products: SimulatedProduct[];
  /** Running sums of popularity, for drawing. */
  sums: number[];
}

/** The products by category and style, each with a popularity that shoppers do not choose. */
export class Assortment {
  readonly categories: readonly string[];
  readonly styles: readonly string[];
  readonly #groups = new Map<string, Group>();
  readonly #complements = new Map<string, string[]>();

  constructor(products: readonly SimulatedProduct[], random: Random) {
    this.categories = [...new Set(products.map((product) => product.category))].sort();
    this.styles = [...new Set(products.map((product) => product.style))].sort();
    for (const category of this.categories) {
      const members = shuffle(
        products.filter((product) => product.category === category),
        random,
      );
      for (const [rank, product] of members.entries()) {
        this.#add(product, 1 / (rank + 2) ** POPULARITY_EXPONENT);
      }
      const others = shuffle(
        this.categories.filter((other) => other !== category),
        random,
      );
      this.#complements.set(category, others.slice(0, COMPLEMENTS));
    }
  }

  /** Categories whose products go with this one's. */
  complementsOf(category: string): readonly string[] {
    return this.#complements.get(category) ?? [];
  }

  /** A product of a category and style, by popularity; undefined when there is none. */
  draw(category: string, style: string, random: Random): SimulatedProduct | undefined {
    const group = this.#groups.get(`${category}/${style}`);
    if (!group) return undefined;
    const target = random.unit() * group.sums.at(-1)!;
    const index = group.sums.findIndex((sum) => sum > target);
    return group.products[Math.max(0, index)];
  }

  #add(product: SimulatedProduct, popularity: number): void {
    const key = `${product.category}/${product.style}`;
    const group = this.#groups.get(key) ?? { products: [], sums: [] };
    this.#groups.set(key, group);
    group.products.push(product);
    group.sums.push((group.sums.at(-1) ?? 0) + popularity);
  }
}

function shuffle<T>(values: T[], random: Random): T[] {
  for (let index = values.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [values[index], values[other]] = [values[other]!, values[index]!];
  }
  return values;
}
