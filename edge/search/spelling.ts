import type { Language } from "@slipstream/contracts/languages";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { editDistance } from "./edit-distance.ts";
import { textArray } from "./sql-arrays.ts";

/** What the shop knows of a word. */
export interface KnownWord {
  word: string;
  /** Says nothing by itself: `the`. */
  empty: boolean;
  /** A product has it. */
  known: boolean;
  /** A product has a word that begins with it. */
  begins: boolean;
  /** The word that was likely meant, where no product has this one. */
  correction: string | undefined;
}

const rowSchema = z.object({
  empty: z.boolean(),
  known: z.boolean(),
  begins: z.boolean(),
  similar: z.array(z.string()),
  products: z.array(z.number()),
});

/** What the transaction's shop knows of these words, in their order; of those of the language, too. */
export async function spell(
  transaction: ShopTransaction,
  words: readonly string[],
  language: Language,
): Promise<KnownWord[]> {
  const statement = sql`
    select empty, known, begins, coalesce(to_jsonb(similar_words), '[]') as similar,
      coalesce(to_jsonb(products), '[]') as products
    from search_spelling(${textArray(words)}, ${language})`;
  const rows = await transaction.execute(statement.inlineParams());
  return z
    .array(rowSchema)
    .parse([...rows])
    .map(({ similar, products, ...known }, place) => ({
      ...known,
      word: words[place]!,
      correction: nearest(words[place]!, similar, products),
    }));
}

/** Slips that a word of this length may hold. */
function maxSlips(word: string): number {
  if (word.length <= 4) return 1;
  return word.length <= 8 ? 2 : 3;
}

/** The word with the fewest slips; of several the one that more products have. */
export function nearest(
  word: string,
  similar: readonly string[],
  products: readonly number[],
): string | undefined {
  const limit = maxSlips(word);
  const plain = word.normalize("NFD").replace(/\p{M}+/gu, "");
  const found = similar
    .map((other, place) => ({
      other,
      slips: editDistance(plain, other, limit),
      // People rarely get the first letter wrong.
      sameStart: other[0] === plain[0] ? 0 : 1,
      products: products[place] ?? 0,
    }))
    .filter(({ slips }) => slips <= limit);
  found.sort((a, b) => a.slips - b.slips || a.sameStart - b.sameStart || b.products - a.products);
  return found[0]?.other;
}
