import type { Language } from "@slipstream/contracts/languages";
import type { SQL } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { type KnownWord, spell } from "./spelling.ts";
import { groupWords, type WordGroup } from "./synonym-groups.ts";
import { synonymsOf } from "./synonyms.ts";
import { textQuery } from "./text-query.ts";
import { wordsOf } from "./words.ts";

/** What a search asks for. */
export interface Spelt {
  /** Every word. */
  all: SQL;
  /** Any of them; absent where there is but one. */
  some: SQL | undefined;
  /** The words with the slips put right; `applied` where `all` speaks of these. */
  otherwise: { query: string; applied: boolean } | undefined;
}

/** Makes a query of what somebody typed. Undefined where it holds no word at all. */
export async function understand(
  transaction: ShopTransaction,
  options: { shop: string; text: string; exact: boolean; language: Language },
): Promise<Spelt | undefined> {
  const words = wordsOf(options.text);
  if (words.length === 0) return undefined;
  const [sets, known] = await Promise.all([
    synonymsOf(transaction, options.shop),
    spell(transaction, words, options.language),
  ]);
  const meant = groupWords(words, sets);
  const places = placesOf(meant, known);
  const last = known.at(-1);
  const lastGoesOn = last !== undefined && !last.known && last.begins;
  const groups = places.filter(({ says }) => says).map(({ group }) => group);
  // Words that say nothing are all that is asked for: then they are what is meant.
  const asked = groups.length > 0 ? groups : meant;
  const corrected = options.exact ? asked : asked.map((group) => correctedGroup(group, places));
  const applied = !options.exact && corrected.some((group, place) => group !== asked[place]);
  const query = { lastGoesOn, relaxed: false, language: options.language };
  return {
    all: textQuery(corrected, query),
    some: corrected.length > 1 ? textQuery(corrected, { ...query, relaxed: true }) : undefined,
    otherwise: otherwise(places, applied),
  };
}

interface Place {
  group: WordGroup;
  /** Whether it says anything. */
  says: boolean;
  /** Nothing of the shop begins with it. */
  unknown: boolean;
  correction: string | undefined;
}

function placesOf(groups: readonly WordGroup[], known: readonly KnownWord[]): Place[] {
  let place = 0;
  return groups.map((group) => {
    const words = known.slice(place, place + group.words.length);
    place += group.words.length;
    // A synonym is a word of the shop, whatever its products say.
    const isSynonym = group.alternatives.length > 1;
    const [word] = words;
    return {
      group,
      says: isSynonym || words.some(({ empty }) => !empty),
      unknown: !isSynonym && word !== undefined && !word.known && !word.begins && !word.empty,
      correction: isSynonym ? undefined : word?.correction,
    };
  });
}

function correctedGroup(group: WordGroup, places: readonly Place[]): WordGroup {
  const place = places.find((one) => one.group === group);
  if (!place?.unknown || place.correction === undefined) return group;
  return { words: [place.correction], alternatives: [[place.correction]] };
}

/** The whole query with every likely slip put right. */
function otherwise(places: readonly Place[], applied: boolean): Spelt["otherwise"] {
  const right = places.map(({ group, unknown, correction }) =>
    correction !== undefined && (unknown || !applied) ? correction : group.words.join(" "),
  );
  const typed = places.map(({ group }) => group.words.join(" "));
  const query = right.join(" ");
  return query === typed.join(" ") ? undefined : { query, applied };
}
