import type { Alert } from "./alert.ts";
import { evaluate, type Sample, secondsOf } from "./promql/evaluate.ts";
import type { Labels, Series } from "./promql/series.ts";

/** Between two looks of Prometheus at a rule. */
const EVALUATION_SECONDS = 15;

/** The alerts that fire at a moment: what the rule answers, and has answered for as long as it asks. */
export function firing(alert: Alert, series: readonly Series[], atSeconds: number): Labels[] {
  const since = new Map<string, number>();
  const holdSeconds = alert.for === undefined ? 0 : secondsOf(alert.for);
  // Nothing before is of interest: an alert that is silent in between begins anew.
  const from = Math.max(0, atSeconds - 2 * holdSeconds - EVALUATION_SECONDS);
  const first = Math.ceil(from / EVALUATION_SECONDS) * EVALUATION_SECONDS;
  let active: { key: string; labels: Labels }[] = [];
  for (let at = first; at <= atSeconds; at += EVALUATION_SECONDS) {
    const value = evaluate(alert.expr, series, at);
    active = typeof value === "number" ? [] : value.map(identified);
    const keys = new Set(active.map(({ key }) => key));
    for (const key of since.keys()) if (!keys.has(key)) since.delete(key);
    for (const key of keys) if (!since.has(key)) since.set(key, at);
  }
  return active
    .filter(({ key }) => atSeconds - since.get(key)! >= holdSeconds)
    .map(({ labels }) => labels);
}

function identified({ labels: { __name__: _, ...labels } }: Sample) {
  return { key: JSON.stringify(labels), labels };
}

/** A summary with the alert's labels filled in, as Prometheus does. */
export function filledIn(summary: string, labels: Labels): string {
  return summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? "");
}
