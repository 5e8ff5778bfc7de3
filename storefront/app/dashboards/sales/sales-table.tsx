import type { SaleList, SaleSummary } from "@slipstream/contracts/sales-api";
import type { ReactNode } from "react";
import { t } from "../../language/text.ts";
import { stateWords } from "../../orders/order-words.ts";
import { Price } from "../../ui/price.tsx";
import { Badge } from "../shell/badge.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { TablePages } from "../shell/table-pages.tsx";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import { When } from "../shell/when.tsx";

const columns: readonly Column<SaleSummary>[] = [
  {
    key: "number",
    head: "Order",
    cell: ({ number }) => <span className="whitespace-nowrap">{number}</span>,
  },
  {
    key: "state",
    head: "State",
    cell: ({ state }) => <Badge tone={stateWords[state].tone}>{t(stateWords[state].name)}</Badge>,
  },
  {
    key: "todo",
    head: "To do",
    cell: ({ state, unsent, openReturns }) => {
      const isToSend = (state === "paid" || state === "partly_fulfilled") && unsent > 0;
      const todo = [
        isToSend ? `Send ${unsent}` : "",
        openReturns > 0 ? `${openReturns} ${openReturns === 1 ? "return" : "returns"}` : "",
      ];
      return todo.filter((part) => part !== "").join(", ");
    },
  },
  {
    key: "to",
    head: "To",
    cell: ({ name, city, email }) => (
      <>
        {[name, city].filter((part) => part !== "").join(", ")}
        {email !== undefined && <span className="block text-12 text-ink-soft">{email}</span>}
      </>
    ),
  },
  { key: "placed", head: "Placed", cell: ({ createdAt }) => <When at={createdAt} time /> },
  { key: "count", head: "Pieces", numeric: true, cell: ({ count }) => count },
  {
    key: "amount",
    head: "Amount",
    numeric: true,
    cell: ({ amountMinor, currency }) => <Price minor={amountMinor} currency={currency} />,
  },
];

interface SalesTableProps {
  list: SaleList;
  /** Where the page of an order is: `/seller/sales`. */
  to: string;
  searchLabel: string;
  /** More that narrows them. */
  children?: ReactNode;
}

/** Orders to work on, with what narrows them. */
export function SalesTable({ list, to, searchLabel, children }: SalesTableProps) {
  return (
    <>
      <div>
        {children && <div className="mb-1">{children}</div>}
        <Toolbar>
          <FilterTabs
            label="Which orders"
            param="view"
            without={["state"]}
            tabs={[
              { value: "", label: "All" },
              { value: "open", label: "To send" },
              { value: "returns", label: "Returns" },
            ]}
          />
          <SearchForm label={searchLabel} />
        </Toolbar>
        <DataTable
          caption="Orders"
          columns={columns}
          rows={list.sales}
          rowKey={({ number }) => number}
          rowTo={({ number }) => `${to}/${number}`}
          empty={{ title: "None here", children: "Orders appear as soon as they are paid." }}
          minWidth="43rem"
        />
      </div>
      <TablePages page={list.page} pages={list.pages} />
    </>
  );
}
