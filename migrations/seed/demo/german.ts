import type { ProductTranslation } from "@slipstream/contracts/translations";
import type { SeedVariant } from "../catalogue.ts";
import { type Design, descriptionFacts } from "./text.ts";
import { germanTypes } from "./types.german.data.ts";
import { germanWords } from "./words.german.data.ts";

/** Figures with a unit that has another name in German. */
const units: Readonly<Record<string, string>> = {
  hours: "Stunden",
  minutes: "Minuten",
  litres: "Liter",
};

/**
 * A design in German: its title, what is true of it, and the words of its attributes and options.
 * Undefined for a sort of thing that has no German yet.
 */
export function germanOf(
  design: Design,
  said: { attributes: Readonly<Record<string, string>>; variants: readonly SeedVariant[] },
): ProductTranslation | undefined {
  const { type, line, form, flavour } = design;
  const german = germanTypes[type.kind];
  if (!german) return undefined;
  const noun = german.nouns?.[form] ?? german.noun;
  const taste = flavour && germanWords[flavour.replace("-", " ")];
  const title = `${line.name} ${noun}${taste ? ` ${taste}` : ""}`;
  const pairs = [said.attributes, ...said.variants.map(({ options }) => options)];
  return {
    title,
    description: descriptionFacts(design)
      .map((place) => german.facts[place])
      .join(" "),
    words: wordsOf(pairs.flatMap((each) => Object.entries(each).flat())),
  };
}

/** Names of lines and sizes are the same in German. */
function wordsOf(said: readonly string[]): Record<string, string> {
  const words: Record<string, string> = {};
  for (const word of said) {
    const german = germanWords[word] ?? withUnit(word);
    if (german !== undefined && german !== word) words[word] = german;
  }
  return words;
}

function withUnit(value: string): string | undefined {
  const [, figure, unit = ""] = /^([\d.,]+) (\w+)$/.exec(value) ?? [];
  const german = units[unit];
  return german === undefined ? undefined : `${figure} ${german}`;
}
