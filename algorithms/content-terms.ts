import type { ContentTerms } from "./content.ts";

/** What a product says of itself. */
export interface Described {
  title: string;
  /** Slugs from the leaf up to the root. */
  categories: readonly string[];
  brand?: string | undefined;
  /** Words such as a material, a colour, a pattern. */
  keywords?: readonly string[] | undefined;
}

/** What a term of each field counts: what a thing is before how it looks and who made it. */
const LEAF = 1.6;
const PARENT = 0.8;
const TITLE = 1;
const KEYWORD = 0.5;
const BRAND = 0.4;

/** Words that say nothing of a product. */
const stopWords: ReadonlySet<string> = new Set(
  "a an and as at by for from in into of on or set the to with without".split(" "),
);

/**
 * The terms of a product. Title and keywords share their words; a term that comes twice has the
 * greater weight. Words are lower case, without accents, and without a plural s.
 */
export function contentTerms(product: Described): ContentTerms {
  const terms = new Map<string, number>();
  const add = (term: string, weight: number) => {
    terms.set(term, Math.max(terms.get(term) ?? 0, weight));
  };
  for (const word of wordsOf(product.title)) add(`word:${word}`, TITLE);
  for (const keyword of product.keywords ?? []) {
    for (const word of wordsOf(keyword)) add(`word:${word}`, KEYWORD);
  }
  product.categories.forEach((slug, level) => {
    add(`category:${slug}`, level === 0 ? LEAF : PARENT);
  });
  if (product.brand) add(`brand:${product.brand}`, BRAND);
  return terms;
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  const words = plain.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
  return words.map(singular).filter((word) => word.length > 1 && !stopWords.has(word));
}

/** "mugs" → "mug"; "glass" and "gas" stay. "canvas" loses its s as well, wherever it stands. */
function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
