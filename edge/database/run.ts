import type { SQL } from "drizzle-orm";
import type { ShopTransaction } from "./database.ts";

/**
 * Sends a statement with its values written out, which saves the round trip in which the driver asks
 * what the values are. Several can be under way at once: each sees what those before it did. Values
 * are strings, numbers, booleans and null; cast what is neither.
 */
export async function run<Row extends Record<string, unknown>>(
  transaction: ShopTransaction,
  statement: SQL,
): Promise<Row[]> {
  const rows: Iterable<unknown> = await transaction.execute(statement.inlineParams());
  return [...rows] as Row[];
}
