import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { moneyMinor } from "@slipstream/contracts/money-text";
import type { CsvColumn, CsvFault } from "@slipstream/contracts/product-csv";
import {
  attributesSchema,
  optionsSchema,
  priceMinorSchema,
  productTextSchema,
  skuSchema,
  stockSchema,
} from "@slipstream/contracts/selling-api";
import {
  type ProductTranslation,
  productTranslationSchema,
} from "@slipstream/contracts/translations";
import type { z } from "zod";
import { readPairs } from "./pairs.ts";
import type { CsvRow } from "./read-rows.ts";

type Status = "draft" | "published" | "hidden";

/** What a file says of a product itself; what is absent stays as it is. */
export interface DraftFields {
  slug?: string;
  title?: string;
  description?: string;
  brand?: string;
  categorySlug?: string;
  attributes?: Record<string, string>;
  consumable?: boolean;
  status?: Status;
  german?: Partial<ProductTranslation>;
}

export interface DraftVariant {
  line: number;
  sku: string;
  options?: Record<string, string>;
  priceMinor?: number;
  onHand?: number;
}

/** A product as a file tells it, in the rows that belong together. */
export interface Draft {
  line: number;
  id: string | undefined;
  fields: DraftFields;
  variants: DraftVariant[];
  faults: CsvFault[];
}

/** Columns that say the same on each row of a product. */
const productColumns: readonly CsvColumn[] = [
  "id",
  "slug",
  "title",
  "description",
  "brand",
  "category",
  "attributes",
  "consumable",
  "status",
  "currency",
  "title_de",
  "description_de",
  "words_de",
];

/** Puts rows together by id, else by slug, else by title, and reads their cells. */
export function draftsOf(rows: readonly CsvRow[], currency: string): Draft[] {
  const groups = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const { id = "", slug = "", title = "" } = row.cells;
    const key = id !== "" ? `id ${id}` : slug !== "" ? `slug ${slug}` : `title ${title}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => draftOf(group, currency));
}

function draftOf(rows: readonly CsvRow[], currency: string): Draft {
  const [first] = rows as [CsvRow, ...CsvRow[]];
  const draft: Draft = { line: first.line, id: undefined, fields: {}, variants: [], faults: [] };
  readProduct(draft, first, currency);
  for (const row of rows) {
    if (row !== first) compare(draft, first, row);
    readVariant(draft, row, currency);
  }
  return draft;
}

/** On further rows the product's cells are empty, or say the same. */
function compare(draft: Draft, first: CsvRow, row: CsvRow): void {
  for (const column of productColumns) {
    const cell = row.cells[column] ?? "";
    if (cell !== "" && cell !== first.cells[column]) {
      const message = `This is not what line ${first.line} says of the same product`;
      draft.faults.push({ line: row.line, column, code: "contradicts", message });
    }
  }
}

function readProduct(draft: Draft, row: CsvRow, currency: string): void {
  const { cells } = row;
  const { fields } = draft;
  const read = reader(draft, row.line);
  if (cells.id) draft.id = read("id", itemIdSchema, cells.id);
  const text = productTextSchema.shape;
  if (cells.slug) put(fields, "slug", read("slug", text.slug, cells.slug));
  if (cells.title) put(fields, "title", read("title", text.title, cells.title));
  if (cells.description !== undefined) {
    put(fields, "description", read("description", text.description, cells.description));
  }
  if (cells.brand !== undefined) put(fields, "brand", read("brand", text.brand, cells.brand));
  if (cells.category) {
    put(fields, "categorySlug", read("category", text.categorySlug, cells.category));
  }
  if (cells.attributes !== undefined) {
    put(fields, "attributes", readPairsCell(draft, row, "attributes", attributesSchema));
  }
  if (cells.consumable) put(fields, "consumable", oneOf(draft, row, "consumable", yesNo));
  if (cells.status) put(fields, "status", oneOf(draft, row, "status", statuses));
  readGerman(draft, row);
  if (cells.currency && cells.currency.toUpperCase() !== currency) {
    const message = `This shop's prices are in ${currency}`;
    draft.faults.push({ line: row.line, column: "currency", code: "wrong_currency", message });
  }
}

/** An empty title takes the translation away; cells of columns that are not there leave it. */
function readGerman(draft: Draft, row: CsvRow): void {
  const { title_de: title, description_de: description, words_de: words } = row.cells;
  if (title === undefined && description === undefined && words === undefined) return;
  const read = reader(draft, row.line);
  const text = productTranslationSchema.shape;
  const german: Partial<ProductTranslation> = {};
  if (title === "") german.title = "";
  else if (title !== undefined) put(german, "title", read("title_de", text.title, title));
  if (description !== undefined) {
    put(german, "description", read("description_de", text.description, description));
  }
  if (words !== undefined) put(german, "words", readPairsCell(draft, row, "words_de", text.words));
  draft.fields.german = german;
}

function readVariant(draft: Draft, row: CsvRow, currency: string): void {
  const { cells, line } = row;
  if (!cells.sku) {
    for (const column of ["options", "price", "stock"] as const) {
      if (!cells[column]) continue;
      const message = "A variant needs an article number (sku)";
      draft.faults.push({ line, column: "sku", code: "required", message });
      return;
    }
    return;
  }
  const read = reader(draft, line);
  const sku = read("sku", skuSchema, cells.sku);
  if (sku === undefined) return;
  const variant: DraftVariant = { line, sku };
  if (cells.options !== undefined) {
    put(variant, "options", readPairsCell(draft, row, "options", optionsSchema));
  }
  if (cells.price) {
    const minor = moneyMinor(cells.price, currency);
    put(variant, "priceMinor", read("price", priceMinorSchema, minor, "a price such as 12.50"));
  }
  if (cells.stock) {
    const count = /^\d{1,9}$/.test(cells.stock) ? Number(cells.stock) : undefined;
    put(variant, "onHand", read("stock", stockSchema, count, "a whole number such as 12"));
  }
  draft.variants.push(variant);
}

const yesNo = { yes: true, no: false, true: true, false: false, "1": true, "0": false } as const;
const statuses = { draft: "draft", published: "published", hidden: "hidden" } as const;

function oneOf<T>(
  draft: Draft,
  { line, cells }: CsvRow,
  column: CsvColumn,
  values: Readonly<Record<string, T>>,
): T | undefined {
  const found = new Map(Object.entries(values)).get((cells[column] ?? "").toLowerCase());
  if (found === undefined) {
    const message = `This must be one of ${Object.keys(values).join(", ")}`;
    draft.faults.push({ line, column, code: "invalid", message });
  }
  return found;
}

function readPairsCell(
  draft: Draft,
  row: CsvRow,
  column: "attributes" | "options" | "words_de",
  schema: z.ZodType<Record<string, string>>,
): Record<string, string> | undefined {
  const pairs = readPairs(row.cells[column] ?? "");
  return reader(draft, row.line)(column, schema, pairs, "pairs such as Colour=Sea; Size=L");
}

/** Reads cells of one line by a schema; what does not fit becomes a fault and undefined. */
function reader({ faults }: Draft, line: number) {
  return <T>(
    column: CsvColumn,
    schema: z.ZodType<T>,
    value: unknown,
    expected?: string,
  ): T | undefined => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const found = parsed.error.issues[0]?.message ?? "this cannot be read";
    const message = value === undefined && expected ? `This must be ${expected}` : found;
    faults.push({ line, column, code: "invalid", message });
    return undefined;
  };
}

function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined) {
  if (value !== undefined) target[key] = value;
}
