import { AsyncLocalStorage } from "node:async_hooks";
import { readLocaleBy } from "./current.ts";

const localeOfRequest = new AsyncLocalStorage<string>();
readLocaleBy(() => localeOfRequest.getStore());

/** Does something, and all that follows of it, in a language: texts, numbers and days come in it. */
export function speaking<T>(locale: string, work: () => T): T {
  return localeOfRequest.run(locale, work);
}
