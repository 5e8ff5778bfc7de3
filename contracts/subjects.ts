import type { EventType } from "./event-types.ts";

/** The streams. The stream processor declares them at its start. */
export const streams = {
  events: "EVENTS",
  learn: "LEARN",
  served: "SERVED",
  dlq: "DLQ",
  /** Which dead letters were dealt with: a rebuild that fails on them again makes no new ones. */
  settled: "SETTLED",
} as const;

/** The copy of LEARN that a region's model servers follow. */
export const learnMirror = (region: string) => `${streams.learn}_${region}`;

/** The key-value bucket that holds the partitions' leases. */
export const LEASE_BUCKET = "leases";

export const subjects = {
  event: (shop: string, partition: number, type: EventType) =>
    `events.${shop}.${partition}.${type}`,
  eventsOfPartition: (partition: number) => `events.*.${partition}.*`,
  eventsOfShop: (shop: string) => `events.${shop}.>`,
  allEvents: "events.>",
  factors: (shop: string, home: number) => `learn.${shop}.factors.${home}`,
  allFactors: "learn.*.factors.*",
  steps: (shop: string, partition: number) => `learn.${shop}.steps.${partition}`,
  catalogue: (shop: string) => `learn.${shop}.catalogue`,
  blend: (shop: string) => `learn.${shop}.blend`,
  rules: (shop: string) => `learn.${shop}.rules`,
  switches: (shop: string) => `learn.${shop}.switches`,
  forget: (shop: string) => `learn.${shop}.forget`,
  models: (shop: string) => `learn.${shop}.models`,
  allLearning: "learn.>",
  served: (shop: string) => `served.${shop}`,
  allServed: "served.>",
  deadLetter: (partition: number) => `dlq.${partition}`,
  /** Rows of the database's outbox that nobody can take. */
  deadLetterOfOutbox: "dlq.outbox",
  allDeadLetters: "dlq.>",
  /** One per message of EVENTS and what it failed with. */
  settled: (sequence: number, digest: string) => `settled.${sequence}.${digest}`,
  allSettled: "settled.>",
} as const;

/** The object bucket of trained models: `<shop>/<sha256 of the file>`. */
export const MODEL_BUCKET = "models";

/** Durable consumer names on EVENTS. */
export const consumers = {
  /** Each holder's own, by its fencing token: nobody takes deliveries from another's. */
  processor: (partition: number, token: number) => `processor-${partition}-${token}`,
  archive: "archive",
} as const;

const processorName = /^processor-(\d+)-(\d+)$/;

/** Whose consumer of which partition that is; undefined for a consumer of another kind. */
export function parseProcessorConsumer(
  name: string,
): { partition: number; token: number } | undefined {
  const match = processorName.exec(name);
  return match ? { partition: Number(match[1]), token: Number(match[2]) } : undefined;
}

const learnKinds = [
  "factors",
  "steps",
  "catalogue",
  "blend",
  "rules",
  "switches",
  "forget",
  "models",
] as const;
export type LearnKind = (typeof learnKinds)[number];
const learnSubject = new RegExp(`^learn\\.([a-z0-9-]+)\\.(${learnKinds.join("|")})(?:\\.(\\d+))?$`);

/** What a LEARN subject speaks of; undefined for one that this build does not know. */
export function parseLearnSubject(
  subject: string,
): { shop: string; kind: LearnKind; partition: number } | undefined {
  const match = learnSubject.exec(subject);
  if (!match) return undefined;
  return { shop: match[1]!, kind: match[2] as LearnKind, partition: Number(match[3] ?? 0) };
}
