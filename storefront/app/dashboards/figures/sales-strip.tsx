import type { Figures } from "@slipstream/contracts/figures-api";
import { figureText } from "../figure-text.ts";
import { useMoney } from "../money.ts";
import { StatStrip } from "../shell/stat-strip.tsx";
import { changeText, shareText } from "./share-text.ts";

function viewsNote({ purchases, views }: Figures["funnel"]): string {
  if (views === 0) return "no views yet";
  if (purchases > views) return "fewer views known than purchases";
  return `${figureText(purchases)} of ${figureText(views)} views`;
}

/** Five figures of a time's sales, each with its days and how it was before. */
export function SalesStrip({ figures }: { figures: Figures }) {
  const { totals, before, funnel, days } = figures;
  const money = useMoney(figures.currency);
  const average = (revenue: number, orders: number) => (orders === 0 ? 0 : revenue / orders);
  const since = (now: number, then: number) => {
    const change = changeText(now, then);
    return change === undefined ? "nothing before" : `${change} on ${days.length} days before`;
  };
  return (
    <StatStrip
      stats={[
        {
          label: "Sales",
          value: money(totals.revenueMinor, "short"),
          note: since(totals.revenueMinor, before.revenueMinor),
          values: days.map(({ revenueMinor }) => revenueMinor),
        },
        {
          label: "Orders",
          value: figureText(totals.orders),
          note: since(totals.orders, before.orders),
          values: days.map(({ orders }) => orders),
        },
        {
          label: "Average order",
          value: money(Math.round(average(totals.revenueMinor, totals.orders)), "short"),
          note: since(
            average(totals.revenueMinor, totals.orders),
            average(before.revenueMinor, before.orders),
          ),
          values: days.map(({ revenueMinor, orders }) => average(revenueMinor, orders)),
        },
        {
          label: "From recommendations",
          value: shareText(totals.recommendedRevenueMinor, totals.revenueMinor),
          note: `${money(totals.recommendedRevenueMinor, "short")} of sales`,
          values: days.map(({ recommendedRevenueMinor }) => recommendedRevenueMinor),
        },
        {
          label: "Views that end in a purchase",
          value: shareText(funnel.purchases, funnel.views),
          note: viewsNote(funnel),
          values: days.map(({ purchases, views }) => (views === 0 ? 0 : purchases / views)),
        },
      ]}
    />
  );
}
