import type { Language } from "@slipstream/contracts/languages";
import { de } from "./de.data.ts";

/**
 * Texts by their English. The browser's build leaves this file out: there a text stands where it is
 * said, in each language's own scripts.
 */
export const translations: Partial<Record<Language, Readonly<Record<string, string>>>> = { de };
