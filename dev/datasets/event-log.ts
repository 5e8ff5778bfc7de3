import { basename } from "node:path";
import { opaqueIdSchema, visitorIdSchema } from "@slipstream/contracts/identifiers";
import { z } from "zod";
import type { DatasetFiles } from "./find.ts";
import { DatasetError } from "./find.ts";
import { readLines } from "./lines.ts";

/** One row of an event log. */
export interface LogRow {
  /** File name without folder, and the line in it: names the row for ever. */
  file: string;
  line: number;
  sessionId?: string;
  userId?: string;
  /** As in the source; rows about fees and the like have ids that no product may have. */
  itemId: string;
  /** As the log says it; `view` (or `rating`) where the log has no such column. */
  kind: string;
  /** Epoch milliseconds; undefined where the log only has an order. */
  timestampMs?: number;
  /** Negative where the log takes something back. */
  quantity?: number;
  /** In major units, as in the source. */
  price?: number;
  rating?: number;
  /** Place among its session's or user's rows, where the log has no times. */
  position?: number;
}

/** A line that is not a row, and why. */
export interface LineFault {
  file: string;
  line: number;
  message: string;
}

/** Column names of the sources → ours. Other columns are read over. */
const columnNames: Readonly<Record<string, string>> = {
  session_id: "sessionId",
  SessionId: "sessionId",
  user_id: "userId",
  item_id: "itemId",
  ItemId: "itemId",
  timestamp: "timestampMs",
  Time: "timestampMs",
  event_type: "kind",
  quantity: "quantity",
  unit_price: "price",
  rating: "rating",
  position: "position",
};

const number = z.string().transform((text, context) => {
  const value = Number(text);
  if (text !== "" && Number.isFinite(value)) return value;
  context.addIssue({ code: "custom", message: `"${text.slice(0, 40)}" is not a number` });
  return z.NEVER;
});
const absentWhenEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
/** 1 January 2200: later than any log, earlier than milliseconds mistaken for seconds. */
const MAX_EPOCH_SECONDS = 7_258_118_400;

const rowSchema = z.object({
  sessionId: absentWhenEmpty(opaqueIdSchema),
  userId: absentWhenEmpty(visitorIdSchema),
  itemId: z.string().min(1).max(200),
  kind: z.string().min(1).max(40).optional(),
  timestampMs: number
    .pipe(z.number().min(0).max(MAX_EPOCH_SECONDS))
    .transform((seconds) => Math.round(seconds * 1000))
    .optional(),
  quantity: absentWhenEmpty(number.pipe(z.number().int())),
  price: absentWhenEmpty(number),
  rating: absentWhenEmpty(number.pipe(z.number().min(1).max(5))),
  position: absentWhenEmpty(number),
});

/**
 * Reads a data set's event logs in file order, in arrays of rows. A line that is no row goes to
 * `onFault`; reading goes on. Throws DatasetError when a file cannot be read or has no header.
 */
export async function* readEventLog(
  dataset: Pick<DatasetFiles, "logs">,
  onFault: (fault: LineFault) => void,
): AsyncGenerator<LogRow[]> {
  for (const path of dataset.logs) {
    const file = basename(path);
    let columns: (string | undefined)[] | undefined;
    for await (const lines of readLines(path)) {
      const rows: LogRow[] = [];
      for (const line of lines) {
        if (columns === undefined) {
          columns = headerOf(path, line.text);
          continue;
        }
        const result = parseRow(columns, line.text);
        if ("message" in result) {
          onFault({ file, line: line.number, message: result.message });
        } else {
          rows.push({ file, line: line.number, ...result });
        }
      }
      if (rows.length > 0) yield rows;
    }
    if (columns === undefined) throw new DatasetError("dataset_unreadable", `${path} is empty`);
  }
}

function headerOf(path: string, text: string | undefined): (string | undefined)[] {
  const columns = (text ?? "").split("\t").map((name) => columnNames[name]);
  const hasWho = columns.includes("sessionId") || columns.includes("userId");
  if (!columns.includes("itemId") || !hasWho) {
    throw new DatasetError(
      "dataset_unreadable",
      `${path} does not start with a header: expected tab-separated names, among them item_id and session_id or user_id`,
    );
  }
  return columns;
}

function parseRow(
  columns: (string | undefined)[],
  text: string | undefined,
): Omit<LogRow, "file" | "line"> | { message: string } {
  if (text === undefined) return { message: "the line is too long" };
  const cells = text.split("\t");
  if (cells.length !== columns.length) {
    return { message: `expected ${columns.length} columns, found ${cells.length}` };
  }
  const record: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    if (column !== undefined) record[column] = cells[index]!;
  }
  const parsed = rowSchema.safeParse(record);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return { message: `${issue.path.join(".")}: ${issue.message}` };
  }
  const row = parsed.data;
  if (row.sessionId === undefined && row.userId === undefined) {
    return { message: "the row has neither session nor user" };
  }
  return { ...row, kind: row.kind ?? (row.rating === undefined ? "view" : "rating") };
}
