import type { EventType } from "./event-types.ts";

/** The four streams. The stream processor declares them at its start. */
export const streams = { events: "EVENTS", learn: "LEARN", served: "SERVED", dlq: "DLQ" } as const;

/** The key-value bucket that holds the partitions' leases. */
export const LEASE_BUCKET = "leases";

export const subjects = {
  event: (shop: string, partition: number, type: EventType) =>
    `events.${shop}.${partition}.${type}`,
  eventsOfPartition: (partition: number) => `events.*.${partition}.*`,
  allEvents: "events.>",
  factors: (shop: string, partition: number) => `learn.${shop}.factors.${partition}`,
  steps: (shop: string, partition: number) => `learn.${shop}.steps.${partition}`,
  catalogue: (shop: string) => `learn.${shop}.catalogue`,
  blend: (shop: string) => `learn.${shop}.blend`,
  allLearning: "learn.>",
  served: (shop: string) => `served.${shop}`,
  allServed: "served.>",
  deadLetter: (partition: number) => `dlq.${partition}`,
  allDeadLetters: "dlq.>",
} as const;

/** Durable consumer names on EVENTS. */
export const consumers = {
  processor: (partition: number) => `processor-${partition}`,
  archive: "archive",
} as const;

/** What a LEARN subject speaks of; undefined for one that this build does not know. */
export function parseLearnSubject(
  subject: string,
):
  | { shop: string; kind: "factors" | "steps" | "catalogue" | "blend"; partition: number }
  | undefined {
  const match = /^learn\.([a-z0-9-]+)\.(factors|steps|catalogue|blend)(?:\.(\d+))?$/.exec(subject);
  if (!match) return undefined;
  return {
    shop: match[1]!,
    kind: match[2] as "factors" | "steps" | "catalogue" | "blend",
    partition: Number(match[3] ?? 0),
  };
}
