import { httpServerDuration, type MetricDefinition } from "@slipstream/contracts/metric";

const seconds = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.25];
const correlations = [-0.5, 0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1];
const overlaps = [0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const shares = [0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 1];

/** Every metric of the model server's `/metrics`, besides those of Node itself. */
export const modelMetrics = {
  httpDuration: httpServerDuration,
  requestSeconds: {
    name: "slipstream_recommend_seconds",
    type: "histogram",
    help: "Time from a request's arrival to its answer",
    labels: ["placement"],
    buckets: seconds,
  },
  stageSeconds: {
    name: "slipstream_recommend_stage_seconds",
    type: "histogram",
    help: "Time of one stage of the pipeline",
    labels: ["stage"],
    buckets: seconds,
  },
  answers: {
    name: "slipstream_recommend_answers_total",
    type: "counter",
    help: "Answers given",
    labels: ["placement", "degraded", "stale"],
  },
  indexRecall: {
    name: "slipstream_index_recall",
    type: "histogram",
    help: "Share of the true nearest items that the graph found, on sampled queries",
    labels: ["shop"],
    buckets: shares,
  },
  served: {
    name: "slipstream_served_messages_total",
    type: "counter",
    help: "Answers written to SERVED, dropped because too many waited, or failed",
    labels: ["result"],
  },
  modelLoads: {
    name: "slipstream_model_changes_total",
    type: "counter",
    help: "Changes of the trained model that serves, by what became of them: loaded, back, or the code of what failed",
    labels: ["name", "result"],
  },
  rollbacks: {
    name: "slipstream_model_rollbacks_total",
    type: "counter",
    help: "Models that were taken back, by a person or by a guardrail",
    labels: ["shop", "name", "cause"],
  },
  standIns: {
    name: "slipstream_arm_stand_ins_total",
    type: "counter",
    help: "Answers that another ranker ordered than the one that their experiment's arm names",
    labels: ["shop", "wanted"],
  },
  challengerCorrelation: {
    name: "slipstream_challenger_rank_correlation",
    type: "histogram",
    help: "Spearman's correlation of a shadow's or canary's scores with those that answered, per request",
    labels: ["shop", "stage"],
    buckets: correlations,
  },
  challengerOverlap: {
    name: "slipstream_challenger_overlap_at_12",
    type: "histogram",
    help: "Share of the best 12 by a shadow or canary that are among the best 12 that answered",
    labels: ["shop", "stage"],
    buckets: overlaps,
  },
  challengerSeconds: {
    name: "slipstream_challenger_scoring_seconds",
    type: "histogram",
    help: "Time in which a shadow or canary scored a request once more",
    labels: ["shop", "stage"],
    buckets: seconds,
  },
  driftPsi: {
    name: "slipstream_drift_psi",
    type: "gauge",
    help: "Population stability index of a feature or score against its training window",
    labels: ["shop", "feature"],
  },
  blendExamples: {
    name: "slipstream_blend_examples_total",
    type: "counter",
    help: "Visits that the elected server was to learn the blend from, by what became of them",
    labels: ["shop", "outcome"],
  },
  spans: {
    name: "slipstream_model_spans_total",
    type: "counter",
    help: "Spans of kept traces, by what became of them",
    labels: ["result"],
  },
  learnLag: {
    name: "slipstream_learn_lag_messages",
    type: "gauge",
    help: "Messages of LEARN that the views have not applied",
    labels: [],
  },
  items: {
    name: "slipstream_model_items",
    type: "gauge",
    help: "Products, vectors, steps and index rows per shop",
    labels: ["shop", "of"],
  },
} as const satisfies Record<string, MetricDefinition>;
