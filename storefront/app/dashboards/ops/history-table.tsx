import type { HistoryPoint, OpsHistory } from "@slipstream/contracts/ops-history";
import { figureText } from "../figure-text.ts";
import { AsNumbers } from "../shell/as-numbers.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { clockText } from "./clock-text.ts";

const numbers: readonly [key: Exclude<keyof HistoryPoint, "at">, head: string][] = [
  ["p50Ms", "p50, ms"],
  ["p99Ms", "p99, ms"],
  ["inPerSecond", "In/s"],
  ["outPerSecond", "Out/s"],
  ["pending", "Pending"],
  ["ackPending", "In hand"],
  ["lagSeconds", "Lag, s"],
  ["hubDepth", "Hubs"],
  ["hubAgeSeconds", "Age, s"],
  ["relayDepth", "Database"],
  ["relayAgeSeconds", "Age, s"],
  ["deadLetters", "Dead letters"],
];

const columns: readonly Column<HistoryPoint>[] = [
  { key: "at", head: "Time (UTC)", cell: ({ at }) => clockText(at) },
  ...numbers.map(([key, head]) => ({
    key,
    head,
    numeric: true,
    cell: (point: HistoryPoint) => figureText(point[key] ?? undefined),
  })),
];

/** What the charts draw, as numbers: the newest first. */
export function HistoryTable({ history }: { history: OpsHistory }) {
  return (
    <AsNumbers title="The charts as numbers">
      {() => (
        <DataTable<HistoryPoint>
          caption="The charts as numbers"
          minWidth="56rem"
          rows={history.points.toReversed()}
          rowKey={({ at }) => String(at)}
          columns={columns}
          empty={{ title: "Nothing was written down in this time" }}
        />
      )}
    </AsNumbers>
  );
}
