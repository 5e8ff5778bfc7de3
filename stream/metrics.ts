import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Announcer } from "./announce/announcer.ts";
import type { Archive } from "./archive/archive.ts";
import type { Figures } from "./figures.ts";
import type { Relay } from "./relay/relay.ts";
import type { StatusReader } from "./status.ts";
import type { StreamProcessor } from "./turns/stream-processor.ts";

const PREFIX = "slipstream_stream_";

export interface MetricParts {
  figures: Figures;
  archive: Archive;
  announcer: Announcer | undefined;
  processor: StreamProcessor;
  status: StatusReader;
  relay: Relay;
}

/** The registry behind `/metrics`: figures are read when they are asked for. */
export function createMetrics(parts: MetricParts): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: PREFIX });
  registerCounters(register, parts);
  registerGauges(register, parts);
  register.registerMetric(parts.figures.stages.histogram);
  return register;
}

function registerCounters(register: Registry, parts: MetricParts): void {
  const { figures, archive, announcer, processor, relay } = parts;
  const totals: [name: string, help: string, read: () => number][] = [
    ["events_applied_total", "Events applied", () => figures.applied],
    ["duplicates_dropped_total", "Events seen before", () => figures.duplicatesDropped],
    ["dead_letters_total", "Messages put into the DLQ", () => figures.deadLetters],
    ["returns_skipped_total", "Returns of what was not bought", () => figures.returnsSkipped],
    ["ratings_skipped_total", "Ratings without a value", () => figures.ratingsSkipped],
    ["turns_total", "Turns committed", () => figures.turns],
    ["restarts_total", "Times that memory was dropped", () => figures.restarts],
    ["learn_messages_total", "Messages published on LEARN", () => figures.learnMessages],
    ["quarantined_total", "Examples that were not finite", () => figures.quarantined],
    ["archived_total", "Events written to PostgreSQL", () => archive.archived],
    ["archive_refused_total", "Events PostgreSQL could not hold", () => archive.refused],
    ["purged_total", "Events taken from the stream", () => figures.purged],
    ["announced_total", "Sessions announced", () => announcer?.figures.sent ?? 0],
    ["announce_failed_total", "Announcements that failed", () => announcer?.figures.failed ?? 0],
    ["relayed_facts_total", "Facts given to the hubs", () => relay.figures.facts],
    ["relayed_changes_total", "Changes told on LEARN", () => relay.figures.changes],
    ["relay_dead_letters_total", "Outbox rows in the DLQ", () => relay.figures.deadLetters],
    ["checkpoints_total", "Checkpoints written", () => processor.checkpointer.figures.written],
    ["rollbacks_total", "Learners set back", () => processor.checkpointer.figures.rollbacks],
  ];
  for (const [name, help, read] of totals) {
    register.registerMetric(
      new Counter({
        name: PREFIX + name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(read());
        },
      }),
    );
  }
}

function registerGauges(
  register: Registry,
  { figures, processor, status, relay }: MetricParts,
): void {
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    collect: (g: Gauge) => unknown,
  ) =>
    register.registerMetric(
      new Gauge({
        name: PREFIX + name,
        help,
        labelNames,
        registers: [],
        async collect() {
          this.reset();
          await collect(this);
        },
      }),
    );
  gauge("shed_share", "Share of replays shed to keep up", [], (g) => g.set(figures.shedShare));
  gauge("working", "1 while the partitions are held", [], (g) => g.set(Number(processor.working)));
  gauge("outbox_depth", "Outbox rows that wait", [], async (g) => g.set(await relay.depth()));
  gauge("outbox_oldest_age_seconds", "Age of the oldest outbox row", [], (g) =>
    g.set(relay.oldestAgeSeconds(Date.now())),
  );
  const perPartition = ["pending", "ackPending", "lagSeconds", "watermark"] as const;
  for (const field of perPartition) {
    const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    gauge(name, `Per partition: ${name}`, ["partition"], async (g) => {
      const { partitions } = await status.read();
      for (const each of partitions) g.set({ partition: String(each.partition) }, each[field]);
    });
  }
  for (const [name, field] of [
    ["recall_at_20", "recallAt20"],
    ["mrr_at_20", "mrrAt20"],
  ] as const) {
    gauge(`prequential_${name}`, "Live quality", ["shop", "model"], (g) => {
      for (const each of processor.prequential()) {
        for (const [model, value] of Object.entries(each[field])) {
          g.set({ shop: each.shop, model }, value);
        }
      }
    });
  }
}
