import { alerts } from "./alerts.ts";
import { evaluate } from "./promql/evaluate.ts";
import { seriesOf } from "./promql/exposition.ts";

const SCRAPE_SECONDS = 15;

/** Names of the alerts that scrapes of a process, as they were told, begin to fulfil at the last one. */
export function alertsIn(scrapes: readonly string[]): string[] {
  const series = seriesOf(scrapes, SCRAPE_SECONDS);
  const atSeconds = SCRAPE_SECONDS * (scrapes.length - 1);
  return alerts
    .filter(({ expr }) => {
      const value = evaluate(expr, series, atSeconds);
      return typeof value !== "number" && value.length > 0;
    })
    .map(({ name }) => name);
}
