import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";

/** A generator of numbers in 0..1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * What people type: one to three words of some product's name; one in ten with a slip, one in ten cut
 * short.
 */
export function typedQueries(seed: ShopSeed, count: number): string[] {
  const random = randomFrom(count);
  const { products } = seed.catalogue;
  return Array.from({ length: count }, () => {
    const { title } = products[Math.floor(random() * products.length)]!;
    const words = title
      .toLowerCase()
      .split(" ")
      .filter((word) => word.length > 2);
    const start = Math.floor(random() * words.length);
    const wanted = words.slice(start, start + 1 + Math.floor(random() * 3));
    const chance = random();
    const last = wanted.pop() ?? title;
    return [...wanted, chance < 0.1 ? slipped(last) : chance < 0.2 ? last.slice(0, 4) : last].join(
      " ",
    );
  });
}

/** Two letters in the middle exchanged. */
function slipped(word: string): string {
  const at = Math.floor(word.length / 2);
  return word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1);
}

/** The words that most names hold: what costs most to search for. */
export function broadWords(seed: ShopSeed, count: number): string[] {
  const products = new Map<string, number>();
  for (const { title } of seed.catalogue.products) {
    for (const word of new Set(title.toLowerCase().split(" "))) {
      if (word.length > 2) products.set(word, (products.get(word) ?? 0) + 1);
    }
  }
  return [...products]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([word]) => word);
}
