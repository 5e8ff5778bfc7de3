import type { MetricDefinition } from "@slipstream/contracts/metric";
import { streams } from "@slipstream/contracts/subjects";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Announcer } from "./announce/announcer.ts";
import type { Archive } from "./archive/archive.ts";
import type { Figures } from "./figures.ts";
import { streamMetrics } from "./metric-definitions.ts";
import type { Relay } from "./relay/relay.ts";
import type { StatusReader } from "./status.ts";
import type { Tracing } from "./tracing/tracing.ts";
import type { StreamProcessor } from "./turns/stream-processor.ts";

export interface MetricParts {
  figures: Figures;
  archive: Archive;
  announcer: Announcer | undefined;
  processor: StreamProcessor;
  status: StatusReader;
  relay: Relay;
  tracing: Tracing;
}

/** The registry behind `/metrics`: figures are read when they are asked for. */
export function createMetrics(parts: MetricParts): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: "slipstream_stream_" });
  registerTotals(register, parts);
  registerMessaging(register, parts.figures);
  registerSpans(register, parts.tracing);
  registerGauges(register, parts);
  registerPartitions(register, parts.status);
  registerQuality(register, parts.processor);
  for (const histogram of parts.figures.stages.histograms) register.registerMetric(histogram);
  return register;
}

function registerTotals(register: Registry, parts: MetricParts): void {
  const { figures, archive, announcer, processor, relay } = parts;
  const totals: [MetricDefinition, read: () => number][] = [
    [streamMetrics.applied, () => figures.applied],
    [streamMetrics.duplicates, () => figures.duplicatesDropped],
    [streamMetrics.returnsSkipped, () => figures.returnsSkipped],
    [streamMetrics.ratingsSkipped, () => figures.ratingsSkipped],
    [streamMetrics.turns, () => figures.turns],
    [streamMetrics.restarts, () => figures.restarts],
    [streamMetrics.quarantined, () => figures.quarantined],
    [streamMetrics.archived, () => archive.archived],
    [streamMetrics.archiveRefused, () => archive.refused],
    [streamMetrics.purged, () => figures.purged],
    [streamMetrics.announced, () => announcer?.figures.sent ?? 0],
    [streamMetrics.announceFailed, () => announcer?.figures.failed ?? 0],
    [streamMetrics.relayedFacts, () => relay.figures.facts],
    [streamMetrics.relayedChanges, () => relay.figures.changes],
    [streamMetrics.relayDeadLetters, () => relay.figures.deadLetters],
    [streamMetrics.checkpoints, () => processor.checkpointer.figures.written],
    [streamMetrics.rollbacks, () => processor.checkpointer.figures.rollbacks],
  ];
  for (const [definition, read] of totals) addCounter(register, definition, (c) => c.inc(read()));
}

/** What the messaging conventions ask of a consumer and a producer. */
function registerMessaging(register: Registry, figures: Figures): void {
  const events = {
    messaging_system: "nats",
    messaging_operation_name: "process",
    messaging_destination_name: streams.events,
    messaging_consumer_group_name: "processor",
  };
  addCounter(register, streamMetrics.consumed, (counter) => {
    for (const [partition, count] of figures.consumed) {
      counter.inc({ ...events, messaging_destination_partition_id: String(partition) }, count);
    }
  });
  addCounter(register, streamMetrics.sent, (counter) => {
    for (const [destination, count] of [
      [streams.learn, figures.learnMessages],
      [streams.dlq, figures.deadLetters],
    ] as const) {
      const labels = { messaging_system: "nats", messaging_operation_name: "publish" };
      counter.inc({ ...labels, messaging_destination_name: destination }, count);
    }
  });
}

function registerSpans(register: Registry, tracing: Tracing): void {
  addCounter(register, streamMetrics.spans, (counter) => {
    for (const [result, count] of Object.entries(tracing.figures)) counter.inc({ result }, count);
  });
}

function registerGauges(register: Registry, { figures, processor, relay, status }: MetricParts) {
  const gauges: [MetricDefinition, read: () => number | Promise<number>][] = [
    [streamMetrics.shedShare, () => figures.shedShare],
    [streamMetrics.working, () => Number(processor.working)],
    [streamMetrics.outboxDepth, () => relay.depth()],
    [streamMetrics.outboxAge, () => relay.oldestAgeSeconds(Date.now())],
    [streamMetrics.deadLetters, async () => (await status.read()).totals.deadLettersWaiting],
  ];
  for (const [definition, read] of gauges) {
    addGauge(register, definition, async (gauge) => gauge.set(await read()));
  }
}

function registerPartitions(register: Registry, status: StatusReader): void {
  type Partition = Awaited<ReturnType<StatusReader["read"]>>["partitions"][number];
  const gauges: [MetricDefinition, read: (partition: Partition) => number][] = [
    [streamMetrics.pending, ({ pending }) => pending],
    [streamMetrics.ackPending, ({ ackPending }) => ackPending],
    [streamMetrics.ackPendingLimit, ({ ackPendingLimit }) => ackPendingLimit],
    [streamMetrics.ackFloor, ({ ackFloor }) => ackFloor],
    [streamMetrics.redelivered, ({ redelivered }) => redelivered],
    [streamMetrics.lag, ({ lagSeconds }) => lagSeconds],
    [streamMetrics.watermark, ({ watermark }) => watermark],
    [streamMetrics.held, ({ leaseHolder }) => Number(leaseHolder !== null)],
  ];
  for (const [definition, read] of gauges) {
    addGauge(register, definition, async (gauge) => {
      for (const each of (await status.read()).partitions) {
        gauge.set({ partition: String(each.partition) }, read(each));
      }
    });
  }
}

function registerQuality(register: Registry, processor: StreamProcessor): void {
  for (const [definition, field] of [
    [streamMetrics.recall, "recallAt20"],
    [streamMetrics.mrr, "mrrAt20"],
  ] as const) {
    addGauge(register, definition, (gauge) => {
      for (const each of processor.prequential()) {
        for (const [model, value] of Object.entries(each[field])) {
          gauge.set({ shop: each.shop, model }, value);
        }
      }
    });
  }
  addGauge(register, streamMetrics.predictions, (gauge) => {
    for (const { shop, samples } of processor.prequential()) gauge.set({ shop }, samples);
  });
}

function addCounter(
  register: Registry,
  { name, help, labels }: MetricDefinition,
  read: (counter: Counter) => void,
): void {
  const counter = new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [],
    collect() {
      this.reset();
      read(this);
    },
  });
  register.registerMetric(counter);
}

function addGauge(
  register: Registry,
  { name, help, labels }: MetricDefinition,
  read: (gauge: Gauge) => unknown,
): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [],
    async collect() {
      this.reset();
      // What cannot be read is missing, or not a number: the other figures matter most then.
      try {
        await read(this);
      } catch {
        if (labels.length === 0) this.set(Number.NaN);
      }
    },
  });
  register.registerMetric(gauge);
}
