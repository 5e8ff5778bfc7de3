import { decodeFactorRecord, type FactorRecord } from "@slipstream/contracts/factors";
import type postgres from "postgres";
import { inShop } from "../archive/in-shop.ts";

/** `embeddings.kind` and `checkpoints.kind` of the online factors of a home. */
function kindOf(home: number): string {
  return home === 0 ? "factor" : `factor.${home}`;
}

/** Rows of one insert. */
const MAX_ROWS = 1_000;

/** Changed components of one shop and home at a point of the log, encoded. */
export interface Checkpoint {
  shop: string;
  /** 0 where it is not said. */
  home?: number;
  spaceId: number;
  /** The last EVENTS sequence that the values have learnt from. */
  eventSequence: number;
  /** Items that the shop's learner knows. */
  items: number;
  /** Homes whose components the changed ones may have taken in: those are deleted. */
  absorbed?: readonly number[];
  changed: readonly { itemId: string; version: number; bytes: Uint8Array }[];
}

/** Writes a checkpoint over the one before, in one transaction. */
export async function writeCheckpoint(sql: postgres.Sql, checkpoint: Checkpoint): Promise<void> {
  const { shop, home = 0, spaceId, eventSequence, items, changed } = checkpoint;
  const kind = kindOf(home);
  const absorbed = (checkpoint.absorbed ?? []).filter((each) => each !== home).map(kindOf);
  await inShop(sql, shop, async (transaction) => {
    for (let from = 0; from < changed.length; from += MAX_ROWS) {
      const rows = changed.slice(from, from + MAX_ROWS).map(({ itemId, version, bytes }) => ({
        shop_id: shop,
        item_id: itemId,
        kind,
        space_id: spaceId,
        version,
        bytes: Buffer.from(bytes),
      }));
      await transaction`
        insert into embeddings ${transaction(rows)}
        on conflict (shop_id, item_id, kind) do update
        set space_id = excluded.space_id, version = excluded.version, bytes = excluded.bytes,
            updated_at = now()`;
      if (absorbed.length === 0) continue;
      await transaction`
        delete from embeddings
        where shop_id = ${shop} and kind in ${transaction(absorbed)}
          and item_id in ${transaction(rows.map((row) => row.item_id))}`;
    }
    await transaction`
      insert into checkpoints (shop_id, kind, event_sequence, items)
      values (${shop}, ${kind}, ${eventSequence}, ${items})
      on conflict (shop_id, kind) do update
      set event_sequence = excluded.event_sequence, items = excluded.items, created_at = now()`;
  });
}

/** The last checkpoint of a shop and home; undefined when there is none of this space. */
export async function readCheckpoint(
  sql: postgres.Sql,
  { shop, home, spaceId }: { shop: string; home: number; spaceId: number },
): Promise<{ eventSequence: number; records: FactorRecord[] } | undefined> {
  const kind = kindOf(home);
  return inShop(sql, shop, async (transaction) => {
    const [head] = await transaction`
      select event_sequence from checkpoints where shop_id = ${shop} and kind = ${kind}`;
    if (head === undefined) return undefined;
    const rows = await transaction<{ bytes: Buffer }[]>`
      select bytes from embeddings
      where shop_id = ${shop} and kind = ${kind} and space_id = ${spaceId}`;
    const records = rows.map(({ bytes }) => decodeFactorRecord(bytes));
    return { eventSequence: Number(head.event_sequence), records };
  });
}
