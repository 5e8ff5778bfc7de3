import type { ColourName, MaterialName, PatternName } from "@slipstream/illustrations";
import { houseOpeners } from "./house-lines.data.ts";
import { type Line, styles } from "./lines.data.ts";
import type { ProductType } from "./product-type.ts";
import { colourWords, materialWords, patternWords } from "./wording.data.ts";

/** One product's choices, from which its words and its pictures both follow. */
export interface Design {
  type: ProductType;
  line: Line;
  form: string;
  pattern: PatternName;
  colour: ColourName;
  material: MaterialName;
  /** The material has a colour of its own (oak, brass). */
  own: boolean;
  flavour: string | undefined;
  /** uint32: every further choice of words. */
  hash: number;
}

const undyed: ReadonlySet<MaterialName> = new Set(["leather", "jute", "cork", "wax"]);

export function materialSaid(material: MaterialName): string {
  return materialWords[material]?.[0] ?? material;
}

function withArticle(noun: string): string {
  if (noun.endsWith("s") && !noun.endsWith("glass")) return noun;
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** What it is made of and in which colour: "in navy, with brass fittings and a narrow stripe". */
export function finishOf(
  design: Pick<Design, "type" | "pattern" | "colour" | "material" | "own">,
): string {
  const { type, material, own, pattern } = design;
  if (type.flavours) return "";
  const colour = colourWords[design.colour];
  const said = materialSaid(material);
  const extras: string[] = [];
  let base: string;
  if (type.natural || design.colour === "natural" || design.colour === material)
    base = `in ${said}`;
  else if (type.contents && type.trim) {
    base = "";
    extras.push(withArticle(`${said} ${type.trim}`));
  } else if (material === "paper") base = `in ${colour}`;
  else if (!own) base = `in ${colour} ${said}`;
  else if (type.contents) base = `in ${said} and ${colour}`;
  else if (type.accent) {
    base = `in ${said}`;
    extras.push(withArticle(`${colour} ${type.accent}`));
  } else if (type.trim) {
    base = `in ${colour}`;
    extras.push(withArticle(`${said} ${type.trim}`));
  } else
    base = `in ${colour} ${material === "terracotta" ? "painted " : undyed.has(material) ? "" : "lacquered "}${said}`;
  if (pattern !== "plain") extras.push(patternWords[pattern]);
  const rest = extras.length > 0 ? `with ${extras.join(" and ")}` : "";
  return base && rest ? `${base}, ${rest}` : base || rest;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nounOf(design: Pick<Design, "type" | "form">): string {
  return design.type.nouns?.[design.form] ?? design.type.noun;
}

/** The title: line, flavour if any, and noun. */
export function titleOf(design: Pick<Design, "type" | "line" | "flavour" | "form">): string {
  const flavour = design.flavour ? `${design.flavour.replace("-", " ")} ` : "";
  return `${design.line.name} ${flavour}${nounOf(design)}`;
}

function openerOf(design: Design): string {
  const { type, line, hash } = design;
  const openers = type.house ? houseOpeners : styles[line.style].openers;
  const thing = type.flavours
    ? `${(design.flavour ?? "").replace("-", " ")} ${nounOf(design)}`
    : type.forms[design.form]!;
  const template = openers[(Math.imul(hash, 0x9e3779b1) >>> 12) % openers.length]!;
  return template
    .replace("{Thing}", capital(thing))
    .replace("{thing}", thing)
    .replace("{finish}", finishOf(design))
    .replace(/ +([,.:])/g, "$1")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Which two facts of its type a design's description may tell, as places among them. */
export function descriptionFacts({ type, hash }: Design): readonly [number, number] {
  const count = type.facts.length;
  const first = (hash >>> 4) % count;
  // The second is never the first.
  return [first, ((hash >>> 4) + 1 + ((hash >>> 8) % (count - 1))) % count];
}

/**
 * Two to four sentences: what it is, one or two facts, now and then a word on its line. Never one that
 * is taken: a word on the line tells two apart.
 */
export function descriptionOf(design: Design, taken: ReadonlySet<string>): string {
  const { type, line, hash } = design;
  const opener = openerOf(design);
  const [first, second] = descriptionFacts(design).map((place) => type.facts[place]!) as [
    string,
    string,
  ];
  const note = line.notes[(hash >>> 12) % 2]!;
  const orders: readonly (readonly string[])[] = [
    [opener, first, note],
    [opener, first, second],
    [opener, note, first],
    [opener, first, second, note],
    [opener, note],
    [opener, second],
    [opener, first],
  ];
  const chosen = orders[(hash >>> 16) % orders.length]!.join(" ");
  return taken.has(chosen) ? [opener, first, note].join(" ") : chosen;
}
