import type { IllustrationKind, MaterialName } from "@slipstream/illustrations";

/** [label, low, high, unit]: centimetres unless told; the product's own figure lies between. */
type SizeRange = readonly [label: string, low: number, high: number, unit?: string];

/** One sort of thing that the shop sells in several lines. */
export interface ProductType {
  kind: IllustrationKind;
  /** As in a title: "Ida pendant lamp". */
  noun: string;
  /** A better noun for some forms. */
  nouns?: Readonly<Record<string, string>>;
  /** Instead of the material's. */
  care?: string;
  /** Slug of the leaf category. */
  leaf: string;
  /** In how many lines it is made, 12 unless told. */
  count?: number;
  /** Euro, lowest and highest. */
  price: readonly [low: number, high: number];
  materials: readonly MaterialName[];
  /** What is made of the material when the body is coloured: "in navy, with brass fittings". */
  trim?: string;
  /** What is coloured when the body is of the material: "in oak, with a navy seat". */
  accent?: string;
  /** Always in the material's own colour. */
  natural?: boolean;
  /** The colour is that of what is inside or printed: not said of the body. */
  contents?: boolean;
  /** Never patterned. */
  plain?: boolean;
  /** Made by the food and soap makers, whose lines are their own. */
  house?: boolean;
  /** What it tastes or smells of, with a colour that goes with it: "plum:plum". */
  flavours?: readonly string[];
  consumable?: boolean;
  /** Sizes to choose from, the dearest last. */
  sized?: readonly string[];
  /** Sizes cost the same. */
  onePrice?: boolean;
  /** Made in one colour way only. */
  oneColour?: boolean;
  /** The drawing's forms in words, with article. */
  forms: Readonly<Record<string, string>>;
  size: readonly SizeRange[];
  /** True of every product of the sort, whatever its form, colour or material. */
  facts: readonly string[];
}
