import {
  type ColourName,
  hashText,
  type IllustrationKind,
  type MaterialName,
  optionsOf,
  type PatternName,
  swatchOf,
} from "@slipstream/illustrations";
import { houseLines } from "./house-lines.data.ts";
import { type Line, lines, type StyleName, styles } from "./lines.data.ts";
import type { ProductType } from "./product-type.ts";
import type { Design } from "./text.ts";

const DEFAULT_COUNT = 12;

/** Styles that would not make such a thing. */
const unlikely: Readonly<Partial<Record<IllustrationKind, readonly StyleName[]>>> = {
  ...Object.fromEntries(
    (
      [
        "card",
        "wrapping-paper",
        "stickers",
        "party-ware",
        "gift-bag",
        "quilt",
        "plush",
        "doll",
        "ornament",
        "wreath",
        "bunting",
        "plant",
        "necklace",
        "earrings",
        "bracelet",
        "ring",
        "cake-stand",
        "table-linen",
        "puzzle",
        "fairy-lights",
        "candle",
        "vase",
        "money-box",
      ] as const
    ).map((kind) => [kind, ["technical"]]),
  ),
  keyboard: ["botanical", "rustic"],
  camera: ["botanical", "rustic"],
  headphones: ["botanical", "rustic"],
  torch: ["botanical"],
  helmet: ["botanical", "rustic"],
  knife: ["playful"],
  sneaker: ["rustic"],
};

/** The lines in which a type is made, spread over the styles, the same every time. */
export function linesFor(type: ProductType): Line[] {
  const without = unlikely[type.kind] ?? [];
  const all = (type.house ? houseLines : lines).filter((line) => !without.includes(line.style));
  const rank = (line: Line): number => hashText(`${type.kind}:${line.name}`);
  const byStyle = new Map<StyleName, number>();
  const seats = [...all]
    .sort((a, b) => rank(a) - rank(b))
    .map((line) => {
      const seat = byStyle.get(line.style) ?? 0;
      byStyle.set(line.style, seat + 1);
      return { line, seat };
    });
  seats.sort((a, b) => a.seat - b.seat || rank(a.line) - rank(b.line));
  return seats.slice(0, type.count ?? DEFAULT_COUNT).map(({ line }) => line);
}

function colourFor(settings: {
  type: ProductType;
  line: Line;
  own: boolean;
  hash: number;
  flavour: string | undefined;
}): ColourName {
  const { type, line, own, hash, flavour } = settings;
  if (type.natural) return "natural";
  const tied = flavour?.split(":")[1];
  if (tied) return tied as ColourName;
  const palette = styles[line.style].colours.filter(
    (colour) => colour !== "natural" || (own && !type.contents && !type.accent),
  );
  return palette[(hash >>> 7) % palette.length]!;
}

/** All choices for one type in one line; `place` is its number within the type. */
export function designOf(type: ProductType, line: Line, place: number): Design {
  const hash = hashText(`${type.kind}/${line.name}`);
  const material: MaterialName = type.materials[(hash >>> 3) % type.materials.length]!;
  const own = swatchOf("natural", material) !== swatchOf("natural");
  const flavours = type.flavours;
  const chosen = flavours?.[(place * 3 + (hash % 2)) % flavours.length];
  const forms = Object.keys(type.forms);
  const wished = styles[line.style].patterns;
  const { patterns } = optionsOf(type.kind);
  const pattern: PatternName = wished[(hash >>> 11) % wished.length]!;
  return {
    type,
    line,
    form: forms[(place + (hash % 2)) % forms.length]!,
    pattern:
      type.plain || !patterns.includes(pattern)
        ? patterns.includes("plain")
          ? "plain"
          : patterns[(hash >>> 5) % patterns.length]!
        : pattern,
    colour: colourFor({ type, line, own, hash, flavour: chosen }),
    material,
    own,
    flavour: chosen?.split(":")[0],
    hash,
  };
}

/** The other colours in which a design is sold, from the style's palette. */
export function otherColours(design: Design): ColourName[] {
  const { type, line, colour, hash } = design;
  if (type.natural || type.oneColour || type.flavours) return [];
  const palette = styles[line.style].colours.filter(
    (other) =>
      other !== colour && (other !== "natural" || (design.own && !type.contents && !type.accent)),
  );
  const count = type.sized ? (hash >>> 9) % 3 : (hash >>> 9) % 4;
  const start = (hash >>> 14) % palette.length;
  return Array.from({ length: count }, (_, i) => palette[(start + i) % palette.length]!);
}
