/** A metric as Prometheus reads it. Every process has one file of them, which alerts and dashboards name. */
export interface MetricDefinition<Label extends string = string> {
  /** Of OpenTelemetry's semantic conventions in Prometheus' form (dots become `_`, the unit is added), else `slipstream_…`. */
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  labels: readonly Label[];
  /** Upper bounds of a histogram, without +Inf. */
  buckets?: readonly number[];
}

/** The boundaries that the semantic conventions advise for durations, in seconds. */
export const durationBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/**
 * `http.server.request.duration`, told by every process that answers HTTP. `http_route` is the
 * template of the route, so that there are few series.
 */
export const httpServerDuration = {
  name: "http_server_request_duration_seconds",
  type: "histogram",
  help: "Duration of HTTP server requests",
  labels: ["http_request_method", "http_route", "http_response_status_code"],
  buckets: durationBuckets,
} as const satisfies MetricDefinition;
