import { edgeMetrics } from "@slipstream/edge/metrics/definitions";
import { modelMetrics } from "@slipstream/model-server/metric-definitions";
import { streamMetrics } from "@slipstream/stream/metric-definitions";
import { type Alert, burnRates, type Objective } from "./alert.ts";

const requests = `${edgeMetrics.httpDuration.name}_count`;
const { name: eventToRail } = edgeMetrics.eventToRail;

/** Of a hundred rails that follow an event, 99 are pushed within a quarter of a second. */
const promisedRail = "0.25";

/** What is promised to those who shop. */
export const objectives: readonly Objective[] = [
  {
    name: "ApiErrors",
    budget: 0.001,
    badShare: (window) =>
      `sum by (shop) (rate(${requests}{http_response_status_code=~"5.."}[${window}])) / sum by (shop) (rate(${requests}[${window}]))`,
    what: "Requests that fail",
    runbook: "api-errors",
  },
  {
    name: "LateRails",
    budget: 0.01,
    badShare: (window) =>
      `1 - sum by (shop) (rate(${eventToRail}_bucket{le="${promisedRail}"}[${window}])) / sum by (shop) (rate(${eventToRail}_count[${window}]))`,
    what: "Rails that come too late",
    runbook: "late-rails",
  },
];

const pending = streamMetrics.pending.name;
const recall = streamMetrics.recall.name;

/** Every alert; rules, runbooks and tests are looked for by their names. */
export const alerts: readonly Alert[] = [
  ...objectives.flatMap(burnRates),
  {
    name: "AckFloorUnmoved",
    // By partition: each processor tells of all of them, whoever holds them.
    expr: `max by (partition) (${pending} + ${streamMetrics.ackPending.name}) > 0 and max by (partition) (changes(${streamMetrics.ackFloor.name}[30s])) == 0`,
    for: "1m",
    severity: "page",
    summary: "Partition {{ $labels.partition }} has events and has acknowledged none for a minute",
    runbook: "ack-floor-unmoved",
  },
  {
    name: "DeadLetters",
    expr: `max(${streamMetrics.deadLetters.name}) > 0`,
    severity: "ticket",
    summary: "Messages that could not be applied lie in the DLQ",
    runbook: "dead-letters",
  },
  {
    name: "HubOutboxOld",
    expr: `max by (shop) (${edgeMetrics.outboxAge.name}) > 30`,
    severity: "page",
    summary: "Events of {{ $labels.shop }} wait at the edge for more than 30 seconds",
    runbook: "outbox-old",
  },
  {
    name: "ShopOutboxOld",
    expr: `max(${streamMetrics.outboxAge.name}) > 30`,
    severity: "page",
    summary: "Facts wait in the shops' outboxes for more than 30 seconds",
    runbook: "outbox-old",
  },
  {
    name: "RecallUnderBaseline",
    expr: `max by (shop) (${recall}{model="learner"}) < max by (shop) (${recall}{model="popularity"}) and max by (shop) (${streamMetrics.predictions.name}) >= 500`,
    for: "5m",
    severity: "ticket",
    summary: "The learner of {{ $labels.shop }} predicts worse than plain popularity",
    runbook: "recall-under-baseline",
  },
  {
    name: "FeatureDrift",
    expr: `max by (shop, feature) (${modelMetrics.driftPsi.name}) > 0.25`,
    for: "10m",
    severity: "ticket",
    summary:
      "{{ $labels.feature }} of {{ $labels.shop }} is not as it was when the model was trained",
    runbook: "feature-drift",
  },
  {
    name: "ModelRolledBack",
    expr: `sum by (shop, name) (increase(${modelMetrics.rollbacks.name}[15m])) > 0`,
    severity: "ticket",
    summary: "The model {{ $labels.name }} of {{ $labels.shop }} was taken back",
    runbook: "model-rolled-back",
  },
  {
    name: "LearnerRolledBack",
    expr: `sum(increase(${streamMetrics.rollbacks.name}[15m])) > 0`,
    severity: "ticket",
    summary: "The learner was set back to its last good checkpoint",
    runbook: "model-rolled-back",
  },
  {
    name: "ProcessorMissing",
    expr: `absent(up{job="stream"} == 1)`,
    for: "30s",
    severity: "page",
    summary: "No stream processor answers",
    runbook: "processor-missing",
  },
  {
    name: "PartitionUnheld",
    expr: `max by (partition) (${streamMetrics.held.name}) == 0`,
    for: "30s",
    severity: "page",
    summary: "Nobody holds partition {{ $labels.partition }}",
    runbook: "processor-missing",
  },
];
