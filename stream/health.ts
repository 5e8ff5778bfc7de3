import type { NatsConnection } from "@nats-io/nats-core";
import type { Health, PartHealth } from "@slipstream/contracts/health";
import type { Redis } from "ioredis";
import type { Archive } from "./archive/archive.ts";
import type { Database } from "./archive/database.ts";
import type { Relay } from "./relay/relay.ts";
import type { StreamProcessor } from "./turns/stream-processor.ts";

const TIMEOUT_MS = 1_000;

/**
 * Asks every part whether it answers. Without PostgreSQL, or while the archive fails, events are
 * still applied: degraded.
 */
export async function readHealth(parts: {
  connection: NatsConnection;
  redis: Redis;
  database: Database;
  processor: StreamProcessor;
  archive: Archive;
  relay: Relay;
}): Promise<Health> {
  const [nats, redis, postgres] = await Promise.all([
    probe(() => parts.connection.flush()),
    probe(() => parts.redis.ping()),
    probe(() => parts.database.use((sql) => sql`select 1`)),
  ]);
  const { working, standsBy, failure } = parts.processor;
  const processor: PartHealth =
    working || standsBy
      ? { state: "ok" }
      : { state: "degraded", detail: failure ?? "does not hold the partitions" };
  const archive: PartHealth =
    parts.archive.failure === undefined
      ? { state: "ok" }
      : { state: "degraded", detail: parts.archive.failure };
  const relay: PartHealth =
    parts.relay.failure === undefined
      ? { state: "ok" }
      : { state: "degraded", detail: parts.relay.failure };
  const needed = [nats, redis];
  const state = needed.some((part) => part.state === "down")
    ? "down"
    : [processor, archive, relay, postgres].every((part) => part.state === "ok")
      ? "ok"
      : "degraded";
  return { state, parts: { processor, archive, relay, nats, redis, postgres } };
}

async function probe(ask: () => Promise<unknown>): Promise<PartHealth> {
  const startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { state: "ok", latencyMs: Math.round(performance.now() - startedAtMs) };
  } catch (error) {
    return { state: "down", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
