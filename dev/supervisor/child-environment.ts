import type { Secrets } from "./secrets.ts";
import type { StoreUrls } from "./stores.ts";

/** Ports of the parts; `edge` is the public one. */
export interface PartPorts {
  edge: number;
  /** Where the edge takes the stream processor's calls, without what stands before pages. */
  edgeInternal: number;
  stream: number;
  /** Of the second stream processor and so on. */
  moreStreams: readonly number[];
  modelServer: number;
  /** Of the second region's model server and so on. */
  moreModelServers: readonly number[];
}

/** Public addresses of the parts. */
export interface PartUrls {
  edge: string;
  stream: string;
  /** Of the second stream processor and so on. */
  moreStreams: string[];
  modelServer: string;
  /** Of the second region's model server and so on. */
  moreModelServers: string[];
}

export function partUrls(ports: PartPorts): PartUrls {
  return {
    edge: `http://localhost:${ports.edge}`,
    stream: `http://127.0.0.1:${ports.stream}`,
    moreStreams: ports.moreStreams.map((port) => `http://127.0.0.1:${port}`),
    modelServer: `http://127.0.0.1:${ports.modelServer}`,
    moreModelServers: ports.moreModelServers.map((port) => `http://127.0.0.1:${port}`),
  };
}

/** What the worker reads as variables; the edge's host passes on those that are set. */
export const WORKER_VARIABLES = [
  "ALLOWED_ORIGINS",
  "AUTH_SECRET",
  "BUILD_ID",
  "CART_CHANGES_PER_ADDRESS_PER_10_MINUTES",
  "CONSENT_REQUESTS_PER_10_SECONDS",
  "COOKIE_SECRET",
  "EDGE_URL",
  "EVENT_REQUESTS_PER_10_SECONDS",
  "EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS",
  "INTERNAL_SECRET",
  "LIVE_REQUESTS_PER_10_SECONDS",
  "LOG_LEVEL",
  "MAIL_FROM",
  "MAIL_HTTP_TOKEN",
  "MAIL_HTTP_URL",
  "MAIL_PROVIDER",
  "MODEL_SERVER_URL",
  "NATS_WS_URL",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_TRACES_SAMPLER_ARG",
  "OUTBOX_MAX_BYTES",
  "OUTBOX_MAX_ROWS",
  "PUSH_DEADLINE_MS",
  "RECOMMEND_DEADLINE_MS",
  "SIGN_IN_TRIES_PER_10_MINUTES",
  "SIGN_UPS_PER_HOUR",
  "STREAM_URL",
  "STRIPE_API_URL",
  "STRIPE_PUBLISHABLE_KEY",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "TEST_PAYMENTS",
  "TAUGHT_PER_ITEM_PER_DAY",
  "TOLD_PER_VISITOR_PER_DAY",
  "TRACE_SLOW_MS",
  "UPSTASH_REDIS_REST_TOKEN",
  "UPSTASH_REDIS_REST_URL",
] as const;

/** The environment of every child: this process's own, and the addresses and secrets of the system. */
export function childEnvironment(options: {
  stores: StoreUrls;
  secrets: Secrets;
  ports: PartPorts;
  logLevel: string;
}): NodeJS.ProcessEnv {
  const { stores, secrets, ports } = options;
  const urls = partUrls(ports);
  return {
    ...process.env,
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    NATS_URL: stores.nats.url,
    NATS_WS_URL: stores.nats.wsUrl,
    // The first region follows LEARN itself; others are told which they are.
    REGION: undefined,
    UPSTASH_REDIS_REST_URL: stores.gatewayUrl,
    UPSTASH_REDIS_REST_TOKEN: secrets.gatewayToken,
    MODEL_SERVER_URL: urls.modelServer,
    MODEL_SERVER_PORT: String(ports.modelServer),
    STREAM_URL: urls.stream,
    STREAM_PORT: String(ports.stream),
    EDGE_URL: urls.edge,
    EDGE_PORT: String(ports.edge),
    EDGE_INTERNAL_PORT: String(ports.edgeInternal),
    INTERNAL_SECRET: secrets.internalSecret,
    COOKIE_SECRET: secrets.cookieSecret,
    AUTH_SECRET: secrets.authSecret,
    LOG_LEVEL: options.logLevel,
    // This is no installation where people buy or are written to, unless somebody says so.
    TEST_PAYMENTS: process.env.TEST_PAYMENTS || "on",
    MAIL_PROVIDER: process.env.MAIL_PROVIDER || "outbox",
    // The owner's rights are for migrations and seeds alone.
    DATABASE_OWNER_URL: undefined,
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
