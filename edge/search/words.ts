import { MAX_QUERY_LENGTH } from "@slipstream/contracts/search-api";

/** More words than this narrow a search to nothing. */
const MAX_WORDS = 12;
const MAX_WORD_LENGTH = 40;

/** What somebody typed, without what nobody types: no control characters, no half letters. */
export function cleanQuery(typed: string): string {
  return typed
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_QUERY_LENGTH)
    .toWellFormed()
    .trim();
}

/** The words of a query in lower case; the schema's `search_text` splits texts in the same places. */
export function wordsOf(query: string): string[] {
  return query
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => word.slice(0, MAX_WORD_LENGTH).toWellFormed())
    .slice(0, MAX_WORDS);
}
