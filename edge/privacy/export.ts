import { events } from "@slipstream/migrations/schema";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { exportSections } from "./export-sections.ts";
import { readRemembered, readUserItems } from "./remembered.ts";
import type { Subject } from "./subject.ts";

/** Events that are read, and held, at a time. */
const EVENT_PAGE = 1_000;

const encoder = new TextEncoder();

/**
 * All that the shop holds of a person as one JSON document, written while it is read: an archive of
 * many years is never held whole. A part that cannot be read breaks the document off, so that
 * nobody takes half of it for all.
 */
export function exportStream(
  parts: { database: Database; settings: Settings },
  subject: Subject,
): ReadableStream<Uint8Array> {
  const pieces = exportPieces(parts, subject);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log("error", "an export broke off", { error });
        controller.error(error);
      }
    },
  });
}

async function* exportPieces(
  { database, settings }: { database: Database; settings: Settings },
  subject: Subject,
): AsyncGenerator<string> {
  const { shop } = subject;
  const about = { shop, exportedAt: new Date().toISOString(), visitorIds: subject.visitorIds };
  yield `{\n"about": ${JSON.stringify(about)}`;
  for (const { name, read } of exportSections(subject)) {
    const rows = await database.withShop(shop, read);
    yield `,\n"${name}": ${JSON.stringify(rows, withoutBytes)}`;
  }
  yield `,\n"events": [`;
  let first = true;
  for await (const rows of archived(database, subject)) {
    const text = rows.map(({ body }) => JSON.stringify(body)).join(",\n");
    yield first ? `\n${text}` : `,\n${text}`;
    first = false;
  }
  yield `]`;
  const remembered = await readRemembered(settings, subject);
  yield `,\n"remembered": ${JSON.stringify(remembered)}`;
  const counted = await readUserItems(settings, subject);
  yield `,\n"productsCounted": ${JSON.stringify(counted)}\n}\n`;
}

/** The archive of a person's events, page by page, in the order of the log. */
async function* archived(database: Database, { shop, visitorIds }: Subject) {
  if (visitorIds.length === 0) return;
  let after = 0;
  for (;;) {
    const from = after;
    const rows = await database.withShop(shop, (transaction) =>
      transaction
        .select({ sequence: events.streamSequence, body: events.body })
        .from(events)
        .where(
          and(
            eq(events.shopId, shop),
            inArray(events.visitorId, [...visitorIds]),
            gt(events.streamSequence, from),
          ),
        )
        .orderBy(asc(events.streamSequence))
        .limit(EVENT_PAGE),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < EVENT_PAGE) return;
    after = rows.at(-1)!.sequence;
  }
}

/** Numbers too large for JSON as text; bytes as lists of numbers. */
function withoutBytes(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? [...value] : value;
}
