import postgres from "postgres";
import type { AcceptedEvent, AcceptedFact } from "../ledger.ts";
import type { PlacedEvent } from "./expected-state.ts";
import type { Findings } from "./findings.ts";

const DAY_MS = 24 * 3600 * 1000;
/** How far ahead a browser's clock may be, and how old its event, before it is set right. */
const MAX_AHEAD_MS = 60_000;
const MAX_AGE_MS = 7 * DAY_MS;
/** The longest that a request may have been under way, tries and all. */
const MAX_UNDER_WAY_MS = 10 * 60_000;

/** One archived event. */
export interface ArchivedEvent extends PlacedEvent {
  id: string;
  receivedAt: number;
  hub: { shard: number; number: number };
}

export interface Archived {
  events: ArchivedEvent[];
  /** Rows of all other shops. */
  elsewhere: number;
  /** Item → its categories, leaf first. */
  paths: Map<string, string[]>;
}

/** Reads what PostgreSQL has of a shop. */
export async function readArchive(options: {
  databaseUrl: string;
  shop: string;
  otherShops: readonly string[];
}): Promise<Archived> {
  const sql = postgres(options.databaseUrl, { max: 1, prepare: false, onnotice: () => {} });
  const inShop = <T>(shop: string, read: (within: postgres.TransactionSql) => Promise<T>) =>
    sql.begin(async (within) => {
      await within`select set_config('app.shop', ${shop}, true)`;
      return read(within);
    }) as Promise<T>;
  try {
    let elsewhere = 0;
    for (const other of options.otherShops) {
      elsewhere += await inShop(other, async (within) => {
        const [row] = await within`select count(*)::int as rows from events`;
        return row?.rows as number;
      });
    }
    return await inShop(options.shop, async (within) => {
      const rows = await within`select stream_sequence, body from events order by stream_sequence`;
      const events = rows.map((row) => ({
        ...(row.body as ArchivedEvent),
        sequence: Number(row.stream_sequence),
      }));
      const parents = new Map<string, string | null>();
      for (const row of await within`select slug, parent_slug from categories`) {
        parents.set(row.slug, row.parent_slug);
      }
      const paths = new Map<string, string[]>();
      for (const row of await within`select id, category_slug from products`) {
        paths.set(row.id, upwards(row.category_slug, parents));
      }
      return { events, elsewhere, paths };
    });
  } finally {
    await sql.end();
  }
}

function upwards(leaf: string, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  for (let at: string | null | undefined = leaf; at; at = parents.get(at)) path.push(at);
  return path;
}

/** Compares the archive with what was accepted: each event once, as it was sent, in order. */
export function checkArchive(
  findings: Findings,
  parts: {
    accepted: readonly AcceptedEvent[];
    facts: readonly AcceptedFact[];
    refused: readonly string[];
    archived: Archived;
  },
): void {
  const { accepted, facts, refused, archived } = parts;
  const rows = Map.groupBy(archived.events, ({ id }) => id);
  const told = factRows(archived, facts);
  findings.lists("archive, told by the shop, of", {
    expected: textsOf(facts),
    found: textsOf(told),
  });
  for (const { id } of told) rows.delete(id);
  const places = new Map<string, number>();
  for (const event of accepted) {
    findings.compared++;
    const [row, ...more] = rows.get(event.id) ?? [];
    rows.delete(event.id);
    if (more.length > 0) findings.add("doubled", "archive", `${event.id}: ${more.length + 1} rows`);
    if (row === undefined) {
      findings.add("lost", "archive", `${event.type} ${event.id} of ${event.visitorId}`);
      continue;
    }
    const before = places.get(event.visitorId) ?? 0;
    if (row.sequence < before) {
      const order = `${row.sequence} comes after ${before}`;
      findings.add("out_of_order", "archive", `${event.id} of ${event.visitorId}: ${order}`);
    }
    places.set(event.visitorId, Math.max(before, row.sequence));
    const difference = differenceOf(event, row);
    if (difference !== undefined) findings.add("lost", "archive", `${event.id}: ${difference}`);
  }
  for (const id of rows.keys()) {
    const why = refused.includes(id) ? "was refused" : "was never sent";
    findings.add("doubled", "archive", `${id} ${why}`);
  }
  if (archived.elsewhere > 0) {
    findings.add("doubled", "archive", `${archived.elsewhere} rows in shops that nobody wrote to`);
  }
}

/** What the archive has of visitors of whom the shop alone tells, in order of the log. */
export function factRows(archived: Archived, facts: readonly AcceptedFact[]): ArchivedEvent[] {
  const visitors = new Set(facts.map(({ visitorId }) => visitorId));
  return archived.events.filter(({ visitorId }) => visitors.has(visitorId));
}

function textsOf(
  events: readonly { visitorId: string; type: string; itemId?: string | undefined }[],
): Map<string, string[]> {
  const byVisitor = Map.groupBy(events, ({ visitorId }) => visitorId);
  return new Map(
    [...byVisitor].map(([id, own]) => [id, own.map(({ type, itemId }) => `${type} ${itemId}`)]),
  );
}

/** What an archived event says otherwise than the one that was sent. */
function differenceOf(event: AcceptedEvent, row: ArchivedEvent): string | undefined {
  for (const field of ["type", "visitorId", "itemId", "orderId", "rating", "lines"] as const) {
    const [sent, kept] = [JSON.stringify(event[field]), JSON.stringify(row[field])];
    if (sent !== kept) return `${field} is ${kept}, not ${sent}`;
  }
  if (event.sessionId !== undefined && event.sessionId !== row.sessionId) return "another session";
  const waited = event.acceptedAt - row.receivedAt;
  if (waited < 0 || waited > MAX_UNDER_WAY_MS) return `it was received ${waited} ms before`;
  const expected = event.isBrowser ? clamped(event.occurredAt, row.receivedAt) : event.occurredAt;
  return row.occurredAt === expected
    ? undefined
    : `it occurred at ${row.occurredAt}, not ${expected}`;
}

/** A browser's clock, set right: ahead, it is now; very old, it is as old as may be. */
function clamped(occurredAt: number, receivedAt: number): number {
  if (occurredAt > receivedAt + MAX_AHEAD_MS) return receivedAt;
  return Math.max(occurredAt, receivedAt - MAX_AGE_MS);
}
