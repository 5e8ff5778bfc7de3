import {
  type CsvColumn,
  type CsvFault,
  csvColumns,
  MAX_CSV_ROWS,
} from "@slipstream/contracts/product-csv";
import Papa from "papaparse";
import { unguardCell } from "./cells.ts";

/** One row: what stands in the columns that the file has. */
export interface CsvRow {
  /** Where it begins in the file; the head is line 1. */
  line: number;
  cells: Partial<Record<CsvColumn, string>>;
}

const columnNames: ReadonlySet<string> = new Set(csvColumns);

/** The rows of a file, whichever of the usual separators it has, and what is wrong with its form. */
export function readRows(text: string): { rows: CsvRow[]; faults: CsvFault[] } {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const reading: Reading = { head: undefined, rows: [], faults: [] };
  let line = 1;
  let at = 0;
  Papa.parse<string[]>(clean, {
    delimiter: separatorOf(clean),
    step: ({ data, errors, meta }, parser) => {
      const blank = data.every((cell) => cell.trim() === "");
      if (!blank) readRow(reading, { line, data, error: errors[0]?.message });
      line += countLines(clean, at, meta.cursor);
      at = meta.cursor;
      if (reading.faults.some(({ code }) => code === "too_many_rows")) parser.abort();
      if (reading.head === null) parser.abort();
    },
  });
  if (reading.head === undefined) {
    reading.faults.push({ line: 1, column: "", code: "bad_csv", message: "The file is empty" });
  }
  return { rows: reading.rows, faults: reading.faults };
}

interface Reading {
  /** Null where the head is no use. */
  head: readonly CsvColumn[] | null | undefined;
  rows: CsvRow[];
  faults: CsvFault[];
}

function readRow(
  reading: Reading,
  { line, data, error }: { line: number; data: string[]; error: string | undefined },
): void {
  const { rows, faults } = reading;
  if (reading.head === undefined) {
    const head = readHead(data, line);
    reading.head = head.faults.length > 0 ? null : head.columns;
    faults.push(...head.faults);
    return;
  }
  const { head } = reading;
  if (!head) return;
  if (rows.length >= MAX_CSV_ROWS) {
    const message = `A file has at most ${MAX_CSV_ROWS} rows; split it`;
    faults.push({ line, column: "", code: "too_many_rows", message });
    return;
  }
  if (error !== undefined || data.length !== head.length) {
    const message = error ?? `There are ${data.length} cells where the head has ${head.length}`;
    faults.push({ line, column: "", code: "bad_csv", message });
    return;
  }
  const cells = head.map((column, place) => [column, unguardCell((data[place] ?? "").trim())]);
  rows.push({ line, cells: Object.fromEntries(cells) });
}

function readHead(
  names: readonly string[],
  line: number,
): { columns: CsvColumn[]; faults: CsvFault[] } {
  const columns: CsvColumn[] = [];
  const faults: CsvFault[] = [];
  for (const name of names) {
    const column = name.trim().toLowerCase();
    if (!columnNames.has(column)) {
      const message = `There is no column ${JSON.stringify(name)}; known are ${csvColumns.join(", ")}`;
      faults.push({ line, column: name, code: "unknown_column", message });
    } else if (columns.includes(column as CsvColumn)) {
      faults.push({ line, column, code: "duplicate", message: `${column} stands here twice` });
    } else columns.push(column as CsvColumn);
  }
  if (!["id", "slug", "title"].some((key) => columns.includes(key as CsvColumn))) {
    const message = "Name the products: there must be a column id, slug or title";
    faults.push({ line, column: "id", code: "missing_column", message });
  }
  return { columns, faults };
}

/** The one of the usual separators that the head has most of. */
function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", ";", "\t"].map((letter) => [letter, head.split(letter).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    count++;
  }
  return count;
}
