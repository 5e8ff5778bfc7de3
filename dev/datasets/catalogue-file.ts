import { basename } from "node:path";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { z } from "zod";
import type { LineFault } from "./event-log.ts";
import { readLines } from "./lines.ts";

const price = z.number().nonnegative().nullish();

const entrySchema = z.object({
  item_id: z.union([z.string(), z.number().int()]).transform(String).pipe(itemIdSchema),
  title: z.string().trim().min(1).max(500),
  description: z.string().max(20_000).nullish(),
  category_derived: z.string().max(100).nullish(),
  categories: z.array(z.string().max(100)).max(20).nullish(),
  brand: z.string().max(100).nullish(),
  attributes: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).nullish(),
  price,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullish(),
  /** Epoch seconds. */
  first_sold: z.number().int().nonnegative().nullish(),
  variants: z
    .array(
      z.object({
        sku: z.string().min(1).max(64),
        price,
        options: z.record(z.string(), z.string()).default({}),
      }),
    )
    .max(100)
    .nullish(),
});
/** One product as a catalogue file tells it. Prices in major units. */
export type CatalogueEntry = z.infer<typeof entrySchema>;

/**
 * Reads a catalogue of JSON lines. A line that is no product, or one whose id came before, goes
 * to `onFault`; reading goes on.
 */
export async function readCatalogue(
  path: string,
  onFault: (fault: LineFault) => void,
): Promise<CatalogueEntry[]> {
  const file = basename(path);
  const entries = new Map<string, CatalogueEntry>();
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      const result = parseEntry(line.text);
      if (typeof result === "string") {
        onFault({ file, line: line.number, message: result });
      } else if (entries.has(result.item_id)) {
        onFault({ file, line: line.number, message: `item ${result.item_id} was there before` });
      } else {
        entries.set(result.item_id, result);
      }
    }
  }
  return [...entries.values()];
}

function parseEntry(text: string | undefined): CatalogueEntry | string {
  if (text === undefined) return "the line is too long";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "the line is not JSON";
  }
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  return `${issue.path.join(".")}: ${issue.message}`;
}
