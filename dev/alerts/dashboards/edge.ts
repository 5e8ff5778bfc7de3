import { edgeMetrics as metrics } from "@slipstream/edge/metrics/definitions";
import { objectives } from "../alerts.ts";
import { type Dashboard, highest, quantiles, rate } from "./dashboard.ts";

/** What shoppers meet: answers, rails, and what waits on its way to the stream. */
export const edgeDashboard: Dashboard = {
  uid: "edge",
  title: "edge",
  panels: [
    {
      title: "From event to rail",
      unit: "s",
      series: quantiles(metrics.eventToRail.name, "shop", 0.5, 0.99),
    },
    {
      title: "Promises: share that went wrong in an hour",
      unit: "percentunit",
      series: objectives.map(({ badShare, name }) => ({
        expr: badShare("1h"),
        name: `${name} {{shop}}`,
      })),
    },
    {
      title: "Requests a second by code",
      unit: "reqps",
      series: [rate(`${metrics.httpDuration.name}_count`, "http_response_status_code")],
    },
    {
      title: "Requests by route, p99",
      unit: "s",
      series: quantiles(metrics.httpDuration.name, "http_route", 0.99),
    },
    {
      title: "Rails a second by where they came from",
      unit: "short",
      series: [rate(metrics.rails.name, "from")],
    },
    {
      title: "Live pages",
      unit: "short",
      series: [{ expr: `sum by (shop) (${metrics.sockets.name})`, name: "{{shop}}" }],
    },
    {
      title: "Events waiting at the hubs",
      unit: "short",
      series: [highest(metrics.outboxDepth.name, "shard")],
    },
    {
      title: "Oldest event at the hubs",
      unit: "s",
      series: [highest(metrics.outboxAge.name, "shard")],
    },
    {
      title: "Events accepted a second",
      unit: "short",
      series: [rate(metrics.accepted.name, "shop")],
    },
    {
      title: "Sent again and dropped, a second",
      unit: "short",
      series: [rate(metrics.duplicates.name, "shop")],
    },
  ],
};
