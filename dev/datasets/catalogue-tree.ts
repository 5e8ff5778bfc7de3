import { stableHash } from "@slipstream/contracts/partition";
import { type TintName, tints } from "@slipstream/illustrations";
import type { SeedCategory } from "@slipstream/migrations/seed/catalogue";
import type { CatalogueEntry } from "./catalogue-file.ts";

/** For products without a category. */
const EVERYTHING = "Everything";
const MAX_SLUG = 60;

/** Words of a category's name and the tint that suits it. */
const tintRules: readonly (readonly [RegExp, TintName])[] = [
  [/candle|light|lamp/i, "lighting"],
  [/table|mug|cup|glass/i, "tableware"],
  [/kitchen|baking|cook/i, "kitchen"],
  [/garden|plant/i, "garden"],
  [/bag|purse|travel|lunch/i, "bags"],
  [/jewel|accessor|beauty/i, "accessories"],
  [/bath|soap/i, "bath"],
  [/toy|game|child|animation/i, "toys"],
  [/card|paper|stationery|craft|book/i, "paper"],
  [/christmas|party|gift|celebration/i, "gifts"],
  [/decor|home/i, "decor"],
  [/storage|box|furniture/i, "furniture"],
  [/sport|outdoor|adventure/i, "outdoor"],
  [/food|fruit|vegetable|package|grocer/i, "pantry"],
  [/electronic|audio|music|camera|computer/i, "sound"],
  [/shoe|boot/i, "shoes"],
  [/cloth|wear/i, "clothing"],
];
const tintNames = Object.keys(tints) as TintName[];

export interface CategoryTree {
  /** Parents before children. */
  categories: SeedCategory[];
  /** Slug of the category that an entry stands in. */
  slugOf(entry: CatalogueEntry): string;
}

/**
 * The categories of a catalogue. Where lists of categories run from broad to narrow throughout,
 * they become a tree; where they do not (several genres of one film), the first one counts.
 */
export function categoryTree(entries: readonly CatalogueEntry[]): CategoryTree {
  const nested = isNested(entries);
  const pathOf = (entry: CatalogueEntry): string[] => {
    const names = entry.categories?.length ? entry.categories : [entry.category_derived ?? ""];
    const path = names.filter((name) => slugOf(name) !== "");
    if (path.length === 0) return [EVERYTHING];
    return nested ? path : path.slice(0, 1);
  };
  const bySlug = new Map<string, SeedCategory>();
  for (const entry of entries) {
    let parent: SeedCategory | undefined;
    for (const name of pathOf(entry)) {
      const slug = slugOf(name);
      const tint = parent?.tint ?? tintOf(name);
      const category = bySlug.get(slug) ?? {
        slug,
        name,
        description: "",
        tint,
        ...(parent ? { parent: parent.slug } : {}),
      };
      bySlug.set(slug, category);
      parent = category;
    }
  }
  const depthOf = (category: SeedCategory): number =>
    category.parent === undefined ? 0 : 1 + depthOf(bySlug.get(category.parent)!);
  const categories = [...bySlug.values()].sort(
    (left, right) => depthOf(left) - depthOf(right) || left.name.localeCompare(right.name, "en"),
  );
  return { categories, slugOf: (entry) => slugOf(pathOf(entry).at(-1)!) };
}

/** True when every category has one parent, everywhere. */
function isNested(entries: readonly CatalogueEntry[]): boolean {
  const parentOf = new Map<string, string>();
  for (const { categories } of entries) {
    let parent = "";
    for (const name of categories ?? []) {
      const slug = slugOf(name);
      if ((parentOf.get(slug) ?? parent) !== parent || slug === parent) return false;
      parentOf.set(slug, parent);
      parent = slug;
    }
  }
  return true;
}

/** A name as part of an address; may be empty. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, "");
}

function tintOf(name: string): TintName {
  const rule = tintRules.find(([words]) => words.test(name));
  return rule?.[1] ?? tintNames[stableHash(name) % tintNames.length]!;
}
