import type { CsvFault } from "@slipstream/contracts/product-csv";
import { MAX_VARIANTS } from "@slipstream/contracts/selling-api";
import {
  type ProductTranslation,
  type ProductTranslations,
  productTranslationSchema,
} from "@slipstream/contracts/translations";
import { newItemId } from "../create-product.ts";
import { missingFor } from "../publishable.ts";
import { randomTail, slugFrom } from "../slug.ts";
import type { VariantRow } from "../variant-rows.ts";
import { variantFaults } from "../variant-rules.ts";
import type { Draft, DraftVariant } from "./drafts.ts";
import type { KnownProduct, KnownShop, KnownVariant } from "./known.ts";

/** A product as it is to be. */
export type ProductWrite = Omit<KnownProduct, "own"> & {
  /** Where it was until now; undefined for a new product. */
  before: { slug: string; status: string } | undefined;
};

/** What a file changes: everything else of it is so already, or is refused whole. */
export interface ImportPlan {
  products: ProductWrite[];
  variants: VariantRow[];
  stock: { sku: string; onHand: number }[];
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  faults: CsvFault[];
}

/** What other products of the same file have taken. */
interface Taken {
  ids: Set<string>;
  slugs: Set<string>;
  skus: Set<string>;
}

/** Compares a file with what is there. Each product is planned whole, or refused with its faults. */
export function planImport(drafts: readonly Draft[], known: KnownShop): ImportPlan {
  const plan: ImportPlan = {
    products: [],
    variants: [],
    stock: [],
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    faults: [],
  };
  const taken: Taken = { ids: new Set(), slugs: new Set(), skus: new Set() };
  const ofProduct = Map.groupBy(known.variants.values(), ({ productId }) => productId);
  for (const draft of drafts) planProduct(plan, { draft, known, taken, ofProduct });
  return plan;
}

interface Planning {
  draft: Draft;
  known: KnownShop;
  taken: Taken;
  ofProduct: Map<string, KnownVariant[]>;
}

function planProduct(plan: ImportPlan, planning: Planning): void {
  const { draft, taken } = planning;
  const target = targetOf(planning);
  const write = draft.faults.length === 0 ? writeOf(planning, target) : undefined;
  const present = target ? (planning.ofProduct.get(target.id) ?? []) : [];
  const variants = write ? mergeVariants(planning, write, present) : [];
  if (!write || draft.faults.length > 0) {
    plan.refused++;
    plan.faults.push(...draft.faults);
    return;
  }
  taken.ids.add(write.id);
  taken.slugs.add(write.slug);
  const before = new Map(present.map((variant) => [variant.sku, variant]));
  const rows = variants.filter((row) => !isSameVariant(row, before.get(row.sku)));
  const stock = draft.variants.flatMap(({ sku, onHand }) =>
    onHand === undefined || onHand === (before.get(sku)?.onHand ?? 0) ? [] : [{ sku, onHand }],
  );
  const isSame = target !== undefined && isSameProduct(write, target);
  if (isSame && rows.length === 0 && stock.length === 0) {
    plan.unchanged++;
    return;
  }
  if (target) plan.updated++;
  else plan.created++;
  plan.products.push(write);
  plan.variants.push(...rows);
  plan.stock.push(...stock);
}

/** The product that a draft speaks of; undefined for a new one. */
function targetOf({ draft, known, taken }: Planning): KnownProduct | undefined {
  const { id, fields } = draft;
  const bySlug = fields.slug === undefined ? undefined : known.slugs.get(fields.slug);
  const found = known.products.get(id ?? bySlug ?? "");
  if (id !== undefined && (!found?.own || found.status === "deleted")) {
    fault(draft, "id", "unknown_product", `There is no product ${id} of yours`);
    return undefined;
  }
  if (id === undefined && bySlug !== undefined) {
    const mine = found?.own && found.status !== "deleted" && found.slug === fields.slug;
    if (!mine) {
      fault(draft, "slug", "taken", "Another product has this address, or had it before");
      return undefined;
    }
  }
  if (found && taken.ids.has(found.id)) {
    fault(draft, "id", "duplicate", "Other rows of this file change the same product");
  }
  return found;
}

function writeOf(planning: Planning, target: KnownProduct | undefined): ProductWrite {
  const { draft, known } = planning;
  const { fields } = draft;
  if (!target && fields.title === undefined) {
    fault(draft, "title", "required", "A new product needs a title");
  }
  if (!target && fields.categorySlug === undefined) {
    fault(draft, "category", "required", "A new product needs a category");
  }
  const category = fields.categorySlug;
  if (category !== undefined && !known.categories.has(category)) {
    fault(draft, "category", "unknown_category", `There is no category ${category}`);
  }
  const title = fields.title ?? target?.title ?? "";
  return {
    id: target?.id ?? newItemId(),
    slug: slugOf(planning, target, title),
    title,
    description: fields.description ?? target?.description ?? "",
    brand: fields.brand ?? target?.brand ?? "",
    categorySlug: category ?? target?.categorySlug ?? "",
    attributes: fields.attributes ?? target?.attributes ?? {},
    translations: translationsOf(draft, target?.translations ?? {}),
    consumable: fields.consumable ?? target?.consumable ?? false,
    status: fields.status ?? target?.status ?? "draft",
    before: target && { slug: target.slug, status: target.status },
  };
}

