import { opaqueIdSchema, visitorIdSchema } from "@slipstream/contracts/identifiers";
import type postgres from "postgres";
import { z } from "zod";

/** Events made just before the wish need this long to come from the hubs to the stream. */
const SETTLE_MS = 1_500;

const subjectSchema = z.object({
  userId: opaqueIdSchema.optional(),
  visitorIds: z.array(visitorIdSchema).default([]),
});

/** A wish to be forgotten, with everything under which the person was known. */
export interface DeletionRequest {
  id: string;
  userId: string | undefined;
  visitorIds: string[];
  /** What was erased so far, when an earlier try did not come to its end. */
  receipt: Record<string, number>;
}

/**
 * The oldest open wish of the transaction's shop that has settled. Facts of before it that are still
 * in the outbox may be the person's: they go first. Visitors that were linked to the member, or that
 * events name beside the member, belong to the person as well.
 */
export async function readDeletionRequest(
  transaction: postgres.TransactionSql,
  shop: string,
): Promise<DeletionRequest | undefined> {
  const [row] = await transaction<
    { id: string; subject: unknown; receipt: Record<string, number> | null }[]
  >`
    select id, subject, receipt from deletions d
    where shop_id = ${shop} and finished_at is null and subject is not null
      and created_at < now() - make_interval(secs => ${SETTLE_MS / 1000})
      and not exists (select from outbox o
        where o.shop_id = d.shop_id and o.kind = 'event' and o.created_at <= d.created_at)
    order by created_at, id limit 1`;
  if (row === undefined) return undefined;
  const { userId, visitorIds } = subjectSchema.parse(row.subject);
  const known = new Set(visitorIds);
  if (userId !== undefined) {
    const others = await transaction<{ visitorId: string }[]>`
      select visitor_id as "visitorId" from visitor_links
        where shop_id = ${shop} and user_id::text = ${userId}
      union
      select visitor_id from events where shop_id = ${shop} and user_id = ${userId}`;
    for (const { visitorId } of others) known.add(visitorId);
  }
  return { id: row.id, userId, visitorIds: [...known], receipt: row.receipt ?? {} };
}

/** Adds counts to a receipt. */
export async function addToReceipt(
  transaction: postgres.TransactionSql,
  request: DeletionRequest,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [place, count] of Object.entries(counts)) {
    request.receipt[place] = (request.receipt[place] ?? 0) + count;
  }
  await transaction`
    update deletions set receipt = ${transaction.json(request.receipt)} where id = ${request.id}`;
}
