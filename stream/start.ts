import { serve } from "@hono/node-server";
import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import { Announcer } from "./announce/announcer.ts";
import { Archive } from "./archive/archive.ts";
import { Database } from "./archive/database.ts";
import { purgeEvents } from "./archive/purge.ts";
import { declareStreams, leaseBucket } from "./consumer/streams.ts";
import type { Environment } from "./env.ts";
import { Figures } from "./figures.ts";
import { readHealth } from "./health.ts";
import { createHttp } from "./http.ts";
import { ReplayPlan } from "./learning/replay-plan.ts";
import { createMetrics } from "./metrics.ts";
import { Eraser } from "./relay/deletion/eraser.ts";
import { Relay } from "./relay/relay.ts";
import { StatusReader } from "./status.ts";
import { StreamProcessor } from "./turns/stream-processor.ts";

const PURGE_EVERY_MS = 30_000;

/** A stream processor that runs. */
export interface RunningStream {
  /** Where `/health`, `/metrics` and `/status` are. */
  port: number;
  /** Makes new connections to PostgreSQL: after an error of its client that nobody could catch. */
  reconnectDatabase(): void;
  /** Ends the turn at hand, gives the leases back, closes everything. */
  stop(): Promise<void>;
}

/** Wires the stream processor and starts it; NATS may come up later, Redis and PostgreSQL too. */
export async function startStream(environment: Environment, log: Logger): Promise<RunningStream> {
  const {
    LEASE_TTL_MS: leaseTtlMs,
    NATS_REPLICAS: replicas,
    TURN_EVENTS: turnEvents,
  } = environment;
  const connection = await connect({
    servers: environment.NATS_URL,
    name: "stream",
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 250,
  });
  const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1 });
  redis.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
  const database = new Database(environment.DATABASE_URL);
  const manager = await declareStreams(connection, { replicas });
  const client = jetstream(connection);
  const leases = await leaseBucket(connection, { ttlMs: leaseTtlMs, replicas });
  const figures = new Figures();
  const announcer = createAnnouncer(environment, figures);
  const archive = new Archive({ manager, client, database, log });
  const plan = new ReplayPlan(environment.LEARN_REPLAYS);
  const holder = `${environment.HOSTNAME}/${process.pid}`;
  const shared = { manager, client, redis, database, leases, leaseTtlMs, holder, log };
  const processor = new StreamProcessor({ ...shared, figures, plan, announcer, turnEvents });
  // Its transactions wait for the edge and for NATS: the archive must not wait for them.
  const relayDatabase = new Database(environment.DATABASE_URL);
  const edge = edgeOf(environment);
  const eraser = new Eraser({ ...shared, database: relayDatabase, processor, edge });
  const relay = new Relay({
    database: relayDatabase,
    client,
    edge,
    erase: (shop) => eraser.erase(shop),
    log,
  });
  const status = new StatusReader({ manager, leases, processor, archive, figures, relay });
  const http = createHttp({
    health: () => readHealth({ connection, redis, database, processor, archive, relay }),
    metrics: createMetrics({ figures, archive, announcer, processor, status, relay }),
    status,
  });
  processor.start();
  archive.start();
  relay.start();
  void followConnection(connection, processor);
  const purging = setInterval(() => {
    purgeEvents(manager, { archived: archive.watermark, applied: processor.appliedUpTo }).then(
      (purged) => {
        figures.purged += purged;
      },
      (error: unknown) => log.warn({ err: error }, "EVENTS could not be purged"),
    );
  }, PURGE_EVERY_MS);
  const { STREAM_HOST: hostname, STREAM_PORT: wantedPort } = environment;
  const { server, port } = await listen(http.fetch, { hostname, port: wantedPort });
  return {
    port,
    reconnectDatabase() {
      database.reset();
      relayDatabase.reset();
    },
    async stop() {
      clearInterval(purging);
      server.close();
      await relay.stop();
      await Promise.all([processor.stop(), archive.stop()]);
      await announcer?.stop();
      await Promise.all([database.close(), relayDatabase.close()]);
      await Promise.all([connection.drain(), redis.quit()]);
    },
  };
}

/** Ends when the connection is closed. */
async function followConnection(
  connection: NatsConnection,
  processor: StreamProcessor,
): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === "reconnect") processor.reconnected();
  }
}

/** The edge, where there is one to be told. */
function edgeOf(environment: Environment): { url: string; secret: string } | undefined {
  const { EDGE_URL: url, INTERNAL_SECRET: secret } = environment;
  return url === undefined || secret === undefined ? undefined : { url, secret };
}

function createAnnouncer(environment: Environment, { stages }: Figures): Announcer | undefined {
  const edge = edgeOf(environment);
  return edge && new Announcer({ edgeUrl: edge.url, secret: edge.secret, stages });
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  at: { hostname: string; port: number },
): Promise<{ server: ReturnType<typeof serve>; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, ...at }, ({ port }) => resolve({ server, port }));
    server.once("error", reject);
  });
}
