import { eventSchema } from "@slipstream/contracts/events";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type postgres from "postgres";
import type { LoggedEvent } from "../processor/logged-event.ts";
import type { Database } from "./database.ts";
import { inShop } from "./in-shop.ts";

interface Range {
  /** The sequence before the first one wanted. */
  after: number;
  /** The sequence behind the last one wanted. */
  before: number;
  /** Of these partitions alone; of all when it is left out. */
  partitions?: readonly number[];
  /** Of this shop alone; of all when it is left out. */
  shop?: string | undefined;
}

const everyPartition = [...Array(PARTITIONS).keys()];

/**
 * The archived events in a part of the log, in log order, in batches of about `limit`
 * per shop: what a rebuild reads before the log's tail.
 */
export async function* archivedEvents(
  database: Database,
  { after, before, partitions = everyPartition, shop, limit }: Range & { limit: number },
): AsyncIterableIterator<LoggedEvent[]> {
  const shops =
    shop === undefined
      ? await database.use((sql) => sql<{ id: string }[]>`select id from shops order by id`)
      : [{ id: shop }];
  for (let from = after; from < before - 1; ) {
    const range = { after: from, before, partitions };
    const pages: LoggedEvent[][] = [];
    for (const { id } of shops) {
      pages.push(await database.use((sql) => readPage(sql, { ...range, shop: id, limit })));
    }
    // A full page may go on: what lies behind its end waits for the next round.
    const complete = Math.min(
      before - 1,
      ...pages.filter((page) => page.length === limit).map((page) => page.at(-1)!.sequence),
    );
    const events = pages.flat().filter(({ sequence }) => sequence <= complete);
    events.sort((left, right) => left.sequence - right.sequence);
    if (events.length > 0) yield events;
    from = complete;
  }
}

async function readPage(
  sql: postgres.Sql,
  {
    shop,
    after,
    before,
    partitions,
    limit,
  }: Omit<Required<Range>, "shop"> & { shop: string; limit: number },
): Promise<LoggedEvent[]> {
  const rows = await inShop(sql, shop, async (transaction) => {
    return transaction`
      select body, partition, stream_sequence from events
      where stream_sequence > ${after} and stream_sequence < ${before}
        and partition in ${transaction([...partitions])}
      order by stream_sequence limit ${limit}`;
  });
  return rows.map((row) => ({
    event: eventSchema.parse(row.body),
    partition: row.partition as number,
    sequence: Number(row.stream_sequence),
  }));
}
