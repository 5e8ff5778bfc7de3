import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { figureText } from "../figure-text.ts";
import { type Column, DataTable } from "../shell/data-table.tsx";

type Shard = OpsStatus["hubs"]["shards"][number];
type Row = Omit<Shard, "shard"> & { name: string };

const number = (key: string, head: string, read: (row: Row) => number): Column<Row> => ({
  ...{ key, head, numeric: true },
  cell: (row) => figureText(read(row)),
});

const columns: readonly Column<Row>[] = [
  { key: "shard", head: "Shard", cell: ({ name }) => name },
  number("depth", "Waiting", ({ outboxDepth }) => outboxDepth),
  number("age", "Oldest, s", ({ outboxOldestAgeSeconds }) => outboxOldestAgeSeconds),
  number("accepted", "Accepted", ({ accepted }) => accepted),
  number("duplicates", "Duplicates dropped", ({ duplicatesDropped }) => duplicatesDropped),
  number("sockets", "Open pages", ({ sockets }) => sockets),
  number("pushed", "Rails pushed", ({ pushed }) => pushed),
];

/** The outbox of each hub shard of this shop, and all of them together. */
export function HubTable({ hubs }: { hubs: OpsStatus["hubs"] }) {
  const rows: Row[] = [
    { name: "All", ...hubs },
    ...hubs.shards.map(({ shard, ...row }) => ({ name: String(shard), ...row })),
  ];
  return (
    <DataTable<Row>
      caption="Outboxes of the hubs"
      minWidth="44rem"
      rows={rows}
      rowKey={({ name }) => name}
      columns={columns}
      empty={{ title: "No hub answers" }}
    />
  );
}