function slugOf(planning: Planning, target: KnownProduct | undefined, title: string): string {
  const { draft, known, taken } = planning;
  const wanted = draft.fields.slug ?? target?.slug ?? slugFrom(title);
  const owner = known.slugs.get(wanted);
  const free = (owner === undefined || owner === target?.id) && !taken.slugs.has(wanted);
  if (free) return wanted;
  if (draft.fields.slug !== undefined) {
    fault(draft, "slug", "taken", "Another product has this address, or had it before");
  }
  return `${wanted}-${randomTail()}`;
}

/** The product's variants as they are to be: those that the file does not name stay. */
function mergeVariants(
  planning: Planning,
  write: ProductWrite,
  present: readonly KnownVariant[],
): VariantRow[] {
  const { draft } = planning;
  const merged = new Map(
    present.map(({ onHand: _, reserved: __, ...row }) => [row.sku, row as VariantRow]),
  );
  let position = present.reduce((last, row) => Math.max(last, row.position), -1);
  for (const variant of draft.variants) {
    const before = merged.get(variant.sku);
    checkVariant(planning, variant, before);
    merged.set(variant.sku, {
      sku: variant.sku,
      productId: write.id,
      options: variant.options ?? before?.options ?? {},
      priceMinor: variant.priceMinor ?? before?.priceMinor ?? 0,
      position: before?.position ?? ++position,
    });
  }
  const rows = [...merged.values()];
  if (draft.variants.length > 0) {
    const lines = new Map(draft.variants.map(({ sku, line }) => [sku, line]));
    for (const { index, field, message } of variantFaults(rows)) {
      const line = lines.get(rows[index]?.sku ?? "") ?? draft.line;
      draft.faults.push({ line, column: field, code: "invalid", message });
    }
  }
  if (rows.length > MAX_VARIANTS) {
    fault(draft, "sku", "too_many_variants", `A product has at most ${MAX_VARIANTS} variants`);
  }
  const missing = missingFor(write.status === "published" ? "published" : "draft", rows.length);
  // One that is shown already is not refused for what it always lacked.
  if (missing && write.before?.status !== "published") fault(draft, "sku", "required", missing);
  return rows;
}

function checkVariant(
  { draft, known, taken }: Planning,
  variant: DraftVariant,
  before: VariantRow | undefined,
): void {
  const { sku, line } = variant;
  const there = known.variants.get(sku);
  const add = (column: string, code: CsvFault["code"], message: string) =>
    draft.faults.push({ line, column, code, message });
  if (there && !before) add("sku", "taken", `${sku} is the number of another product's variant`);
  if (taken.skus.has(sku)) add("sku", "duplicate", `${sku} stands in this file twice`);
  taken.skus.add(sku);
  if (!before && variant.priceMinor === undefined) {
    add("price", "required", "A new variant needs a price");
  }
  if (before && there && variant.onHand !== undefined && variant.onHand < there.reserved) {
    const message = `Orders hold ${there.reserved} of ${sku}: it cannot be less`;
    add("stock", "below_reserved", message);
  }
}

function fault(draft: Draft, column: string, code: CsvFault["code"], message: string): void {
  draft.faults.push({ line: draft.line, column, code, message });
}

const untranslated: ProductTranslation = { title: "", description: "", words: {} };

/** The German of a file over what there is; without a title there is none. */
function translationsOf(draft: Draft, before: ProductTranslations): ProductTranslations {
  const { german } = draft.fields;
  if (!german) return before;
  const { de, ...others } = before;
  const after = { ...(de ?? untranslated), ...german };
  if (after.title === "") {
    const { description, words } = after;
    if (!de && (description !== "" || Object.keys(words).length > 0)) {
      fault(draft, "title_de", "required", "German text and words need a German title");
    }
    return others;
  }
  const whole = productTranslationSchema.safeParse(after);
  for (const { path, message } of whole.error?.issues ?? []) {
    fault(draft, `${String(path[0])}_de`, "invalid", message);
  }
  return { ...others, de: after };
}

const comparedFields = [
  "slug",
  "title",
  "description",
  "brand",
  "categorySlug",
  "consumable",
  "status",
] as const;

function isSameProduct(write: ProductWrite, target: KnownProduct): boolean {
  return (
    comparedFields.every((field) => write[field] === target[field]) &&
    isSamePairs(write.attributes, target.attributes) &&
    isSameTranslation(write.translations.de, target.translations.de)
  );
}

function isSameTranslation(
  one: ProductTranslation | undefined,
  other: ProductTranslation | undefined,
): boolean {
  if (!one || !other) return one === other;
  return (
    one.title === other.title &&
    one.description === other.description &&
    isSamePairs(one.words, other.words)
  );
}

function isSameVariant(row: VariantRow, before: KnownVariant | undefined): boolean {
  return (
    before !== undefined &&
    row.priceMinor === before.priceMinor &&
    isSamePairs(row.options, before.options)
  );
}

function isSamePairs(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length &&
    entries.every(([name, value]) => Object.hasOwn(other, name) && other[name] === value)
  );
}
