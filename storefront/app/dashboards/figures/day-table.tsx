import type { DayFigures, Figures } from "@slipstream/contracts/figures-api";
import { figureText } from "../figure-text.ts";
import { useMoney } from "../money.ts";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";

/** The charts' numbers, day by day, the newest first. */
export function DayTable({ figures }: { figures: Figures }) {
  const money = useMoney(figures.currency);
  const count = (name: keyof DayFigures & string, head: string) => ({
    key: name,
    head,
    numeric: true,
    cell: (row: DayFigures) => figureText(Number(row[name])),
  });
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center text-14 underline decoration-line decoration-2 underline-offset-4">
        The same as a table
      </summary>
      <div className="mt-2 max-h-96 overflow-y-auto">
        <DataTable<DayFigures>
          caption="Figures by day"
          minWidth="48rem"
          rows={figures.days.toReversed()}
          rowKey={({ day }) => day}
          empty={{ title: "No days" }}
          columns={[
            { key: "day", head: "Day", cell: ({ day }) => <When at={`${day}T00:00:00Z`} /> },
            {
              key: "revenue",
              head: "Sales",
              numeric: true,
              cell: ({ revenueMinor }) => money(revenueMinor),
            },
            {
              key: "recommended",
              head: "From rails",
              numeric: true,
              cell: ({ recommendedRevenueMinor }) => money(recommendedRevenueMinor),
            },
            count("orders", "Orders"),
            count("units", "Units"),
            count("impressions", "Shown"),
            count("views", "Views"),
            count("carts", "Carts"),
            count("purchases", "Bought"),
          ]}
        />
      </div>
    </details>
  );
}
