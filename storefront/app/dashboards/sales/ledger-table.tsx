import type { LedgerEntry, Statement } from "@slipstream/contracts/sales-api";
import { Price } from "../../ui/price.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { TablePages } from "../shell/table-pages.tsx";
import { When } from "../shell/when.tsx";

const kinds = {
  sale: "Sale",
  commission: "Commission",
  refund: "Refund",
  payout: "Payout",
} as const;

const columns: readonly Column<LedgerEntry>[] = [
  { key: "kind", head: "Entry", cell: ({ kind }) => kinds[kind] },
  { key: "order", head: "Order", cell: ({ orderNumber }) => orderNumber ?? "" },
  { key: "note", head: "Note", cell: ({ note }) => note },
  { key: "at", head: "When", cell: ({ at }) => <When at={at} time /> },
  {
    key: "amount",
    head: "Amount",
    numeric: true,
    cell: ({ amountMinor, currency }) => <Price minor={amountMinor} currency={currency} />,
  },
];

/** A seller's account, entry by entry; their sum is what is owed. */
export function LedgerTable({ statement }: { statement: Statement }) {
  return (
    <>
      <DataTable
        caption="Entries of the account"
        columns={columns}
        rows={statement.entries}
        rowKey={({ id }) => id}
        empty={{ title: "No entries yet", children: "They come with the first sale." }}
      />
      <TablePages page={statement.page} pages={statement.pages} />
    </>
  );
}
