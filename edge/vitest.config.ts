import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import type { WorkerTestServices } from "./testing/services.ts";

/** Tests inside workerd, on the real NATS, Redis and PostgreSQL. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => {
      const services = inject<WorkerTestServices>("workerTestServices");
      return {
        main: "./testing/worker.ts",
        miniflare: {
          compatibilityDate: "2026-10-01",
          compatibilityFlags: ["nodejs_compat"],
          cf: false,
          // Alarms of objects in memory crash workerd.
          resourcePersistencePath: services.folder,
          durableObjects: {
            SESSION_HUB: { className: "SessionHub", useSQLite: true },
            EDGE_METRICS: { className: "EdgeMetrics", useSQLite: true },
          },
          r2Buckets: ["MEDIA"],
          images: { binding: "IMAGES" },
          hyperdrives: { HYPERDRIVE: services.databaseUrl },
          bindings: {
            NATS_WS_URL: services.natsWsUrl,
            UPSTASH_REDIS_REST_URL: services.redisRestUrl,
            UPSTASH_REDIS_REST_TOKEN: services.redisRestToken,
            MODEL_SERVER_URL: services.modelServerUrl,
            STREAM_URL: "http://127.0.0.1:9",
            INTERNAL_SECRET: "internal-secret-of-the-tests",
            COOKIE_SECRET: "cookie-secret-of-the-tests",
            AUTH_SECRET: "auth-secret-of-the-tests",
            ALLOWED_ORIGINS: "https://friend.test",
            OUTBOX_MAX_ROWS: "300",
            CONSENT_REQUESTS_PER_10_SECONDS: "20",
            EVENT_REQUESTS_PER_10_SECONDS: "40",
            LIVE_REQUESTS_PER_10_SECONDS: "60",
            // Tests come from few addresses.
            EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS: "400",
            CART_CHANGES_PER_ADDRESS_PER_10_MINUTES: "100000",
            TEST_PAYMENTS: "on",
            MAIL_PROVIDER: "outbox",
            // What is traced, a test says itself.
            OTEL_TRACES_SAMPLER_ARG: "0",
            LOG_LEVEL: "silent",
          },
        },
      };
    }),
  ],
  test: {
    name: "workers",
    include: ["**/*.worker.test.ts"],
    globalSetup: ["../dev/testing/workers.setup.ts"],
    // With the cache of modules on, version 1.4.0 of the plugin does not find its own.
    fsModuleCache: false,
    fileParallelism: false,
    // One worker for all files: starting one costs more than most files' tests.
    isolate: false,
    maxWorkers: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 2 },
  },
});
