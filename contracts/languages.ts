/** The languages of the shop's pages, the first one for whoever speaks none of them. */
export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];
export const [DEFAULT_LANGUAGE, ...otherLanguages] = languages;

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language);
}

/** What is for those who run the shop speaks English; these paths stand in no other language. */
const englishOnlyPath = /^\/(admin|seller|ops|dev)(\/|\.data$|$)/;

/** Whether a path, without its language, is that of a page in English alone. */
export function isEnglishOnly(path: string): boolean {
  return englishOnlyPath.test(path);
}

/** The language of an address, and its path without it: `/de/cart` is `/cart` in German. */
export function readPath(pathname: string): { language: Language; path: string } {
  const [, first, rest = ""] = /^\/([a-z]{2})(?=\/|\.data$|$)(.*)$/.exec(pathname) ?? [];
  if (!isLanguage(first) || first === DEFAULT_LANGUAGE) {
    return { language: DEFAULT_LANGUAGE, path: pathname };
  }
  return { language: first, path: rest.startsWith("/") ? rest : `/${rest}` };
}

/** Where a page stands in a language; `path` begins with a slash and names no language. */
export function pathIn(language: Language, path: string): string {
  if (language === DEFAULT_LANGUAGE || isEnglishOnly(path)) return path;
  return `/${language}${path.replace(/^\/(?=[?#]|$)/, "")}`;
}

/**
 * The language of ours that an Accept-Language header likes best (RFC 9110, 12.5.4); undefined where
 * it names none.
 */
export function acceptedLanguage(header: string | null | undefined): Language | undefined {
  let best: { language: Language; weight: number } | undefined;
  for (const part of (header ?? "").slice(0, MAX_HEADER_LENGTH).split(",")) {
    const [, tag, q = "1"] =
      /^\s*([a-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
    const language = tag?.toLowerCase();
    const weight = Number(q);
    if (isLanguage(language) && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

/** A longer header is nobody's wish. */
const MAX_HEADER_LENGTH = 500;

/** How numbers, money and days are written: as the shop does, where it speaks the language. */
export function localeIn(language: Language, shopLocale: string): string {
  return shopLocale.split("-", 1)[0] === language ? shopLocale : language;
}
