import type { JetStreamClient, JsMsg } from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";
import postgres from "postgres";
import { readEvent } from "../consumer/decode.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { publishDeadLetter } from "../publish/dead-letters.ts";
import type { Database } from "./database.ts";
import { writeEvents } from "./event-rows.ts";

/** SQLSTATE classes of values that do not fit: 22 data exceptions, 23 broken constraints. */
const DATA_ERROR = /^2[23]/;
const UNIQUE_VIOLATION = "23505";

/** An event with the message that brought it. */
interface Entry {
  message: JsMsg;
  logged: LoggedEvent;
}

/** What became of a batch. */
export interface Written {
  /** Rows that are new. */
  rows: number;
  /** Events that PostgreSQL can never take; they are in the DLQ. */
  refused: number;
}

/**
 * Writes a batch of messages of EVENTS and how far the log has been read. What cannot be decoded is
 * left out: the processor puts it into the DLQ. When PostgreSQL refuses a value, the batch is
 * halved until the event is found that has it; that one goes to the DLQ with PostgreSQL's reason.
 */
export function writeOrRefuse(
  parts: { client: JetStreamClient; database: Database },
  batch: readonly JsMsg[],
): Promise<Written> {
  const entries = batch.flatMap((message) => {
    const read = readEvent(message);
    return read.kind === "event" ? [{ message, logged: read.logged }] : [];
  });
  return write(parts, { entries, sequence: batch.at(-1)!.seq });
}

async function write(
  parts: { client: JetStreamClient; database: Database },
  { entries, sequence }: { entries: readonly Entry[]; sequence: number },
): Promise<Written> {
  const events = entries.map(({ logged }) => logged);
  try {
    const rows = await parts.database.use((sql) =>
      writeEvents(sql, { events, stream: streams.events, sequence }),
    );
    return { rows, refused: 0 };
  } catch (error) {
    if (!isDataError(error) || entries.length === 0) throw error;
    if (entries.length === 1) {
      await refuse(parts.client, entries[0]!, error);
      const { rows } = await write(parts, { entries: [], sequence });
      return { rows, refused: 1 };
    }
  }
  const half = entries.length >> 1;
  // All up to the last of the first half is then archived or in the DLQ: so far the log was read.
  const first = await write(parts, {
    entries: entries.slice(0, half),
    sequence: entries[half - 1]!.logged.sequence,
  });
  const second = await write(parts, { entries: entries.slice(half), sequence });
  return { rows: first.rows + second.rows, refused: first.refused + second.refused };
}

function refuse(
  client: JetStreamClient,
  { message, logged }: Entry,
  error: postgres.PostgresError,
): Promise<void> {
  return publishDeadLetter(client, {
    reason: `the archive cannot hold it: ${error.message} (SQLSTATE ${error.code})`,
    stack: error.stack ?? "",
    sequence: message.seq,
    partition: logged.partition,
    subject: message.subject,
    payload: message.data,
  });
}

/** True when the same rows would be refused for ever. A conflict may be with a row that goes away. */
function isDataError(error: unknown): error is postgres.PostgresError {
  return (
    error instanceof postgres.PostgresError &&
    DATA_ERROR.test(error.code) &&
    error.code !== UNIQUE_VIOLATION
  );
}
