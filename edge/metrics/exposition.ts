import type { MetricDefinition } from "@slipstream/contracts/metric";
import type { HubStatus } from "@slipstream/contracts/ops-status";
import { edgeMetrics } from "./definitions.ts";
import { type Gain, labelText } from "./tally.ts";

/** Prometheus' text format, version 0.0.4. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type Line = readonly [labels: string, value: number, suffix?: string];

/** A shop's sums and its hubs' standing, as Prometheus reads them. */
export function exposition(of: {
  shop: string;
  sums: readonly Gain[];
  hubs: readonly HubStatus[];
}): string {
  const sums = Map.groupBy(of.sums, ({ name }) => name);
  const shop = labelText({ shop: of.shop });
  const gauges = new Map<MetricDefinition, (hub: HubStatus) => number>([
    [edgeMetrics.outboxDepth, (hub) => hub.outboxDepth],
    [edgeMetrics.outboxAge, (hub) => hub.outboxOldestAgeSeconds],
    [edgeMetrics.sockets, (hub) => hub.sockets],
    [edgeMetrics.accepted, (hub) => hub.accepted],
    [edgeMetrics.duplicates, (hub) => hub.duplicatesDropped],
  ]);
  const blocks = Object.values<MetricDefinition>(edgeMetrics).map((metric) => {
    const read = gauges.get(metric);
    const lines: Line[] = read
      ? of.hubs.map((hub) => [`${shop},${labelText({ shard: String(hub.shard) })}`, read(hub)])
      : (sums.get(metric.name) ?? []).flatMap((sum) => linesOf(metric, sum, shop));
    return blockOf(metric, lines);
  });
  return blocks.join("");
}

function linesOf(metric: MetricDefinition, { labels: own, amounts }: Gain, shop: string): Line[] {
  const labels = own === "" ? shop : `${shop},${own}`;
  if (metric.type !== "histogram") return [[labels, amounts[0] ?? 0]];
  const bounds = metric.buckets ?? [];
  let below = 0;
  const buckets = bounds.map((bound, index): Line => {
    below += amounts[index] ?? 0;
    return [`${labels},le="${bound}"`, below, "_bucket"];
  });
  const count = amounts[bounds.length] ?? 0;
  return [
    ...buckets,
    [`${labels},le="+Inf"`, count, "_bucket"],
    [labels, amounts[bounds.length + 1] ?? 0, "_sum"],
    [labels, count, "_count"],
  ];
}

function blockOf({ name, type, help }: MetricDefinition, lines: readonly Line[]): string {
  const values = lines.map(
    ([labels, value, suffix = ""]) => `${name}${suffix}{${labels}} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${values.join("")}`;
}
