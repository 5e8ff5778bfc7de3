import type { Receipt } from "@slipstream/contracts/privacy-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { deletions } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** How far an erasure has come. Throws `unknown_receipt`. */
export async function readReceipt(
  transaction: ShopTransaction,
  { shop, id }: { shop: string; id: string },
): Promise<Receipt> {
  const [row] = await transaction
    .select()
    .from(deletions)
    .where(and(eq(deletions.shopId, shop), eq(deletions.id, id)));
  if (!row) throw new ProblemError("unknown_receipt");
  return {
    id: row.id,
    requestedAt: row.requestedAt.toISOString(),
    erased: row.receipt ?? {},
    ...(row.finishedAt === null ? {} : { finishedAt: row.finishedAt.toISOString() }),
  };
}
