import {
  durationBuckets,
  httpServerDuration,
  type MetricDefinition,
} from "@slipstream/contracts/metric";

const PREFIX = "slipstream_stream_";
const partition = ["partition"] as const;
/** `messaging.*` attributes that every messaging metric has. */
const messaging = [
  "messaging_system",
  "messaging_operation_name",
  "messaging_destination_name",
] as const;

const counter = <Label extends string = never>(
  name: string,
  help: string,
  labels: readonly Label[] = [],
) => ({ name: `${PREFIX}${name}_total`, type: "counter" as const, help, labels });

const gauge = <Label extends string = never>(
  name: string,
  help: string,
  labels: readonly Label[] = [],
) => ({ name: PREFIX + name, type: "gauge" as const, help, labels });

/** Every metric of the stream processor's `/metrics`, besides those of Node itself. */
export const streamMetrics = {
  httpDuration: httpServerDuration,
  consumed: {
    name: "messaging_client_consumed_messages_total",
    type: "counter",
    help: "Messages that were delivered to the processor",
    labels: [...messaging, "messaging_consumer_group_name", "messaging_destination_partition_id"],
  },
  sent: {
    name: "messaging_client_sent_messages_total",
    type: "counter",
    help: "Messages that the processor published",
    labels: messaging,
  },
  operationDuration: {
    name: "messaging_client_operation_duration_seconds",
    type: "histogram",
    help: "Duration of publishing what one turn tells",
    labels: messaging,
    buckets: durationBuckets,
  },
  processDuration: {
    name: "messaging_process_duration_seconds",
    type: "histogram",
    help: "Duration of one turn: from messages in hand to their effects in Redis",
    labels: [...messaging, "messaging_consumer_group_name"],
    buckets: durationBuckets,
  },
  stageSeconds: {
    name: "slipstream_stream_stage_seconds",
    type: "histogram",
    help: "Duration of the stages of a turn",
    labels: ["stage"],
    buckets: [0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  },
  applied: counter("events_applied", "Events applied"),
  duplicates: counter("duplicates_dropped", "Events seen before"),
  returnsSkipped: counter("returns_skipped", "Returns of what was not bought"),
  ratingsSkipped: counter("ratings_skipped", "Ratings without a value"),
  turns: counter("turns", "Turns committed"),
  restarts: counter("restarts", "Times that memory was dropped"),
  quarantined: counter("quarantined", "Examples that were not finite"),
  archived: counter("archived", "Events written to PostgreSQL"),
  archiveRefused: counter("archive_refused", "Events PostgreSQL could not hold"),
  purged: counter("purged", "Events taken from the stream"),
  announced: counter("announced", "Sessions announced"),
  announceFailed: counter("announce_failed", "Announcements that failed"),
  relayedFacts: counter("relayed_facts", "Facts given to the hubs"),
  relayedChanges: counter("relayed_changes", "Changes told on LEARN"),
  relayDeadLetters: counter("relay_dead_letters", "Outbox rows in the DLQ"),
  checkpoints: counter("checkpoints", "Checkpoints written"),
  rollbacks: counter("rollbacks", "Learners set back to their anchor"),
  spans: counter("spans", "Spans of kept traces, by what became of them", ["result"]),
  shedShare: gauge("shed_share", "Share of replays shed to keep up"),
  working: gauge("working", "1 while partitions are held"),
  outboxDepth: gauge("outbox_depth", "Rows that wait in the shops' outboxes"),
  outboxAge: gauge("outbox_oldest_age_seconds", "Age of the oldest row in the shops' outboxes"),
  deadLetters: gauge("dead_letters", "Messages that lie in the DLQ"),
  pending: gauge("pending", "Events not delivered yet", partition),
  ackPending: gauge("ack_pending", "Events delivered and not acknowledged", partition),
  ackPendingLimit: gauge("ack_pending_limit", "Where delivery stops", partition),
  ackFloor: gauge("ack_floor", "Sequence up to which all is acknowledged", partition),
  redelivered: gauge("redelivered", "Events delivered more than once", partition),
  lag: gauge("lag_seconds", "Age of the oldest event that is not applied", partition),
  watermark: gauge("watermark", "Last sequence applied", partition),
  held: gauge("partition_held", "1 while somebody holds the lease", partition),
  recall: gauge("prequential_recall_at_20", "Live recall@20, predicted before learnt", [
    "shop",
    "model",
  ]),
  mrr: gauge("prequential_mrr_at_20", "Live MRR@20, predicted before learnt", ["shop", "model"]),
  predictions: gauge("prequential_predictions", "Predictions in the window of the live figures", [
    "shop",
  ]),
} as const satisfies Record<string, MetricDefinition>;
