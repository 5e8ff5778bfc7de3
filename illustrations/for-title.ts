import type { ColourName } from "./colours.ts";
import { type IllustrationSpec, optionsOf, seedFor } from "./draw.ts";
import type { PatternName } from "./patterns.ts";
import { hashText } from "./random.ts";
import {
  categoryRules,
  colourRules,
  kindRules,
  materialRules,
  patternRules,
} from "./title-rules.data.ts";

const compiled = <R extends readonly [string, ...unknown[]]>(rules: readonly R[]) =>
  rules.map((rule) => ({ test: new RegExp(`(^|[^A-Z])(${rule[0]})($|[^A-Z])`), rule }));

const kinds = compiled(kindRules);
const colours = compiled(colourRules);
const materials = compiled(materialRules);
const patterns = compiled(patternRules);
const categories = categoryRules.map(([words, kind]) => ({ test: new RegExp(words), kind }));

/** Colours for titles that name none: calm ones that suit any object. */
const quiet: readonly ColourName[] = [
  "sage",
  "cream",
  "terracotta",
  "sky",
  "mustard",
  "navy",
  "rose",
  "teal",
  "lilac",
  "sand",
];

/**
 * A fitting picture for a product of which only the title (and perhaps a category's name) is
 * known, by words: what it is, its colour, material and pattern. Nothing recognised is a wrapped
 * parcel. The same title always gets the same picture.
 */
export function illustrationForTitle(title: string, category?: string): IllustrationSpec {
  const text = title.toUpperCase();
  const hash = hashText(text);
  const found = kinds.find(({ test }) => test.test(text))?.rule;
  const byCategory = categories.find(({ test }) => test.test((category ?? "").toUpperCase()))?.kind;
  const kind = found?.[1] ?? byCategory ?? "parcel";
  const colour =
    colours.find(({ test }) => test.test(text))?.rule[1] ?? quiet[hash % quiet.length]!;
  const material = materials.find(({ test }) => test.test(text))?.rule[1];
  const { patterns: known } = optionsOf(kind);
  const wished = patterns.find(({ test }) => test.test(text))?.rule[1];
  const pattern: PatternName | undefined = wished && known.includes(wished) ? wished : undefined;
  const form = found?.[2];
  const seed = seedFor(kind, hash, { ...(form ? { form } : {}), ...(pattern ? { pattern } : {}) });
  return { kind, seed, colour, ...(material ? { material } : {}) };
}
