import {
  type ColourName,
  hashText,
  type IllustrationSpec,
  illustrationPath,
  seedFor,
} from "@slipstream/illustrations";
import type { SeedCatalogue, SeedCategory, SeedProduct, SeedVariant } from "../catalogue.ts";
import { branches } from "./categories.data.ts";
import { germanCategories } from "./categories.german.data.ts";
import { designOf, linesFor, otherColours } from "./design.ts";
import { germanOf } from "./german.ts";
import { homeTypes } from "./home-types.data.ts";
import { lifeTypes } from "./life-types.data.ts";
import { playTypes } from "./play-types.data.ts";
import { shopPrice } from "./price.ts";
import type { ProductType } from "./product-type.ts";
import { type Design, descriptionOf, finishOf, materialSaid, titleOf } from "./text.ts";
import { colourWords, materialWords, patternWords } from "./wording.data.ts";

/** The shop that the demo catalogue belongs to. */
export const demoShop = { name: "Halden & Daughters", currency: "EUR" } as const;

const LAST_DAY = Date.UTC(2026, 9, 31);
const DAY_MS = 86_400_000;
const DAYS = 730;
const SIZE_STEPS = [1, 1.6, 2.3];

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

function categoriesOf(): SeedCategory[] {
  return branches.flatMap(({ slug, name, tint, description, leaves }) => [
    { slug, name, tint, description, ...inGerman(slug) },
    ...leaves.map(([leaf, leafName, text]) => ({
      slug: leaf,
      name: leafName,
      parent: slug,
      tint,
      description: text,
      ...inGerman(leaf),
    })),
  ]);
}

function inGerman(slug: string): Pick<SeedCategory, "translations"> {
  const [name, description] = germanCategories[slug] ?? [];
  if (name === undefined || description === undefined) return {};
  return { translations: { de: { name, description } } };
}

/** A number in 0..1 that belongs to this design and purpose. */
function share(design: Design, purpose: string): number {
  return hashText(`${purpose}#${design.hash}#${design.line.name}#${design.type.kind}`) / 2 ** 32;
}

function basePrice(design: Design): number {
  const [low, high] = design.type.price;
  const factor = (materialWords[design.material]?.[2] ?? 1) * design.line.level;
  const euro = (low + (high - low) * share(design, "price") ** 1.3) * factor;
  return Math.min(high * 1.25, Math.max(low, euro));
}

function stockOf(key: string): number {
  const hash = hashText(key);
  return hash % 100 < 4 ? 0 : 3 + ((hash >>> 8) % 60);
}

function variantsOf(design: Design, id: string, colours: readonly ColourName[]): SeedVariant[] {
  const { type } = design;
  const code = `${slugOf(design.line.name).replace(/-/g, "").slice(0, 6)}-${(hashText(id) % 46656).toString(36).padStart(3, "0")}${type.kind.slice(0, 3).replace("-", "x")}`;
  const base = basePrice(design);
  const several = colours.length > 1;
  return colours.flatMap((colour) =>
    (type.sized ?? [undefined]).map((size, i): SeedVariant => {
      const sku = [code, ...(several ? [colour] : []), ...(size ? [slugOf(size)] : [])]
        .join("-")
        .toUpperCase();
      const step = type.onePrice ? 1 : (SIZE_STEPS[i] ?? 1);
      const options = {
        ...(several ? { Colour: colourWords[colour] } : {}),
        ...(size ? { Size: size } : {}),
      };
      return { sku, options, priceMinor: shopPrice(base * step), stock: stockOf(sku) };
    }),
  );
}

function attributesOf(design: Design, spec: IllustrationSpec): Record<string, string> {
  const { type, material, pattern } = design;
  const edible = type.flavours !== undefined;
  const attributes: Record<string, string> = { Line: design.line.name };
  if (!edible) attributes.Material = materialSaid(material);
  if (!edible && !type.natural) attributes.Colour = colourWords[spec.colour];
  if (design.flavour)
    attributes[type.leaf === "soap-and-care" ? "Scent" : "Variety"] = design.flavour.replace(
      "-",
      " ",
    );
  if (pattern !== "plain" && !edible) attributes.Pattern = patternWords[pattern];
  type.size.forEach(([label, low, high, unit = "cm"], i) => {
    const raw = low + (high - low) * share(design, `size${i}`);
    const grain = high > 1000 ? 100 : high > 100 ? 10 : 1;
    attributes[label] =
      `${Math.round(raw / grain) * grain}${unit === "%" ? "" : " "}${unit}`.trim();
  });
  attributes.Care = edible
    ? type.leaf === "soap-and-care"
      ? "Keep away from direct sun"
      : "Store cool, dry and dark"
    : (type.care ?? materialWords[material]?.[1] ?? "Wipe with a soft cloth");
  return attributes;
}

function productOf(type: ProductType, design: Design, taken: ReadonlySet<string>): SeedProduct {
  const title = titleOf(design);
  const id = slugOf(title);
  const seed = seedFor(type.kind, design.hash, { form: design.form, pattern: design.pattern });
  const spec: IllustrationSpec = {
    kind: type.kind,
    seed,
    colour: design.colour,
    material: design.material,
  };
  const others = otherColours(design);
  const variants = variantsOf(design, id, [design.colour, ...others]);
  const finish = finishOf(design);
  const scene = `${title}, in use`;
  const attributes = attributesOf(design, spec);
  const german = germanOf(design, { attributes, variants });
  return {
    id,
    slug: id,
    title,
    description: descriptionOf(design, taken),
    category: type.leaf,
    brand: design.line.brand,
    attributes,
    priceMinor: Math.min(...variants.map((variant) => variant.priceMinor)),
    currency: demoShop.currency,
    consumable: type.consumable === true,
    variants,
    images: [
      { path: illustrationPath(spec, "front"), alt: finish ? `${title} ${finish}` : title },
      { path: illustrationPath(spec, "detail"), alt: `${title}, close up` },
      { path: illustrationPath(spec, "use"), alt: scene },
      ...others.map((colour) => ({
        path: illustrationPath({ ...spec, colour }, "front"),
        alt: `${title} in ${colourWords[colour]}`,
      })),
    ],
    createdAt: new Date(
      LAST_DAY -
        Math.floor(share(design, "created") * DAYS) * DAY_MS +
        Math.floor(share(design, "hour") * 20) * 3_600_000,
    ).toISOString(),
    ...(german ? { translations: { de: german } } : {}),
  };
}

/** The whole demo catalogue, the same every time: about 1,500 products, three pictures and more each. */
export function demoCatalogue(): SeedCatalogue {
  const products: SeedProduct[] = [];
  const taken = new Set<string>();
  for (const type of [...homeTypes, ...lifeTypes, ...playTypes]) {
    linesFor(type).forEach((line, place) => {
      const product = productOf(type, designOf(type, line, place), taken);
      taken.add(product.description);
      products.push(product);
    });
  }
  return { categories: categoriesOf(), products };
}
