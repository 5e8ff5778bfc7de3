import { currentLocale } from "./current.ts";

/** Kept by language: making one takes longer than naming all countries with it. */
const names = new Map<string, Intl.DisplayNames>();

/** What a country is called, by its ISO 3166 code; the code itself where nobody knows it. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const locale = currentLocale();
  const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: "region" });
  names.set(locale, known);
  return known.of(code) ?? code;
}
