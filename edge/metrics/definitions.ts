import {
  durationBuckets,
  httpServerDuration,
  type MetricDefinition,
} from "@slipstream/contracts/metric";
import { vitalBounds, type WebVital } from "@slipstream/contracts/web-vitals";

const shard = ["shard"] as const;

/** The bounds of several vitals, in seconds. */
function secondsOf(...vitals: readonly WebVital[]): readonly number[] {
  const bounds = new Set(vitals.flatMap((vital) => vitalBounds[vital]));
  return [...bounds].sort((a, b) => a - b).map((ms) => ms / 1000);
}

/** Every metric of `GET /api/ops/metrics`; each has the label `shop` besides its own. */
export const edgeMetrics = {
  httpDuration: httpServerDuration,
  eventToRail: {
    name: "slipstream_event_to_rail_seconds",
    type: "histogram",
    help: "From the receipt of an event to the push of the rail that it changed",
    labels: [],
    buckets: [
      0.01,
      0.02,
      0.03,
      0.04,
      0.05,
      0.075,
      ...durationBuckets.filter((bound) => bound >= 0.1),
    ],
  },
  rails: {
    name: "slipstream_rails_total",
    type: "counter",
    help: "Rails made, by where they came from",
    labels: ["placement", "from"],
  },
  outboxDepth: {
    name: "slipstream_hub_outbox_depth",
    type: "gauge",
    help: "Events that JetStream has not acknowledged",
    labels: shard,
  },
  outboxAge: {
    name: "slipstream_hub_outbox_oldest_age_seconds",
    type: "gauge",
    help: "Age of the oldest event that JetStream has not acknowledged",
    labels: shard,
  },
  sockets: {
    name: "slipstream_hub_sockets",
    type: "gauge",
    help: "Live pages",
    labels: shard,
  },
  accepted: {
    name: "slipstream_hub_events_accepted_total",
    type: "counter",
    help: "Events made durable",
    labels: shard,
  },
  duplicates: {
    name: "slipstream_hub_duplicates_dropped_total",
    type: "counter",
    help: "Events that were sent again",
    labels: shard,
  },
  webVital: {
    name: "slipstream_web_vital_seconds",
    type: "histogram",
    help: "LCP, INP and TTFB of real visitors' pages, by the kind of page",
    labels: ["vital", "page"],
    buckets: secondsOf("LCP", "INP", "TTFB"),
  },
  layoutShift: {
    name: "slipstream_layout_shift",
    type: "histogram",
    help: "CLS of real visitors' pages, by the kind of page",
    labels: ["page"],
    buckets: vitalBounds.CLS,
  },
} as const satisfies Record<string, MetricDefinition>;
