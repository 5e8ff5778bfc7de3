import {
  acceptedLanguage,
  DEFAULT_LANGUAGE,
  type Language,
  pathIn,
} from "@slipstream/contracts/languages";

/** What the answer to a call of the API should be written in; our pages say it by this header. */
export function languageOf(request: Request): Language {
  return acceptedLanguage(request.headers.get("accept-language")) ?? DEFAULT_LANGUAGE;
}

/** The language of whoever asks, and where the shop's pages in it begin: for links in letters. */
export function pagesFor(request: Request): { language: Language; base: string } {
  const language = languageOf(request);
  return { language, base: basePath(new URL(request.url).origin, language) };
}

/** Where a shop's pages in a language begin, without a slash at the end. */
function basePath(origin: string, language: Language): string {
  return origin + pathIn(language, "/").replace(/\/$/, "");
}
