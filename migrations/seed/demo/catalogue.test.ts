import {
  drawIllustration,
  formOf,
  illustrationKinds,
  optionsOf,
  parseIllustrationPath,
  patternOf,
  tints,
} from "@slipstream/illustrations";
import { describe, expect, it } from "vitest";
import { seedCatalogueSchema } from "../catalogue.ts";
import { demoCatalogue } from "./catalogue.ts";
import { homeTypes } from "./home-types.data.ts";
import { lifeTypes } from "./life-types.data.ts";
import { playTypes } from "./play-types.data.ts";
import { shopPrice } from "./price.ts";
import { styleNames, styleOf } from "./styles.ts";
import { patternWords } from "./wording.data.ts";

const catalogue = demoCatalogue();
const { products, categories } = catalogue;
const types = [...homeTypes, ...lifeTypes, ...playTypes];

function duplicates(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

describe("demo catalogue", () => {
  it("is valid, large, and the same every time", () => {
    expect(() => seedCatalogueSchema.parse(catalogue)).not.toThrow();
    expect(products.length).toBeGreaterThanOrEqual(1200);
    expect(JSON.stringify(demoCatalogue())).toBe(JSON.stringify(catalogue));
  });

  it("has a tree of departments and leaves, each leaf with at least 15 products", () => {
    const roots = categories.filter((category) => !category.parent);
    expect(roots.length).toBeGreaterThanOrEqual(14);
    const slugs = new Set(roots.map((root) => root.slug));
    const leaves = categories.filter((category) => category.parent);
    expect(leaves.every((leaf) => slugs.has(leaf.parent!))).toBe(true);
    expect(duplicates(categories.map((category) => category.slug))).toEqual([]);
    for (const leaf of leaves) {
      expect(
        products.filter((product) => product.category === leaf.slug).length,
        leaf.slug,
      ).toBeGreaterThanOrEqual(15);
    }
    const known = new Set(leaves.map((leaf) => leaf.slug));
    expect(products.filter((product) => !known.has(product.category))).toEqual([]);
    expect(categories.filter((category) => !(category.tint in tints))).toEqual([]);
  });

  it("has German of everything, but for names of lines and plain figures", () => {
    const german = products.map(({ translations }) => translations?.de);
    expect(german.filter((one) => !one?.title || !one.description)).toEqual([]);
    expect(duplicates(german.map((one) => one!.title))).toEqual([]);
    const unsaid = products.flatMap(({ attributes, variants, translations }) => {
      const { Line: _, ...others } = attributes;
      const pairs = [others, ...variants.map(({ options }) => options)];
      const words = pairs.flatMap((each) => Object.entries(each).flat());
      return words.filter((word) => !(word in translations!.de!.words));
    });
    const alike = /^(Material|[SMLX]+|[\d–× ]+( ?(cm|mm|ml|g|kg|%))?)$/;
    expect([...new Set(unsaid)].filter((word) => !alike.test(word))).toEqual([]);
  });

  it("names nothing twice", () => {
    expect(duplicates(products.map((product) => product.id))).toEqual([]);
    expect(duplicates(products.map((product) => product.slug))).toEqual([]);
    expect(duplicates(products.map((product) => product.title))).toEqual([]);
    expect(duplicates(products.map((product) => product.description))).toEqual([]);
    expect(
      duplicates(products.flatMap((product) => product.variants.map((variant) => variant.sku))),
    ).toEqual([]);
  });

  it("knows only forms that the drawings know", () => {
    for (const type of types) {
      expect(optionsOf(type.kind).forms, type.kind).toEqual(
        expect.arrayContaining(Object.keys(type.forms)),
      );
      expect(Object.keys(type.forms), type.kind).toEqual(
        expect.arrayContaining(Object.keys(type.nouns ?? {})),
      );
    }
    expect(duplicates(types.map((type) => type.kind))).toEqual([]);
    expect(types.every((type) => illustrationKinds.includes(type.kind))).toBe(true);
  });

  it("shows what it says: form, pattern, colour and material of the picture are those of the words", () => {
    for (const product of products) {
      const { spec } = parseIllustrationPath(product.images[0]!.path)!;
      const type = types.find((candidate) => candidate.kind === spec.kind)!;
      const form = formOf(spec);
      expect(Object.keys(type.forms), product.id).toContain(form);
      if (!type.flavours)
        expect(product.description.toLowerCase(), product.id).toContain(
          type.forms[form]!.toLowerCase(),
        );
      const pattern = patternOf(spec);
      const said = pattern === "plain" || type.flavours ? undefined : patternWords[pattern];
      expect(product.attributes.Pattern, product.id).toBe(said);
    }
  });

  it("has at least three pictures each, all of which draw", () => {
    for (const product of products) {
      expect(product.images.length, product.id).toBeGreaterThanOrEqual(3);
      for (const { path, alt } of product.images) {
        const parsed = parseIllustrationPath(path);
        expect(parsed, path).toBeDefined();
        expect(alt.length).toBeGreaterThan(4);
      }
    }
    for (const product of products.filter((_, i) => i % 10 === 0)) {
      const parsed = parseIllustrationPath(product.images[0]!.path)!;
      expect(drawIllustration(parsed.spec, parsed.view)).toMatch(/^<svg .*<\/svg>$/s);
    }
  });

  it("asks sane prices", () => {
    for (const product of products) {
      const prices = product.variants.map((variant) => variant.priceMinor);
      expect(product.priceMinor).toBe(Math.min(...prices));
      expect(product.priceMinor, product.id).toBeGreaterThanOrEqual(200);
      expect(Math.max(...prices), product.id).toBeLessThanOrEqual(200_000);
    }
    const mean = (kind: string): number => {
      const some = products.filter((product) => product.images[0]!.path.includes(`/${kind}/`));
      return some.reduce((sum, product) => sum + product.priceMinor, 0) / some.length;
    };
    expect(mean("armchair")).toBeGreaterThan(mean("chair"));
    expect(mean("chair")).toBeGreaterThan(mean("mug"));
    expect(mean("mug")).toBeGreaterThan(mean("card"));
  });

  it("is a few percent out of stock, and a few dozen products are new", () => {
    const variants = products.flatMap((product) => product.variants);
    const out = variants.filter((variant) => variant.stock === 0).length / variants.length;
    expect(out).toBeGreaterThan(0.01);
    expect(out).toBeLessThan(0.08);
    const recent = products.filter((product) => product.createdAt > "2026-10-02").length;
    expect(recent).toBeGreaterThan(24);
    expect(recent).toBeLessThan(140);
    expect(
      products.every(
        (product) => product.createdAt < "2026-11-01" && product.createdAt > "2024-10-01",
      ),
    ).toBe(true);
  });
});

describe("words", () => {
  it("are whole sentences without slips", () => {
    for (const { id, description } of products) {
      expect(description, id).not.toMatch(/ {2}|undefined|null|[{}!]| [,.:;]|\.\.|,,/);
      expect(description, id).not.toMatch(/\b(\w+) \1\b/i);
      expect(description, id).not.toMatch(/\ba [aeio]\w/i);
      expect(description, id).toMatch(/^[A-Z].*\.$/);
      const sentences = description.split(/(?<=\.) /);
      expect(sentences.length, id).toBeGreaterThanOrEqual(2);
      expect(sentences.length, id).toBeLessThanOrEqual(5);
      for (const sentence of sentences) expect(sentence, id).toMatch(/^[A-Z]/);
    }
  });

  it("speak of one style per line, and every style has its share", () => {
    const counts = Object.fromEntries(styleNames.map((style) => [style, 0]));
    for (const product of products) {
      const style = styleOf(product.id);
      expect(style, product.id).toBeDefined();
      counts[style!]! += 1;
    }
    for (const style of styleNames) expect(counts[style], style).toBeGreaterThan(100);
    expect(styleOf("unknown-thing")).toBeUndefined();
  });
});

describe("shopPrice", () => {
  it("ends like prices in shops", () => {
    expect([3.2, 12, 13, 47, 68, 134, 610].map(shopPrice)).toEqual([
      300, 1190, 1250, 4500, 7000, 12900, 61000,
    ]);
  });
});
