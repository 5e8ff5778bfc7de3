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

/** A number as the page writes it. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(currentLocale(), options);
}

function partsOf<V>(text: Text, values: Readonly<Record<string, V>>): (V | string)[] {
  const language = currentLanguage();
  const forms: string[] = (translations[language]?.[text] ?? text).split("|");
  const { count } = values;
  const isOne = typeof count === "number" && new Intl.PluralRules(language).select(count) === "one";
  const form = (isOne ? forms[0] : forms.at(-1)) ?? text;
  return form.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? (values[part] ?? "") : part));
}
