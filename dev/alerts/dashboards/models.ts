import { modelMetrics as model } from "@slipstream/model-server/metric-definitions";
import { streamMetrics as stream } from "@slipstream/stream/metric-definitions";
import { type Dashboard, highest, quantiles, rate } from "./dashboard.ts";

/** Whether what is recommended is any good, and what it costs. */
export const modelDashboard: Dashboard = {
  uid: "models",
  title: "model quality",
  panels: [
    {
      title: "Recall@20 of the next item, predicted before it is learnt",
      unit: "percentunit",
      about: "Below popularity the learner goes back to its last good checkpoint by itself.",
      series: [
        { expr: `max by (shop, model) (${stream.recall.name})`, name: "{{shop}} {{model}}" },
      ],
    },
    {
      title: "MRR@20, the same",
      unit: "percentunit",
      series: [{ expr: `max by (shop, model) (${stream.mrr.name})`, name: "{{shop}} {{model}}" }],
    },
    {
      title: "Drift of features and scores (PSI)",
      unit: "short",
      about: "Above 0.25 they are not what the model was trained on.",
      series: [
        { expr: `max by (shop, feature) (${model.driftPsi.name})`, name: "{{shop}} {{feature}}" },
      ],
    },
    {
      title: "Recall of the vector index against an exact scan, mean",
      unit: "percentunit",
      series: [
        {
          expr: `sum by (shop) (rate(${model.indexRecall.name}_sum[15m])) / sum by (shop) (rate(${model.indexRecall.name}_count[15m]))`,
          name: "{{shop}}",
        },
      ],
    },
    {
      title: "An answer",
      unit: "s",
      series: quantiles(model.requestSeconds.name, "placement", 0.99),
    },
    { title: "Stages, p99", unit: "s", series: quantiles(model.stageSeconds.name, "stage", 0.99) },
    {
      title: "Answers a second that were degraded",
      unit: "short",
      series: [rate(`${model.answers.name}{degraded="true"}`, "placement")],
    },
    {
      title: "Messages of LEARN behind",
      unit: "short",
      series: [{ expr: `max by (instance) (${model.learnLag.name})`, name: "{{instance}}" }],
    },
    {
      title: "Models changed",
      unit: "short",
      series: [
        {
          expr: `sum by (name, result) (increase(${model.modelLoads.name}[15m]))`,
          name: "{{name}} {{result}}",
        },
      ],
    },
    {
      title: "Taken back",
      unit: "short",
      series: [
        { expr: `sum by (name) (increase(${model.rollbacks.name}[15m]))`, name: "{{name}}" },
        { expr: `sum(increase(${stream.rollbacks.name}[15m]))`, name: "the learner" },
      ],
    },
    {
      title: "Share of replays shed",
      unit: "percentunit",
      series: [highest(stream.shedShare.name, "instance")],
    },
    { title: "Products, vectors, steps", unit: "short", series: [highest(model.items.name, "of")] },
  ],
};
