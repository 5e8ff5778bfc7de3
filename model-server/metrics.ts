import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.25];
const RECALL = [0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 1];

/** The figures of one process, as Prometheus reads them. */
export interface Metrics {
  registry: Registry;
  requestSeconds: Histogram<"placement">;
  stageSeconds: Histogram<"stage">;
  answers: Counter<"placement" | "degraded" | "stale">;
  indexRecall: Histogram<"shop">;
  served: Counter<"result">;
  modelLoads: Counter<"name" | "result">;
  blendExamples: Counter<"shop" | "outcome">;
  learnLag: Gauge;
  items: Gauge<"shop" | "of">;
}

/** A fresh registry, so that several servers in one process do not meet. */
export function createMetrics(options: { onCollect: (metrics: Metrics) => void }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const metrics: Metrics = {
    registry,
    requestSeconds: new Histogram({
      name: "recommend_seconds",
      help: "Time from a request's arrival to its answer",
      labelNames: ["placement"],
      buckets: SECONDS,
      registers,
    }),
    stageSeconds: new Histogram({
      name: "recommend_stage_seconds",
      help: "Time of one stage of the pipeline",
      labelNames: ["stage"],
      buckets: SECONDS,
      registers,
    }),
    answers: new Counter({
      name: "recommend_answers_total",
      help: "Answers given",
      labelNames: ["placement", "degraded", "stale"],
      registers,
    }),
    indexRecall: new Histogram({
      name: "index_recall",
      help: "Share of the true nearest items that the graph found, on sampled queries",
      labelNames: ["shop"],
      buckets: RECALL,
      registers,
    }),
    served: new Counter({
      name: "served_messages_total",
      help: "Answers written to SERVED, dropped because too many waited, or failed",
      labelNames: ["result"],
      registers,
    }),
    modelLoads: new Counter({
      name: "model_changes_total",
      help: "Changes of the trained model that serves, by what became of them: loaded, back, or the code of what failed",
      labelNames: ["name", "result"],
      registers,
    }),
    blendExamples: new Counter({
      name: "blend_examples_total",
      help: "Visits that the elected server was to learn the blend from, by what became of them",
      labelNames: ["shop", "outcome"],
      registers,
    }),
    learnLag: new Gauge({
      name: "learn_lag_messages",
      help: "Messages of LEARN that the views have not applied",
      registers,
      collect: () => options.onCollect(metrics),
    }),
    items: new Gauge({
      name: "model_items",
      help: "Products, vectors, steps and index rows per shop",
      labelNames: ["shop", "of"],
      registers,
    }),
  };
  return metrics;
}
