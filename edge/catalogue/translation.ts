import type { Language } from "@slipstream/contracts/languages";
import type { ProductCard, ProductDetail } from "@slipstream/contracts/shop-api";
import type { ProductTranslation, ProductTranslations } from "@slipstream/contracts/translations";

/** A card in a language, where its product has a name there; else as it is. */
export function cardIn(
  language: Language,
  card: ProductCard,
  translations: ProductTranslations,
): ProductCard {
  const known = translations[language];
  if (!known) return card;
  const { image } = card;
  return {
    ...card,
    title: known.title,
    translated: true,
    ...(image ? { image: { ...image, alt: known.title } } : {}),
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
  const { description, words, title } = known;
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

/** Names and values in the words of a language. */
export function pairsIn(
  words: ProductTranslation["words"],
  pairs: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [say(words, name), say(words, value)]),
  );
}

/** A word that is unknown stays. */
function say(words: ProductTranslation["words"], word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word;
}

/** The words of many products; of one that two say in two ways, the first's. */
export function wordsOf(
  rows: readonly { translations: ProductTranslations }[],
  language: Language,
): Map<string, string> {
  const words = new Map<string, string>();
  for (const { translations } of rows) {
    for (const [original, word] of Object.entries(translations[language]?.words ?? {})) {
      if (!words.has(original)) words.set(original, word);
    }
  }
  return words;
}
