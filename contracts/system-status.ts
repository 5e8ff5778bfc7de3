import { z } from "zod";
import { healthSchema } from "./health.ts";
import { pageVitalsSchema } from "./web-vitals.ts";

const bytes = z.number();

const postgresSchema = z.object({
  version: z.string(),
  pingMs: z.number(),
  startedAt: z.iso.datetime(),
  databaseBytes: bytes,
  connections: z.number(),
  maxConnections: z.number(),
  /** Share of blocks that were read from its own memory, 0 … 1. */
  cacheHitShare: z.number(),
});

const redisSchema = z.object({
  version: z.string(),
  pingMs: z.number(),
  uptimeSeconds: z.number(),
  usedBytes: bytes,
  /** 0: no limit. */
  maxBytes: bytes,
  clients: z.number(),
  keys: z.number(),
  operationsPerSecond: z.number(),
  evictedKeys: z.number(),
});

const natsStreamSchema = z.object({
  name: z.string(),
  messages: z.number(),
  bytes,
  /** -1: no limit. */
  maxBytes: bytes,
  consumers: z.number(),
  lastSequence: z.number(),
});

const natsSchema = z.object({
  version: z.string(),
  pingMs: z.number(),
  memoryBytes: bytes,
  storageBytes: bytes,
  streams: z.array(natsStreamSchema),
  consumers: z.array(
    z.object({
      name: z.string(),
      stream: z.string(),
      pending: z.number(),
      ackPending: z.number(),
      redelivered: z.number(),
    }),
  ),
});
export type NatsStream = z.infer<typeof natsStreamSchema>;

/** A Node process of ours, as its own metrics tell. */
const nodeProcessSchema = z.object({
  name: z.string(),
  pingMs: z.number(),
  nodeVersion: z.string(),
  startedAt: z.iso.datetime(),
  residentBytes: bytes,
  heapBytes: bytes,
  /** Mean since its start, 1 is a whole core. */
  cpuShare: z.number(),
  eventLoopP99Ms: z.number(),
});
export type NodeProcess = z.infer<typeof nodeProcessSchema>;

/** `POST` here, on a stream processor, signed as announcements are: answered `storesStatusSchema`. */
export const STORES_PATH = "/internal/stores";

/** Stores and processors; absent is what did not answer. */
export const storesStatusSchema = z.object({
  postgres: postgresSchema.optional(),
  redis: redisSchema.optional(),
  nats: natsSchema.optional(),
  processors: z.array(nodeProcessSchema).default([]),
});
export type StoresStatus = z.infer<typeof storesStatusSchema>;

/** Problems that the edge answered with, of one shop's installation. */
const problemCountSchema = z.object({
  code: z.string(),
  status: z.number().int(),
  lastHour: z.number(),
  lastDay: z.number(),
});
export type ProblemCount = z.infer<typeof problemCountSchema>;

/** `GET /api/ops/system` of the edge. */
export const systemStatusSchema = z.object({
  at: z.number(),
  health: healthSchema,
  stores: storesStatusSchema,
  modelServer: nodeProcessSchema.optional(),
  worker: z.object({
    /** Of the isolate that answered. */
    isolateStartedAt: z.iso.datetime(),
    problems: z.array(problemCountSchema),
    /** Per minute of the last hour, the oldest first: answers of 5xx, and of 4xx. */
    perMinute: z.array(z.object({ at: z.number(), server: z.number(), client: z.number() })),
  }),
  /** What real visitors felt, by kind of page, in the last 24 hours. */
  vitals: z.array(pageVitalsSchema),
});
export type SystemStatus = z.infer<typeof systemStatusSchema>;
