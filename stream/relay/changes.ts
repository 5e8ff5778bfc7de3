import type { JetStreamClient } from "@nats-io/jetstream";
import { type CatalogueItem, encodeCatalogue } from "@slipstream/contracts/catalogue";
import { encodeRules } from "@slipstream/contracts/merchandising";
import { encodeModelsChanged } from "@slipstream/contracts/models-changed";
import { catalogueChangeSchema } from "@slipstream/contracts/outbox";
import { subjects } from "@slipstream/contracts/subjects";
import { encodeSwitches } from "@slipstream/contracts/switches";
import type postgres from "postgres";
import type { Database } from "../archive/database.ts";
import { readRules, readSwitches } from "./decision-reader.ts";
import type { OutboxLetter } from "./facts.ts";
import type { Drained } from "./lane.ts";
import { readParents, readProducts } from "./product-reader.ts";
import { touchProducts } from "./touch-products.ts";
import { underLock } from "./under-lock.ts";

/** Rows of one pass. */
const MAX_ROWS = 200;
/** Products read by one query. */
const PAGE_ITEMS = 500;
/** Bytes of one message, far below the server's limit of 1 MB; products of the longest titles fit. */
const MAX_MESSAGE_BYTES = 256 * 1024;
const ACK_TIMEOUT_MS = 3_000;
/** Kinds whose rows say only that there is something new. */
const toldWhole: ReadonlySet<string> = new Set(["rules", "switches", "models"]);

interface ChangeRow {
  id: string;
  kind: string;
  payload: unknown;
}

export interface ChangeParts {
  database: Database;
  client: JetStreamClient;
  /** Puts a row into the DLQ; rejects when it could not. */
  bury: (letter: OutboxLetter) => Promise<void>;
}

/**
 * Tells LEARN what a shop's changed products, rules and switches are now, and that its models'
 * stages changed; deletes the rows that said so. What is told is whole and present, so telling it
 * twice changes nothing; the lock keeps what was read earlier from being told later.
 */
export async function drainChanges(parts: ChangeParts, shop: string): Promise<Drained> {
  const drained = await underLock(
    parts.database,
    { shop, lane: "changes" },
    async (transaction) => {
      const rows = await transaction<ChangeRow[]>`
      select id, kind, payload from outbox where shop_id = ${shop} and kind <> 'event'
      order by id limit ${MAX_ROWS}`;
      if (rows.length === 0) return { done: 0, more: false };
      try {
        await tell(parts, { shop, transaction, rows });
      } catch (failure) {
        return { done: 0, more: true, failure };
      }
      await transaction`delete from outbox where id in ${transaction(rows.map(({ id }) => id))}`;
      return { done: rows.length, more: rows.length === MAX_ROWS };
    },
  );
  return drained ?? { done: 0, more: false };
}

async function tell(
  parts: ChangeParts,
  work: { shop: string; transaction: postgres.TransactionSql; rows: readonly ChangeRow[] },
): Promise<void> {
  const { shop, transaction, rows } = work;
  const publish = (subject: string, bytes: Uint8Array) =>
    parts.client.publish(subject, bytes, { timeout: ACK_TIMEOUT_MS });
  const { changed, untouched } = await changedItems(parts, shop, rows);
  // In a transaction of its own: their rows are not to be locked while the log is told.
  if (untouched.length > 0) await touchProducts(parts.database, shop, untouched);
  if (changed.length > 0) {
    const parents = await readParents(transaction);
    for (let from = 0; from < changed.length; from += PAGE_ITEMS) {
      const itemIds = changed.slice(from, from + PAGE_ITEMS);
      const items = await readProducts(transaction, { itemIds, parents });
      for (const part of messagesOf(items)) await publish(subjects.catalogue(shop), part);
    }
  }
  const kinds = new Set(rows.map(({ kind }) => kind));
  if (kinds.has("rules")) {
    await publish(subjects.rules(shop), encodeRules(await readRules(transaction)));
  }
  if (kinds.has("switches")) {
    await publish(subjects.switches(shop), encodeSwitches(await readSwitches(transaction)));
  }
  if (kinds.has("models")) await publish(subjects.models(shop), encodeModelsChanged());
}

/**
 * Products that the rows name, each once, and those among them that are still to be marked as
 * changed; a row of no kind that is known goes to the DLQ.
 */
async function changedItems(
  parts: ChangeParts,
  shop: string,
  rows: readonly ChangeRow[],
): Promise<{ changed: string[]; untouched: string[] }> {
  const changed = new Set<string>();
  const untouched = new Set<string>();
  for (const { id: rowId, kind, payload } of rows) {
    if (toldWhole.has(kind)) continue;
    const parsed = kind === "catalogue" ? catalogueChangeSchema.safeParse(payload) : undefined;
    if (parsed?.success) {
      const { itemIds, touch } = parsed.data;
      for (const itemId of itemIds) {
        changed.add(itemId);
        if (touch) untouched.add(itemId);
      }
    } else {
      const reason = parsed?.error.issues[0]?.message ?? `the relay knows no kind ${kind}`;
      await parts.bury({ reason, shop, rowId, kind, payload });
    }
  }
  return { changed: [...changed], untouched: [...untouched] };
}

/** Messages of products, halved until each is small enough. */
function messagesOf(items: readonly CatalogueItem[]): Uint8Array[] {
  const bytes = encodeCatalogue({ items: [...items] });
  if (bytes.length <= MAX_MESSAGE_BYTES || items.length === 1) return [bytes];
  const half = items.length >> 1;
  return [...messagesOf(items.slice(0, half)), ...messagesOf(items.slice(half))];
}
