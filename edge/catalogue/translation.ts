import type { Language } from "@slipstream/contracts/languages";
import type { ProductCard, ProductDetail } from "@slipstream/contracts/shop-api";
import type { ProductTranslation, ProductTranslations } from "@slipstream/contracts/translations";
import type { ProductTitles } from "./translation-columns.ts";

type Pairs = Readonly<Record<string, string>>;

/** A card in a language, where its product has a name there; else as it is. */
export function cardIn(language: Language, card: ProductCard, titles: ProductTitles): ProductCard {
  const title = titles[language];
  if (title === undefined) return card;
  const { image } = card;
  return {
    ...card,
    title,
    translated: true,
    ...(image ? { image: { ...image, alt: title } } : {}),
  };
}

/** All of a product in a language, where it has a name there; else as it is. */
export function detailIn(
  language: Language,
  detail: ProductDetail,
  translations: ProductTranslations,
): ProductDetail {
  const known = translations[language];
  if (!known) return detail;
  const { description, title } = known;
  const options = detail.variants.map((variant) => variant.options);
  const words = apart(known.words, [detail.attributes, ...options]);
  return {
    ...detail,
    ...(description === "" ? {} : { description, describedInLanguage: true as const }),
    attributes: pairsIn(words, detail.attributes),
    images: detail.images.map(({ url, alt }) => ({
      url,
      alt: [title, ...optionsIn(alt, detail).map((value) => `in ${say(words, value)}`)].join(" "),
    })),
    variants: detail.variants.map((variant) => ({
      ...variant,
      options: pairsIn(words, variant.options),
    })),
  };
}

/** What can be chosen of a product and is named by what a picture is said to show: its colour, mostly. */
function optionsIn(alt: string, { variants }: ProductDetail): string[] {
  const values = new Set(variants.flatMap(({ options }) => Object.values(options)));
  const said = ` ${alt.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
  return [...values].filter((value) => said.includes(` ${value.toLowerCase()} `));
}

/**
 * Those words of a product that keep apart what it says: where a translation is taken, by another
 * word's or by what stands there already, the original stays.
 */
export function apart(
  words: ProductTranslation["words"],
  said: readonly Pairs[],
): ProductTranslation["words"] {
  const taken = new Set(Object.keys(words));
  for (const [name, value] of said.flatMap(Object.entries<string>)) taken.add(name).add(value);
  return Object.fromEntries(
    Object.entries(words).filter(([, word]) => taken.size < taken.add(word).size),
  );
}

/** Names and values in the words of a language, which are `apart`. */
export function pairsIn(words: ProductTranslation["words"], pairs: Pairs): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [say(words, name), say(words, value)]),
  );
}

/** A word that is unknown stays. */
function say(words: ProductTranslation["words"], word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word;
}

/**
 * The words of many products: of one that they say in several ways, what most of them say, and
 * before all others what the shop's own say.
 */
export function wordsOf(
  rows: readonly { sellerId: string | null; translations: ProductTranslations }[],
  language: Language,
): Map<string, string> {
  const said = new Map<string, Map<string, number>>();
  for (const { sellerId, translations } of rows) {
    // One of the shop's own weighs as much as all sellers' together.
    const weight = sellerId === null ? rows.length : 1;
    for (const [original, word] of Object.entries(translations[language]?.words ?? {})) {
      const ways = said.get(original) ?? new Map<string, number>();
      said.set(original, ways.set(word, (ways.get(word) ?? 0) + weight));
    }
  }
  return new Map([...said].map(([original, ways]) => [original, mostSaid(ways)]));
}

/** Of two that are said as often, the first by its text. */
function mostSaid(ways: ReadonlyMap<string, number>): string {
  const [word] = [...ways].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  );
  return word;
}
