import { partitionOf } from "@slipstream/contracts/partition";
import { streams } from "@slipstream/contracts/subjects";
import type { SeedProduct } from "@slipstream/migrations/seed/catalogue";
import { demoCatalogue } from "@slipstream/migrations/seed/demo/catalogue";
import { insertShop } from "@slipstream/migrations/seed/insert-shop";
import { writeEvents } from "@slipstream/stream/archive/event-rows";
import type { LoggedEvent } from "@slipstream/stream/processor/logged-event";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { benchProducts, benchShop } from "../search/assortment.ts";
import { itemIdOf, type MadeUpVisit } from "./made-up-visits.ts";

const ROWS_PER_STATEMENT = 1000;
const EVENTS_PER_BATCH = 5000;

/** The shop without a product. Answers its id. */
export async function openShop(ownerUrl: string): Promise<string> {
  const seed = benchShop(0);
  await insertShop({ ownerUrl, shop: seed.shop.id, hash: "bench", makeSeed: () => seed });
  return seed.shop.id;
}

/** Products of the bench's assortment, without variants: those count as in stock. */
export async function fillCatalogue(options: {
  ownerUrl: string;
  shop: string;
  products: number;
}): Promise<void> {
  const { shop } = options;
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    // Search has its own bench, and is filled slowly.
    await sql`alter table products disable trigger user`;
    for (const products of batches(benchProducts(demoCatalogue(), options.products))) {
      await sql.begin(async (transaction) => {
        await transaction`select set_config('app.shop', ${shop}, true)`;
        await insertProducts(transaction, shop, products);
      });
    }
    await sql`vacuum analyze products`;
  } finally {
    await sql.end();
  }
}

function insertProducts(sql: postgres.TransactionSql, shop: string, products: SeedProduct[]) {
  const rows = products.map(({ variants: _, images: __, ...product }) => product);
  return sql`
    insert into products (shop_id, id, slug, title, description, category_slug, brand, attributes,
      price_minor, currency, consumable, status, created_at)
    select ${shop}, id, slug, title, description, category, brand, attributes,
      "priceMinor", currency, consumable, 'published', "createdAt"
    from jsonb_to_recordset(${sql.json(rows)}) as seed(id text, slug text, title text,
      description text, category text, brand text, attributes jsonb, "priceMinor" bigint,
      currency text, consumable boolean, "createdAt" timestamptz)`;
}

/** Visits in the archive of events, as the stream processor writes them, `after` a sequence. */
export async function fillArchive(options: {
  databaseUrl: string;
  shop: string;
  visits: readonly MadeUpVisit[];
  after?: number;
}): Promise<void> {
  const { shop, visits, after = 0 } = options;
  const sql = postgres(options.databaseUrl, { max: 1, prepare: false, onnotice: () => {} });
  try {
    for (let done = 0; done < visits.length; ) {
      const events = visits
        .slice(done, done + EVENTS_PER_BATCH)
        .map((visit, at) => loggedEvent(shop, visit, after + done + at + 1));
      done += events.length;
      await writeEvents(sql, { events, stream: streams.events, sequence: after + done });
    }
  } finally {
    await sql.end();
  }
}

/**
 * Sessions of one view each that lie before all others in the archive: what nobody reads any more,
 * but the database has to find its way past.
 */
export async function fillOldSessions(options: {
  ownerUrl: string;
  shop: string;
  sessions: number;
  items: number;
}): Promise<void> {
  const { ownerUrl, shop, sessions, items } = options;
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (transaction) => {
      await transaction`select set_config('app.shop', ${shop}, true)`;
      await transaction`
        insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
          item_id, occurred_at, received_at, body)
        select ${shop}, gen_random_uuid(), n, n % 16, 'view', 'old-' || n, 'old-' || n,
          'b-' || n % ${items}::int, at, at,
          jsonb_build_object('v', 1, 'type', 'view', 'visitorId', 'old-' || n, 'sessionId',
            'old-' || n, 'itemId', 'b-' || n % ${items}::int, 'consent', 'server')
        from (select n, now() - interval '20 days' + n * interval '1 millisecond' as at
          from generate_series(1, ${sessions}::int) as n) as numbered`;
    });
    await sql`vacuum analyze events`;
  } finally {
    await sql.end();
  }
}

function loggedEvent(shop: string, visit: MadeUpVisit, sequence: number): LoggedEvent {
  const { row, ...visitor } = visit;
  const event: LoggedEvent["event"] = {
    v: 1,
    id: uuidv7(),
    shop,
    type: "view",
    ...visitor,
    itemId: itemIdOf(row),
    receivedAt: visitor.occurredAt,
    consent: "server",
    hub: { shard: 0, epoch: uuidv7(), number: sequence },
  };
  return { event, sequence, partition: partitionOf(visitor.visitorId) };
}

function* batches<T>(values: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const value of values) {
    if (batch.push(value) < ROWS_PER_STATEMENT) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
