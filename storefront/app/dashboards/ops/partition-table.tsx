import type { PartitionStatus } from "@slipstream/contracts/stream-status";
import { figureText } from "../figure-text.ts";
import { Badge, type Tone } from "../shell/badge.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { Sparkline } from "../sparkline.tsx";

const tones: Readonly<Record<PartitionStatus["state"], Tone>> = {
  ok: "plain",
  warning: "warning",
  stalled: "error",
  stopped: "error",
};

const number = (key: string, head: string, read: (row: PartitionStatus) => number) => ({
  key,
  head,
  numeric: true,
  cell: (row: PartitionStatus) => figureText(read(row)),
});

interface PartitionTableProps {
  partitions: readonly PartitionStatus[];
  /** The lag of each partition over the time shown. */
  lags: readonly (readonly number[])[];
}

/** Every partition: how its consumer does, what waits, how much of all comes to it, who holds it. */
export function PartitionTable({ partitions, lags }: PartitionTableProps) {
  const arriving = partitions.reduce((sum, { inPerSecond }) => sum + inPerSecond, 0);
  /** 1: as much as each would have if all came evenly. */
  const skewOf = ({ inPerSecond }: PartitionStatus) =>
    arriving === 0 ? Number.NaN : (inPerSecond * partitions.length) / arriving;
  const columns: readonly Column<PartitionStatus>[] = [
    { key: "partition", head: "Partition", cell: ({ partition }) => partition },
    {
      key: "state",
      head: "State",
      cell: ({ state }) => <Badge tone={tones[state]}>{state === "ok" ? "OK" : state}</Badge>,
    },
    number("pending", "Pending", ({ pending }) => pending),
    {
      key: "hand",
      head: "In hand / limit",
      numeric: true,
      cell: (row) => `${figureText(row.ackPending)} / ${figureText(row.ackPendingLimit)}`,
    },
    number("lag", "Lag, s", ({ lagSeconds }) => lagSeconds),
    {
      key: "history",
      head: "Lag in the time shown",
      cell: ({ partition }) => (
        <div className="w-28 text-ink-faint [&_svg]:h-4">
          <Sparkline values={lags[partition] ?? []} />
        </div>
      ),
    },
    number("oldest", "Oldest unacked, s", (row) => row.oldestUnacknowledgedSeconds),
    number("in", "In/s", ({ inPerSecond }) => inPerSecond),
    number("out", "Out/s", ({ outPerSecond }) => outPerSecond),
    number("skew", "Skew, ×", skewOf),
    number("redelivered", "Redelivered", ({ redelivered }) => redelivered),
    { key: "holder", head: "Held by", cell: ({ leaseHolder }) => leaseHolder ?? "nobody" },
  ];
  return (
    <DataTable<PartitionStatus>
      caption="Partitions"
      minWidth="64rem"
      rows={partitions}
      rowKey={({ partition }) => String(partition)}
      columns={columns}
      empty={{ title: "There are no partitions" }}
    />
  );
}
