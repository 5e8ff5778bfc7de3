import type { MeasuredMetric } from "@slipstream/contracts/experiment-api";
import { useMoney } from "../money.ts";

/** Writes a metric's value as people read it: a share, money, or a time. */
export function useMetricText(currency: string): (metric: MeasuredMetric, value: number) => string {
  const money = useMoney(currency);
  return (metric, value) => {
    if (metric === "revenue_per_session") return money(Math.round(value));
    if (metric === "latency") return `${value.toFixed(0)} ms`;
    const percent = value * 100;
    return `${percent.toFixed(percent < 10 ? 2 : 1)} %`;
  };
}
