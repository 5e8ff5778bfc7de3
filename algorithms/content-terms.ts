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
 * The terms of a product. A word of the title that is one of the keywords as well tells how the
 * thing looks or what line it is of, not what it is, and counts as a keyword. Words are lower case,
 * without accents, and without a plural s.
 */
export function contentTerms(product: Described): ContentTerms {
  const terms = new Map<string, number>();
  for (const term of wordTerms(product.title)) terms.set(term, TITLE);
  for (const keyword of product.keywords ?? []) {
    for (const term of keywordTerms(keyword)) terms.set(term, KEYWORD);
  }
  product.categories.forEach((slug, level) => {
    terms.set(`category:${slug}`, level === 0 ? LEAF : PARENT);
  });
  if (product.brand) terms.set(`brand:${product.brand}`, BRAND);
  return terms;
}

/** Terms of keywords met before: a shop says the same ones again and again. */
const known = new Map<string, readonly string[]>();
const MAX_KNOWN = 10_000;

function keywordTerms(keyword: string): readonly string[] {
  const met = known.get(keyword);
  if (met !== undefined) return met;
  if (known.size >= MAX_KNOWN) known.clear();
  const terms = wordTerms(keyword);
  known.set(keyword, terms);
  return terms;
}

function wordTerms(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  const words = plain.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
  // Bare figures are sizes and numbers of a series: alike they say nothing.
  return words
    .map(singular)
    .filter(isTelling)
    .map((word) => `word:${word}`);
}

function isTelling(word: string): boolean {
  return word.length > 1 && /\p{Letter}/u.test(word) && !stopWords.has(word);
}

/** "mugs" → "mug"; "glass" and "gas" stay. "canvas" loses its s as well, wherever it stands. */
function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
