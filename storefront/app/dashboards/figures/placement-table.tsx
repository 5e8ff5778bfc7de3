import type { Figures, PlacementFigures } from "@slipstream/contracts/figures-api";
import { figureText } from "../figure-text.ts";
import { useMoney } from "../money.ts";
import { placementNames } from "../placement-names.ts";
import { DataTable } from "../shell/data-table.tsx";
import { shareText } from "./share-text.ts";

/** What each rail showed, and what of the sales follows on a click in it. */
export function PlacementTable({ figures }: { figures: Figures }) {
  const money = useMoney(figures.currency);
  const { revenueMinor: all } = figures.totals;
  return (
    <DataTable<PlacementFigures>
      caption="What recommendations brought"
      minWidth="36rem"
      rows={figures.placements}
      rowKey={({ placement }) => placement}
      empty={{ title: "No rail was seen in this time" }}
      columns={[
        { key: "placement", head: "Rail", cell: ({ placement }) => placementNames[placement] },
        {
          key: "impressions",
          head: "Shown",
          numeric: true,
          cell: ({ impressions }) => figureText(impressions),
        },
        { key: "clicks", head: "Clicks", numeric: true, cell: ({ clicks }) => figureText(clicks) },
        {
          key: "rate",
          head: "Clicks of shown",
          numeric: true,
          cell: ({ clicks, impressions }) => shareText(clicks, impressions),
        },
        { key: "units", head: "Sold", numeric: true, cell: ({ units }) => figureText(units) },
        {
          key: "revenue",
          head: "Sales",
          numeric: true,
          cell: ({ revenueMinor }) => money(revenueMinor),
        },
        {
          key: "share",
          head: "Of all sales",
          numeric: true,
          cell: ({ revenueMinor }) => shareText(revenueMinor, all),
        },
      ]}
    />
  );
}
