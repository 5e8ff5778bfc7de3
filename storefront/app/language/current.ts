import { isLanguage, type Language, pathIn } from "@slipstream/contracts/languages";

const OTHERWISE = "en-GB";
let ofRequest = (): string | undefined => undefined;

/**
 * How the page writes numbers, money and days, as a language tag: in the browser the document's
 * (not its `lang`: a browser that translates pages writes its own there), on the server that of the
 * request.
 */
export function currentLocale(): string {
  const locale =
    typeof document === "undefined" ? ofRequest() : document.documentElement.dataset.locale;
  return locale || OTHERWISE;
}

/** The language of the page. */
export function currentLanguage(): Language {
  const language = currentLocale().slice(0, 2);
  return isLanguage(language) ? language : "en";
}

/** How the server knows which request it is at. */
export function readLocaleBy(read: () => string | undefined): void {
  ofRequest = read;
}

/** The address of a page in the page's language; links and forms of the router know it themselves. */
export function hrefOf(path: string): string {
  return pathIn(currentLanguage(), path);
}

/** For elements with texts that the shop has in English, and not `translated`: what they are read out in. */
export function catalogueLanguage(translated = false): "en" | undefined {
  return translated || currentLanguage() === "en" ? undefined : "en";
}
