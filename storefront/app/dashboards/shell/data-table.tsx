import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { Notice } from "../../ui/notice.tsx";
import { useReload } from "../../ui/use-reload.ts";
import { withParams } from "./params.ts";

export interface Column<Row> {
  /** Unique in the table; the value of `?sort=` where the column sorts. */
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, in tabular figures. */
  numeric?: boolean;
  /** The head is a link that sets `?sort=key`, and `?sort=-key` when it is set already. */
  sortable?: boolean;
}

interface DataTableProps<Row> {
  /** What the table holds, for who does not see it. */
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Makes the whole row lead there. */
  rowTo?: ((row: Row) => string) | undefined;
  /** Shown instead of a table without rows. */
  empty: { title: string; children?: ReactNode };
  /** Narrower than this (a CSS length) it scrolls sideways. */
  minWidth?: string;
  /** Rows of which one cell is long: the others stand at its first line. */
  alignTop?: boolean;
}

/** A dense table of one page of rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowTo, empty } = props;
  const { minWidth = "40rem", alignTop = false } = props;
  if (rows.length === 0) return <Notice title={empty.title}>{empty.children}</Notice>;
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto max-lg:fading max-lg:-mx-(--gutter) max-lg:px-(--gutter) lg:overflow-x-visible"
    >
      <table className={`figures w-full text-left text-14 least-${Number.parseInt(minWidth, 10)}`}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={`border-line border-b last:border-0 ${rowTo ? "relative hover:bg-shade" : ""}`}
            >
              {columns.map((column, place) => (
                <BodyCell
                  key={column.key}
                  column={column}
                  row={row}
                  first={place === 0}
                  alignTop={alignTop}
                  to={place === 0 ? rowTo?.(row) : undefined}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const cellLook = "px-3 py-2 first:pl-0 last:pr-0";

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const [params] = useSearchParams();
  const { key, head, numeric, sortable } = column;
  const sort = params.get("sort");
  const direction =
    sort === key ? "ascending" : sort === `-${key}` ? "descending" : ("none" as const);
  const look = `sticky top-0 z-10 border-line border-b bg-paper font-normal whitespace-nowrap text-ink-soft ${cellLook} ${numeric ? "text-right" : ""}`;
  if (!sortable) {
    return (
      <th scope="col" className={look}>
        {head}
      </th>
    );
  }
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={direction} className={look}>
      <Link
        to={withParams(params, { sort: direction === "descending" ? key : `-${key}`, page: null })}
        preventScrollReset
        className={`inline-flex items-center gap-1 py-1 hover:text-ink hover:underline hover:underline-offset-4 ${direction === "none" ? "" : "text-ink"}`}
      >
        {head}
        {direction !== "none" && <Arrow size={14} aria-hidden="true" />}
      </Link>
    </th>
  );
}

interface BodyCellProps<Row> {
  column: Column<Row>;
  row: Row;
  first: boolean;
  alignTop: boolean;
  to: string | undefined;
}

function BodyCell<Row>({ column, row, first, alignTop, to }: BodyCellProps<Row>) {
  const look = `${cellLook} ${alignTop ? "align-top" : "align-middle"} ${column.numeric ? "text-right whitespace-nowrap" : ""}`;
  const reloadDocument = useReload(to ?? "");
  if (!first) return <td className={look}>{column.cell(row)}</td>;
  return (
    <th scope="row" className={`${look} text-left font-medium`}>
      {to === undefined ? (
        column.cell(row)
      ) : (
        // The link covers its row; what else can be pressed in a row stands above it (`relative z-1`).
        <Link
          to={to}
          reloadDocument={reloadDocument}
          className="after:absolute after:inset-0 after:content-['']"
        >
          {column.cell(row)}
        </Link>
      )}
    </th>
  );
}
