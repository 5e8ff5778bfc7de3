import { currencyDigits } from "@slipstream/contracts/currency-digits";
import type { Figures } from "@slipstream/contracts/figures-api";
import { lazy, Suspense, useMemo } from "react";
import type { DayLine } from "./day-chart.tsx";

/** uPlot comes only with this page. */
const DayChart = lazy(() => import("./day-chart.tsx"));

/** Sales and orders by day, on one time axis. */
export function SalesCharts({ figures }: { figures: Figures }) {
  const { currency } = figures;
  const charts = useMemo(() => {
    const minor = 10 ** currencyDigits(currency);
    const { days } = figures;
    const sales: DayLine[] = [
      {
        label: "all",
        colour: "--ink-soft",
        values: days.map(({ revenueMinor }) => revenueMinor / minor),
      },
      {
        label: "from recommendations",
        colour: "--current",
        values: days.map(({ recommendedRevenueMinor }) => recommendedRevenueMinor / minor),
      },
    ];
    const traffic: DayLine[] = [
      { label: "views", colour: "--ink-soft", values: days.map(({ views }) => views) },
      { label: "carts", colour: "--warning", values: days.map(({ carts }) => carts) },
    ];
    return { days: days.map(({ day }) => day), sales, traffic };
  }, [figures, currency]);
  return (
    <div className="needs-script grid gap-x-6 gap-y-8 lg:grid-cols-2">
      <Suspense fallback={<div className="h-[232px] lg:col-span-2" />}>
        <DayChart title="Sales" unit={currency} days={charts.days} lines={charts.sales} />
        <DayChart title="Interest" unit="a day" days={charts.days} lines={charts.traffic} />
      </Suspense>
    </div>
  );
}
