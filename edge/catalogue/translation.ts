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

/** As much of a product as tells what it says, and who. */
interface Speaker {
  /** Null: it is the shop's own. */
  sellerId: string | null;
  translations: ProductTranslations;
  attributes: Pairs;
  variants: readonly { options: Pairs }[];
}

/** One seller, or the shop. */
interface Voice {
  isShop: boolean;
  /** The words of their products, as they were written. */
  has: ReadonlySet<string>;
  /** What most of their products say for a word. */
  says: ReadonlyMap<string, string>;
}

/**
 * The words of many products, for what labels them all. What the shop's own say holds; where they say
 * nothing, more than half of those must agree who sell what has the word: one seller alone does not
 * rename what the others sell.
 */
export function wordsOf(rows: readonly Speaker[], language: Language): Map<string, string> {
  const voices = [...Map.groupBy(rows, ({ sellerId }) => sellerId)].map(
    ([sellerId, theirs]): Voice => ({
      isShop: sellerId === null,
      has: new Set(theirs.flatMap(namesIn)),
      says: saidIn(theirs, language),
    }),
  );
  const words = new Map<string, string>();
  for (const original of new Set(voices.flatMap(({ says }) => [...says.keys()]))) {
    const word = agreed(original, voices);
    if (word !== undefined) words.set(original, word);
  }
  return words;
}

function namesIn({ attributes, variants }: Speaker): string[] {
  return [attributes, ...variants.map(({ options }) => options)]
    .flatMap(Object.entries<string>)
    .flat();
}

function saidIn(rows: readonly Speaker[], language: Language): Map<string, string> {
  const said = new Map<string, Map<string, number>>();
  for (const { translations } of rows) {
    for (const [original, word] of Object.entries(translations[language]?.words ?? {})) {
      const ways = said.get(original) ?? new Map<string, number>();
      said.set(original, ways.set(word, (ways.get(word) ?? 0) + 1));
    }
  }
  return new Map([...said].map(([original, ways]) => [original, mostSaid(ways)[0]]));
}

function agreed(original: string, voices: readonly Voice[]): string | undefined {
  const own = voices.find(({ isShop }) => isShop)?.says.get(original);
  if (own !== undefined) return own;
  const concerned = voices.filter(({ has }) => has.has(original));
  const ways = new Map<string, number>();
  for (const { says } of concerned) {
    const word = says.get(original);
    if (word !== undefined) ways.set(word, (ways.get(word) ?? 0) + 1);
  }
  if (ways.size === 0) return undefined;
  const [word, voicesForIt] = mostSaid(ways);
  return 2 * voicesForIt > concerned.length ? word : undefined;
}

/** Of two that are said as often, the first by its text. */
function mostSaid(ways: ReadonlyMap<string, number>): [word: string, times: number] {
  return [...ways].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  );
}
