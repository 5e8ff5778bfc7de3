import { wordsOf } from "./words.ts";

/** A place in a query: the words that are there, and what may stand for them. */
export interface WordGroup {
  words: string[];
  /** Each is one or several words; the typed ones are the first. */
  alternatives: string[][];
}

/** Sets of terms that mean the same, each term as its words. */
export type SynonymSets = readonly (readonly (readonly string[])[])[];

export function synonymSets(sets: readonly (readonly string[])[]): SynonymSets {
  return sets.map((terms) => terms.map(wordsOf).filter((words) => words.length > 0));
}

/** Splits a query's words where synonyms begin and end; the longest term at a place wins. */
export function groupWords(words: readonly string[], sets: SynonymSets): WordGroup[] {
  const groups: WordGroup[] = [];
  for (let place = 0; place < words.length; ) {
    const found = longestTerm(words, place, sets);
    const taken = words.slice(place, place + (found?.length ?? 1));
    const others = (found?.set ?? []).filter((term) => !isSame(term, taken));
    groups.push({ words: taken, alternatives: [taken, ...others.map((term) => [...term])] });
    place += taken.length;
  }
  return groups;
}

function longestTerm(words: readonly string[], place: number, sets: SynonymSets) {
  let longest: { length: number; set: SynonymSets[number] } | undefined;
  for (const set of sets) {
    for (const term of set) {
      const fits = isSame(term, words.slice(place, place + term.length));
      if (fits && term.length > (longest?.length ?? 0)) longest = { length: term.length, set };
    }
  }
  return longest;
}

function isSame(term: readonly string[], words: readonly string[]): boolean {
  return (
    term.length === words.length &&
    term.every((word, at) => singular(word) === singular(words[at]!))
  );
}

/** Near enough to tell that "sofas" speaks of the same as "sofa". */
function singular(word: string): string {
  return word.length > 3 ? word.replace(/s$/, "") : word;
}
