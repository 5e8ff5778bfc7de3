import type { MetricDefinition } from "@slipstream/contracts/metric";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { modelMetrics } from "./metric-definitions.ts";

/** The figures of one process, as Prometheus reads them. */
export type Metrics = ReturnType<typeof instruments> & { registry: Registry };

/** A fresh registry, so that several servers in one process do not meet. */
export function createMetrics(options: { onCollect: (metrics: Metrics) => void }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = {
    registry,
    ...instruments(registry, () => options.onCollect(metrics)),
  };
  return metrics;
}

function instruments(registry: Registry, onCollect: () => void) {
  const registers = [registry];
  const counter = <Label extends string>(of: MetricDefinition<Label>) =>
    new Counter({ ...named(of), registers });
  const gauge = <Label extends string>(of: MetricDefinition<Label>, collect?: () => void) =>
    new Gauge({ ...named(of), registers, ...(collect ? { collect } : {}) });
  const histogram = <Label extends string>(of: MetricDefinition<Label>) =>
    new Histogram({ ...named(of), buckets: [...(of.buckets ?? [])], registers });
  return {
    requestSeconds: histogram(modelMetrics.requestSeconds),
    stageSeconds: histogram(modelMetrics.stageSeconds),
    answers: counter(modelMetrics.answers),
    indexRecall: histogram(modelMetrics.indexRecall),
    served: counter(modelMetrics.served),
    modelLoads: counter(modelMetrics.modelLoads),
    rollbacks: counter(modelMetrics.rollbacks),
    standIns: counter(modelMetrics.standIns),
    challengerCorrelation: histogram(modelMetrics.challengerCorrelation),
    challengerOverlap: histogram(modelMetrics.challengerOverlap),
    challengerSeconds: histogram(modelMetrics.challengerSeconds),
    driftPsi: gauge(modelMetrics.driftPsi),
    blendExamples: counter(modelMetrics.blendExamples),
    learnLag: gauge(modelMetrics.learnLag, onCollect),
    // Filled by the same look as the one before: they come after it.
    items: gauge(modelMetrics.items),
    spans: counter(modelMetrics.spans),
  };
}

function named<Label extends string>({ name, help, labels }: MetricDefinition<Label>) {
  return { name, help, labelNames: [...labels] };
}
