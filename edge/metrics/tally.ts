import type { MetricDefinition } from "@slipstream/contracts/metric";
import type { Env } from "../env.ts";

/** Series that wait in one isolate: what comes beyond is not counted. */
const MAX_SERIES = 1_000;

/** What one series gained: a counter's amount, or a histogram's `[…buckets, count, sum]`. */
export interface Gain {
  name: string;
  /** As in Prometheus' text, without braces. */
  labels: string;
  amounts: number[];
}

/**
 * What happened in this isolate since it was last told. Isolates come and go, and nobody can reach
 * one of them to read a counter: so each gives what it counted to the shop's `EdgeMetrics`.
 */
const waiting = new Map<string, Map<string, Gain>>();

/** Adds to a counter of a shop. */
export function count(
  shop: string,
  metric: MetricDefinition,
  labels: Record<string, string>,
): void {
  const gain = gainOf({ shop, metric, labels, size: 1 });
  if (gain) gain.amounts[0]!++;
}

/** Adds one value to a histogram of a shop. */
export function observe(
  shop: string,
  metric: MetricDefinition,
  { labels = {}, value }: { labels?: Record<string, string>; value: number },
): void {
  const buckets = metric.buckets ?? [];
  const gain = gainOf({ shop, metric, labels, size: buckets.length + 2 });
  if (!gain) return;
  const { amounts } = gain;
  const first = buckets.findIndex((bound) => value <= bound);
  if (first >= 0) amounts[first]!++;
  amounts[buckets.length]!++;
  amounts[buckets.length + 1]! += value;
}

function gainOf(of: {
  shop: string;
  metric: MetricDefinition;
  labels: Record<string, string>;
  size: number;
}): Gain | undefined {
  let series = waiting.get(of.shop);
  if (!series) {
    series = new Map();
    waiting.set(of.shop, series);
  }
  const { name } = of.metric;
  const labels = labelText(of.labels);
  const key = `${name} ${labels}`;
  const known = series.get(key);
  if (known || series.size >= MAX_SERIES) return known;
  const gain = { name, labels, amounts: Array.from({ length: of.size }, () => 0) };
  series.set(key, gain);
  return gain;
}

/** Labels in Prometheus' text format, without braces. */
export function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, escaped)}"`)
    .join(",");
}

function escaped(letter: string): string {
  return letter === "\n" ? "\\n" : `\\${letter}`;
}

/** Gives everything that waits to the shops' objects; what one did not take waits on. */
export async function tellTally(env: Env): Promise<void> {
  const told = [...waiting];
  waiting.clear();
  await Promise.all(
    told.map(async ([shop, series]) => {
      try {
        await env.EDGE_METRICS.getByName(shop).add([...series.values()]);
      } catch {
        for (const [key, gain] of waiting.get(shop) ?? []) {
          const told = series.get(key)?.amounts ?? [];
          const amounts = gain.amounts.map((amount, index) => amount + (told[index] ?? 0));
          series.set(key, { ...gain, amounts });
        }
        waiting.set(shop, series);
      }
    }),
  );
}
