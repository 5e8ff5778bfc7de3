import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** One measured figure. `baseline` was measured in the same run; `ratio` is value over baseline. */
export interface FigureRow {
  name: string;
  value: number;
  unit: string;
  baseline?: number;
  ratio?: number;
  goal?: number;
  met?: boolean;
}

/** What every measuring command writes with `--json FILE`. */
export interface Figures {
  command: string;
  startedAt: string;
  machine: { cpu: string; cores: number; memoryGb: number; node: string };
  settings: Record<string, unknown>;
  rows: FigureRow[];
}

/** What one figure is measured against. A goal is met from below, unless `atLeast`. */
export interface RowOptions {
  baseline?: number;
  /** Highest good value (or lowest, with `atLeast`). */
  goal?: number;
  /** Highest good ratio to the baseline; takes the goal's place in `goal`. */
  goalRatio?: number;
  atLeast?: boolean;
}

const DECIMALS = 1000;
const BYTES_PER_GB = 1024 ** 3;
const round = (value: number) => Math.round(value * DECIMALS) / DECIMALS;

/** A row with ratio and verdict worked out. */
export function figureRow(
  name: string,
  value: number,
  unit: string,
  options: RowOptions = {},
): FigureRow {
  const { baseline, atLeast = false } = options;
  const ratio = baseline ? value / baseline : undefined;
  const goal = options.goalRatio ?? options.goal;
  const judged = options.goalRatio === undefined ? value : ratio;
  const met = (limit: number, found: number) => (atLeast ? found >= limit : found <= limit);
  return {
    name,
    value: round(value),
    unit,
    ...(baseline === undefined ? {} : { baseline: round(baseline) }),
    ...(ratio === undefined ? {} : { ratio: round(ratio) }),
    ...(goal === undefined || judged === undefined ? {} : { goal, met: met(goal, judged) }),
  };
}

/** The figures of a command that began at `startedAt`, with the machine they were taken on. */
export function figures(
  options: Pick<Figures, "command" | "settings" | "rows"> & {
    startedAt: Date;
  },
): Figures {
  const processors = cpus();
  return {
    command: options.command,
    startedAt: options.startedAt.toISOString(),
    machine: {
      cpu: processors[0]?.model.trim() ?? "unknown",
      cores: processors.length,
      memoryGb: Math.round(totalmem() / BYTES_PER_GB),
      node: process.version,
    },
    settings: options.settings,
    rows: options.rows,
  };
}

export function writeFigures(path: string, written: Figures): void {
  writeFileSync(path, `${JSON.stringify(written, null, 2)}\n`);
}

/** The rows as a table for the screen. */
export function figuresTable(rows: readonly FigureRow[]): string {
  const head = ["figure", "value", "unit", "baseline", "ratio", "goal", ""];
  const cells = rows.map((row) => [
    row.name,
    shown(row.value),
    row.unit,
    shown(row.baseline),
    row.ratio === undefined ? "" : `${row.ratio.toFixed(2)}×`,
    shown(row.goal),
    row.met === undefined ? "" : row.met ? "met" : "missed",
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]!.length)),
  );
  const isText = (column: number) => column === 0 || column === 2 || column === 6;
  return [head, ...cells]
    .map((line) =>
      line
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function shown(value: number | undefined): string {
  if (value === undefined) return "";
  if (Number.isInteger(value)) return value.toLocaleString("en-GB");
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}
