import type { Language } from "@slipstream/contracts/languages";
import { createElement, Fragment, type ReactNode } from "react";
import { currentLanguage, currentLocale } from "./current.ts";
import { translations } from "./translations.ts";

/** What is said, in English: its German stands in de.data.ts, and what does not is a type error. */
type Text = keyof typeof import("./de.data.ts").de;

/** The names that stand in braces in a text. */
type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type Values<T extends string> = [Names<T>] extends [never]
  ? []
  : [values: Readonly<Record<Names<T>, string | number>>];

declare const unsaid: unique symbol;

/** A text without names in braces that `t` has yet to say: no string, so that nobody shows it. */
export interface Message {
  readonly [unsaid]: true;
}

/** Marks a text that is said later, where the language is known. */
export function msg(text: Text): Message {
  return text as unknown as Message;
}

/**
 * A text in the page's language. Names in braces are replaced by values, numbers as the language
 * writes them. Of "one|many" the form is taken that `count` asks for (Intl.PluralRules).
 */
export function t<T extends Text>(text: T, ...values: Values<T>): string;
export function t(message: Message): string;
export function t(text: Text | Message, values: Readonly<Record<string, string | number>> = {}) {
  return partsOf(text as Text, values)
    .map((part) => (typeof part === "number" ? formatNumber(part) : part))
    .join("");
}

/** A text with elements in the place of its names in braces. */
export function rich<T extends Text>(
  text: T,
  nodes: Readonly<Record<Names<T>, ReactNode>>,
): ReactNode {
  return createElement(Fragment, null, ...partsOf<ReactNode>(text, nodes));
}

/** By locale. Kept, as are the rules below: making one takes longer than all that is asked of it. */
const numbers = new Map<string, Intl.NumberFormat>();

/** A number as the page writes it. */
export function formatNumber(value: number): string {
  const locale = currentLocale();
  const format = numbers.get(locale) ?? new Intl.NumberFormat(locale);
  numbers.set(locale, format);
  return format.format(value);
}

const plurals: Partial<Record<Language, Intl.PluralRules>> = {};

function isOne(count: number, language: Language): boolean {
  plurals[language] ??= new Intl.PluralRules(language);
  return plurals[language].select(count) === "one";
}

function partsOf<V>(text: Text, values: Readonly<Record<string, V>>): (V | string)[] {
  const language = currentLanguage();
  const forms: string[] = (translations[language]?.[text] ?? text).split("|");
  const { count } = values;
  const form = typeof count === "number" && isOne(count, language) ? forms[0] : forms.at(-1);
  return (form ?? text)
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 ? (values[part] ?? "") : part));
}
