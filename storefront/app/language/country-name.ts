import { currentLocale } from "./current.ts";

/** What a country is called, by its ISO 3166 code; the code itself where nobody knows it. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(currentLocale(), { type: "region" }).of(code) ?? code;
}
