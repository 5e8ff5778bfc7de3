import { alerts } from "./alerts.ts";
import { firing } from "./firing.ts";
import { evaluate } from "./promql/evaluate.ts";
import { seriesOf } from "./promql/exposition.ts";
import type { Labels } from "./promql/series.ts";

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

/** What an alert fires for at the last of such scrapes, which lie 15 seconds apart. */
export function firesFor(name: string, scrapes: readonly string[]): Labels[] {
  const alert = alerts.find((each) => each.name === name);
  if (alert === undefined) throw new RangeError(`there is no alert ${name}`);
  const series = seriesOf(scrapes, SCRAPE_SECONDS);
  return firing(alert, series, SCRAPE_SECONDS * (scrapes.length - 1));
}
