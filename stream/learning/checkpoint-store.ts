import { decodeFactorRecord, type FactorRecord } from "@slipstream/contracts/factors";
import type postgres from "postgres";

/** `embeddings.kind` and `checkpoints.kind` of the online factors. */
const KIND = "factor";
/** Rows of one insert. */
const MAX_ROWS = 1_000;

/** Changed factors of one shop at a point of the log, encoded. */
export interface Checkpoint {
  shop: string;
  spaceId: number;
  /** The last EVENTS sequence that the values have learnt from. */
  eventSequence: number;
  /** Items that the shop's learner knows. */
  items: number;
  changed: readonly { itemId: string; version: number; bytes: Uint8Array }[];
}

/** Writes a checkpoint over the one before, in one transaction. */
export async function writeCheckpoint(sql: postgres.Sql, checkpoint: Checkpoint): Promise<void> {
  const { shop, spaceId, eventSequence, items, changed } = checkpoint;
  await sql.begin(async (transaction) => {
    await transaction`select set_config('app.shop', ${shop}, true)`;
    for (let from = 0; from < changed.length; from += MAX_ROWS) {
      const rows = changed.slice(from, from + MAX_ROWS).map(({ itemId, version, bytes }) => ({
        shop_id: shop,
        item_id: itemId,
        kind: KIND,
        space_id: spaceId,
        version,
        bytes: Buffer.from(bytes),
      }));
      await transaction`
        insert into embeddings ${transaction(rows)}
        on conflict (shop_id, item_id, kind) do update
        set space_id = excluded.space_id, version = excluded.version, bytes = excluded.bytes,
            updated_at = now()`;
    }
    await transaction`
      insert into checkpoints (shop_id, kind, event_sequence, items)
      values (${shop}, ${KIND}, ${eventSequence}, ${items})
      on conflict (shop_id, kind) do update
      set event_sequence = excluded.event_sequence, items = excluded.items, created_at = now()`;
  });
}

/** The last checkpoint of a shop; undefined when there is none of this space. */
export async function readCheckpoint(
  sql: postgres.Sql,
  { shop, spaceId }: { shop: string; spaceId: number },
): Promise<{ eventSequence: number; records: FactorRecord[] } | undefined> {
  return sql.begin(async (transaction) => {
    await transaction`select set_config('app.shop', ${shop}, true)`;
    const [head] = await transaction`
      select event_sequence from checkpoints where shop_id = ${shop} and kind = ${KIND}`;
    if (head === undefined) return undefined;
    const rows = await transaction<{ bytes: Buffer }[]>`
      select bytes from embeddings
      where shop_id = ${shop} and kind = ${KIND} and space_id = ${spaceId}`;
    const records = rows.map(({ bytes }) => decodeFactorRecord(bytes));
    return { eventSequence: Number(head.event_sequence), records };
  });
}
