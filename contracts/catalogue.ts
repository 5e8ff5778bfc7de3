import { z } from "zod";
import { BinaryReader, BinaryWriter } from "./binary.ts";
import { itemIdSchema } from "./identifiers.ts";

/** What the model server knows of a product: enough to filter, diversify and explain. */
export const catalogueItemSchema = z.strictObject({
  itemId: itemIdSchema,
  title: z.string(),
  /** Slugs from the leaf up to the root. */
  categories: z.array(z.string()),
  brand: z.string().optional(),
  /** What `keywordsOf` finds in the attributes: a material, a colour, a pattern. */
  keywords: z.array(z.string()).optional(),
  priceMinor: z.number().int().nonnegative(),
  currency: z.string(),
  status: z.enum(["draft", "published", "hidden", "deleted"]),
  inStock: z.boolean(),
  consumable: z.boolean(),
  sellerId: z.string().optional(),
  createdAt: z.number().int(),
});
export type CatalogueItem = z.infer<typeof catalogueItemSchema>;

/** Longest attribute value, in words, that names a trait; longer ones are sentences. */
const MAX_TRAIT_WORDS = 3;

/** The attribute values that name a trait: short ones without figures, which would be measures. */
export function keywordsOf(attributes: Readonly<Record<string, string>>): string[] {
  return Object.values(attributes).filter(
    (value) =>
      value !== "" && !/\d/.test(value) && value.trim().split(/\s+/).length <= MAX_TRAIT_WORDS,
  );
}

const messageSchema = z.strictObject({ items: z.array(catalogueItemSchema) });
export type CatalogueMessage = z.infer<typeof messageSchema>;

const MAGIC = "SLCA";
const VERSION = 1;
const encoder = new TextEncoder();

/** Changed products on `learn.<shop>.catalogue`: a header, then JSON of the whole new values. */
export function encodeCatalogue(message: CatalogueMessage): Uint8Array {
  const json = encoder.encode(JSON.stringify(message));
  const header = new BinaryWriter().header(MAGIC, VERSION).finish();
  const bytes = new Uint8Array(header.length + json.length);
  bytes.set(header);
  bytes.set(json, header.length);
  return bytes;
}

export function decodeCatalogue(bytes: Uint8Array): CatalogueMessage {
  new BinaryReader(bytes).header(MAGIC, VERSION);
  return messageSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(5))));
}
