import type postgres from "postgres";

/** Where the archive saw some visitors. */
export interface Traces {
  /** Sequences on EVENTS, ascending. */
  sequences: number[];
  sessionIds: string[];
  orderIds: string[];
}

/** Reads where the archive of the transaction's shop saw these visitors. */
export async function readTraces(
  transaction: postgres.TransactionSql,
  { shop, visitorIds }: { shop: string; visitorIds: readonly string[] },
): Promise<Traces> {
  if (visitorIds.length === 0) return { sequences: [], sessionIds: [], orderIds: [] };
  const rows = await transaction<{ sequence: string; session: string; order: string | null }[]>`
    select stream_sequence as sequence, session_id as session, order_id as "order" from events
    where shop_id = ${shop} and visitor_id in ${transaction([...visitorIds])}
    order by stream_sequence`;
  return {
    sequences: rows.map(({ sequence }) => Number(sequence)),
    sessionIds: [...new Set(rows.map(({ session }) => session))],
    orderIds: [...new Set(rows.map(({ order }) => order).filter((order) => order !== null))],
  };
}
