import { serve } from "@hono/node-server";
import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { openSpans } from "@slipstream/contracts/tracing/open-spans";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import { Announcer } from "./announce/announcer.ts";
import { Archive } from "./archive/archive.ts";
import { Database } from "./archive/database.ts";
import { startPurging } from "./archive/purge.ts";
import { declareStreams } from "./consumer/streams.ts";
import type { Environment } from "./env.ts";
import { Figures } from "./figures.ts";
import { readHealth } from "./health.ts";
import { createHttp } from "./http.ts";
import { ReplayPlan } from "./learning/replay-plan.ts";
import { createMetrics } from "./metrics.ts";
import { OpsDesk } from "./ops/ops-desk.ts";
import { openHoldings } from "./partition/open-holdings.ts";
import { Eraser } from "./relay/deletion/eraser.ts";
import { answerForgetRequests, forgetEverywhere } from "./relay/deletion/forget-requests.ts";
import { Relay } from "./relay/relay.ts";
import { StatusReader } from "./status.ts";
import { Tracing } from "./tracing/tracing.ts";
import type { ForgetOrder } from "./turns/forget.ts";
import { StreamProcessor } from "./turns/stream-processor.ts";

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
  const stores = await openStores(environment, log);
  const { connection, redis, database, manager, client } = stores;
  const { holdings, leases, id, listensAt } = await openHoldings(environment, {
    ...stores,
    log,
  });
  const figures = new Figures();
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const spans = openSpans({ redis, endpoint });
  const tracing = new Tracing({ buffer: spans.buffer, slowMs: environment.TRACE_SLOW_MS });
  const announcer = createAnnouncer(environment, figures, tracing);
  const plan = new ReplayPlan(environment.LEARN_REPLAYS);
  const shared = { manager, client, redis, database, holdings, log };
  const turns = { figures, plan, announcer, tracing, turnEvents: environment.TURN_EVENTS };
  const processor = new StreamProcessor({ ...shared, ...turns });
  const isElected = () => processor.isFirst;
  const archive = new Archive({ manager, client, database, log, isElected });
  // Its transactions wait for the edge and for NATS: the archive must not wait for them.
  const relayDatabase = new Database(environment.DATABASE_URL);
  const edge = edgeOf(environment);
  const forget = (order: ForgetOrder) => forgetEverywhere({ connection, leases }, order);
  const eraser = new Eraser({ ...shared, database: relayDatabase, isElected, forget, edge });
  const erase = (shop: string) => eraser.erase(shop);
  const relay = new Relay({ database: relayDatabase, client, edge, erase, log });
  const status = new StatusReader({ manager, leases, id, processor, archive, figures, relay });
  const ops = new OpsDesk({
    ...{ connection, manager, client, redis, status, edge, log },
    processors: () => holdings.processors(),
    addresses: {
      databaseUrl: environment.DATABASE_URL,
      redisUrl: environment.REDIS_URL,
      natsUrl: environment.NATS_URL,
    },
    replays: environment.LEARN_REPLAYS,
    secret: environment.INTERNAL_SECRET,
  });
  const http = createHttp({
    health: () => readHealth({ connection, redis, database, processor, archive, relay }),
    metrics: createMetrics({ figures, archive, announcer, processor, status, relay, tracing }),
    status,
    ops: ops.http,
  });
  const { STREAM_HOST: hostname, STREAM_PORT: wantedPort } = environment;
  const { server, port } = await listen(http.fetch, { hostname, port: wantedPort });
  listensAt(port);
  answerForgetRequests(connection, id, (order) => processor.forget(order));
  processor.start();
  archive.start();
  relay.start();
  ops.start();
  void followConnection(connection, processor);
  const stopPurging = startPurging({ manager, redis, archive, figures, isElected, log });
  return {
    port,
    reconnectDatabase() {
      database.reset();
      relayDatabase.reset();
      ops.reconnectDatabase();
    },
    async stop() {
      stopPurging();
      server.close();
      await Promise.all([ops.stop(), relay.stop()]);
      await Promise.all([processor.stop(), archive.stop()]);
      await announcer?.stop();
      await spans.close();
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

/** Connects to what keeps state; NATS may come up later, Redis and PostgreSQL too. */
async function openStores(environment: Environment, log: Logger) {
  const { NATS_REPLICAS: replicas, NATS_DUPLICATE_WINDOW_MS: duplicateWindowMs } = environment;
  const connection = await connect({
    ...natsAddress(environment.NATS_URL),
    name: "stream",
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 250,
    // Of a connection on which nothing arrives any more, TCP itself tells only after minutes.
    pingInterval: environment.NATS_PING_INTERVAL_MS,
    maxPingOut: 2,
    // An Error for each request, in case it fails, costs more than the request.
    noAsyncTraces: true,
  });
  const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1 });
  redis.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
  const database = new Database(environment.DATABASE_URL);
  const manager = await declareStreams(connection, { replicas, duplicateWindowMs });
  return { connection, redis, database, manager, client: jetstream(connection) };
}

/** The edge, where there is one to be told. */
function edgeOf(environment: Environment): { url: string; secret: string } | undefined {
  const { EDGE_URL: url, INTERNAL_SECRET: secret } = environment;
  return url === undefined || secret === undefined ? undefined : { url, secret };
}

function createAnnouncer(
  environment: Environment,
  { stages }: Figures,
  tracing: Tracing,
): Announcer | undefined {
  const edge = edgeOf(environment);
  return edge && new Announcer({ edgeUrl: edge.url, secret: edge.secret, stages, tracing });
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
