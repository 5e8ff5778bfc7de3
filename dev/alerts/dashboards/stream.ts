import { streamMetrics as metrics } from "@slipstream/stream/metric-definitions";
import { type Dashboard, highest, quantiles, rate } from "./dashboard.ts";

/** From the stream to Redis: what waits, how fast it goes, what went wrong. */
export const streamDashboard: Dashboard = {
  uid: "stream",
  title: "stream",
  panels: [
    { title: "Lag", unit: "s", series: [highest(metrics.lag.name, "partition")] },
    {
      title: "Pending",
      unit: "short",
      about: "Not delivered yet. Together with an ack floor that stands still: a stall.",
      series: [highest(metrics.pending.name, "partition")],
    },
    {
      title: "Delivered and not acknowledged, of what is allowed",
      unit: "percentunit",
      series: [
        {
          expr: `max by (partition) (${metrics.ackPending.name} / ${metrics.ackPendingLimit.name})`,
          name: "{{partition}}",
        },
      ],
    },
    {
      title: "Events a second",
      unit: "short",
      series: [rate(metrics.consumed.name, "messaging_destination_partition_id")],
    },
    {
      title: "Acknowledged a second",
      unit: "short",
      series: [
        {
          expr: `max by (partition) (rate(${metrics.ackFloor.name}[1m]))`,
          name: "{{partition}}",
        },
      ],
    },
    {
      title: "Published a second",
      unit: "short",
      series: [rate(metrics.sent.name, "messaging_destination_name")],
    },
    {
      title: "A turn",
      unit: "s",
      series: quantiles(metrics.processDuration.name, undefined, 0.5, 0.99),
    },
    {
      title: "Stages, p99",
      unit: "s",
      series: quantiles(metrics.stageSeconds.name, "stage", 0.99),
    },
    {
      title: "Redelivered",
      unit: "short",
      series: [highest(metrics.redelivered.name, "partition")],
    },
    {
      title: "In the DLQ",
      unit: "short",
      series: [{ expr: `max(${metrics.deadLetters.name})`, name: "messages" }],
    },
    {
      title: "The shops' outboxes",
      unit: "s",
      series: [{ expr: `max(${metrics.outboxAge.name})`, name: "oldest row" }],
    },
    {
      title: "Partitions held",
      unit: "short",
      series: [
        { expr: `sum(max by (partition) (${metrics.held.name}))`, name: "held" },
        { expr: `count(max by (partition) (${metrics.held.name}))`, name: "of" },
      ],
    },
  ],
};
