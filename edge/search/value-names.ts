import { sellers } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import type { ChoiceCount } from "./count-choices.ts";
import { facetNames } from "./filters.ts";
import { textArray } from "./sql-arrays.ts";

/** What an id of `search_values` stands for. */
interface ValueName {
  /** Which facet: `:category`, `:brand`, `:seller`, or an attribute's name. */
  name: string;
  value: string;
}

/** Products with a value, by its name. */
export interface ValueCount extends ValueName, Omit<ChoiceCount, "id"> {
  /** What a seller is called. */
  label: string | undefined;
}

const MAX_KEPT = 100_000;
const namesSchema = z.array(
  z.object({ id: z.number().int(), name: z.string(), value: z.string() }),
);
const sellersSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/** Per isolate: an id never means anything else, in no shop. */
const kept = new Map<number, ValueName>();

/** The names of values that were counted, and those of sellers among them. */
export async function nameValues(
  transaction: ShopTransaction,
  choices: readonly ChoiceCount[],
): Promise<ValueCount[]> {
  const known = await namesOf(transaction, new Set(choices.map(({ id }) => id)));
  const named = choices.flatMap(({ id, ...count }) => {
    const name = known.get(id);
    return name ? [{ ...name, ...count }] : [];
  });
  const ids = named.filter(({ name }) => name === facetNames.seller).map(({ value }) => value);
  const labels = await sellerNames(transaction, [...new Set(ids)]);
  return named.map((count) => ({
    ...count,
    label: count.name === facetNames.seller ? labels.get(count.value) : undefined,
  }));
}

async function namesOf(
  transaction: ShopTransaction,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, ValueName>> {
  const found = new Map(
    [...ids].flatMap((id) => {
      const name = kept.get(id);
      return name ? [[id, name] as const] : [];
    }),
  );
  const unknown = [...ids].filter((id) => !found.has(id));
  if (unknown.length === 0) return found;
  const rows = await transaction.execute(
    sql.raw(`select id, name, value from search_value_names('{${unknown.join(",")}}'::integer[])`),
  );
  if (kept.size > MAX_KEPT) kept.clear();
  for (const { id, ...name } of namesSchema.parse([...rows])) {
    kept.set(id, name);
    found.set(id, name);
  }
  return found;
}

async function sellerNames(
  transaction: ShopTransaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const statement = sql`
    select id, name from ${sellers} where id = any(${textArray(ids)}::uuid[])`;
  const rows = sellersSchema.parse([...(await transaction.execute(statement.inlineParams()))]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
