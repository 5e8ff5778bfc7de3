import { once } from "node:events";
import { type ServerType, serve } from "@hono/node-server";
import { ProblemError } from "@slipstream/contracts/problems";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { subjects } from "@slipstream/contracts/subjects";
import { Redis } from "ioredis";
import { batchMaker, servedBatchNames } from "./batch/batch-maker.ts";
import { BlendLearning, type BlendLearningOptions } from "./blend/blend-learning.ts";
import { Deadline } from "./deadline.ts";
import type { Environment } from "./env.ts";
import { explainAnswer } from "./explain/explain-answer.ts";
import { withExplanations } from "./explain/explain-items.ts";
import { preview } from "./explain/preview.ts";
import { describeHealth } from "./health.ts";
import type { ItemIndexOptions } from "./index/item-index.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { NatsLink } from "./nats-link.ts";
import { type PipelineParts, recommend } from "./pipeline.ts";
import type { Ranker } from "./rank/ranker.ts";
import { followModels } from "./registry/follow-models.ts";
import type { ModelMaker } from "./registry/model-maker.ts";
import { TrainedModels } from "./registry/trained-models.ts";
import { ServedLog } from "./served-log.ts";
import { createServer, type ServerParts } from "./server.ts";
import { SessionReader } from "./session-reader.ts";
import { ShopModels } from "./shop-models.ts";
import { Database } from "./views/database.ts";
import { LearnFeed } from "./views/learn-feed.ts";

const RETRY_LOADING_SECONDS = 1;
const REDIS_RECONNECT_MAX_MS = 1000;
/** Whoever asks why can wait. */
const EXPLAIN_DEADLINE_MS = 5_000;

/** Where the process writes what happens to it. */
export interface ServerLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface RunningModelServer {
  url: string;
  stop(): Promise<void>;
}

export interface ModelServerOptions {
  environment: Environment;
  log: ServerLog;
  indexOptions?: ItemIndexOptions;
  /** Makes trained rankers of the registry's models; without it the blend ranks. */
  rankerMaker?: ModelMaker<Ranker>;
  /** When there is time to learn the blend. */
  spare?: BlendLearningOptions["spare"];
}

/** Starts a model server: it listens at once and loads its shops behind. */
export async function startModelServer(options: ModelServerOptions): Promise<RunningModelServer> {
  const { environment, log } = options;
  const parts = assemble(options);
  const { link, models, feed, learning, redis, database, metrics, onError } = parts;
  const app = createServer({
    ...answering(parts),
    health: () =>
      describeHealth({
        shops: [...models.all()].map(factsOf),
        learn: feed.status(),
        natsConnected: link.isUp,
        redisStatus: redis.status,
      }),
    metrics: metrics.registry,
    onError,
  });
  const server = serve({
    fetch: app.fetch,
    hostname: environment.MODEL_SERVER_HOST,
    port: environment.MODEL_SERVER_PORT,
  });
  await once(server, "listening");
  const following = feed.run();
  const url = `http://localhost:${portOf(server)}`;
  log.info({ url }, "listening");
  return {
    url,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await learning.close();
      await feed.stop();
      await link.close();
      models.close();
      redis.disconnect();
      // Ends a load that is under way as well, so that the feed can return.
      await database.close();
      await following;
    },
  };
}

type Parts = ReturnType<typeof assemble>;

/** Makes the parts and joins them; nothing runs yet but the connections. */
function assemble(options: ModelServerOptions) {
  const { environment, log, rankerMaker: maker } = options;
  const onError = (error: unknown) => log.warn({ err: error }, "a part failed; trying again");
  const database = new Database(environment.DATABASE_URL);
  const redis = openRedis(environment.REDIS_URL, onError);
  const link = new NatsLink(environment.NATS_URL);
  const follow = <T>(followed: ModelMaker<T>) =>
    followModels({ database, link, maker: followed, log, metrics: () => metrics });
  const models = new ShopModels({
    database,
    redis,
    onError,
    trained: new TrainedModels({
      ranker: maker && follow(maker),
      batch: new Map(servedBatchNames.map((name) => [name, follow(batchMaker(name))])),
    }),
    indexOptions: (shop) => ({
      ...options.indexOptions,
      onError,
      onRecall: (recall) => metrics.indexRecall.observe({ shop }, recall),
    }),
  });
  const feed = new LearnFeed({
    connected: link.connected,
    apply: (message) => models.apply(message),
    load: () => models.loadAll(),
    lasting: () => [...models.all()].map(({ shop }) => subjects.blend(shop)),
    onError,
  });
  const metrics = createMetrics({ onCollect: (all) => collect(all, models, feed) });
  const learning = new BlendLearning({
    ...{ link, onError, models: () => models.all() },
    isReady: () => feed.status().state === "following",
    onOutcome: (shop, outcome) => metrics.blendExamples.inc({ shop, outcome }),
    ...(options.spare === undefined ? {} : { spare: options.spare }),
  });
  const served = new ServedLog({ link, onResult: (result) => metrics.served.inc({ result }) });
  return { database, redis, link, models, feed, learning, metrics, served, onError };
}

/** The ways of requests through the parts. What is only looked into is not logged as served. */
function answering(parts: Parts): Pick<ServerParts, "recommend" | "explain" | "preview"> {
  const { feed, redis, metrics, served } = parts;
  const pipeline: PipelineParts = {
    sessions: new SessionReader(redis),
    waitFor: (sequence: number, waitMs: number) => feed.waitFor(sequence, waitMs),
    random: Math.random,
    now: Date.now,
    onError: parts.onError,
  };
  const unhurried = () => new Deadline(EXPLAIN_DEADLINE_MS);
  return {
    async recommend(request, deadline) {
      const startedAt = performance.now();
      const model = await modelOf(parts, request);
      const recommendation = await recommend(pipeline, { model, request, deadline });
      const { response, trace } = recommendation;
      if (request.explain) return withExplanations(recommendation);
      if (trace !== undefined) served.note({ model, response, trace });
      measure(metrics, response, performance.now() - startedAt);
      return response;
    },
    async explain({ wanted, ...request }) {
      const model = await modelOf(parts, request);
      const certain = { ...pipeline, random: () => 0 };
      const options = { model, request, deadline: unhurried() };
      return explainAnswer(await recommend(certain, options), wanted);
    },
    async preview({ request, rules }) {
      const model = await modelOf(parts, request);
      return preview(pipeline, { model, request, deadline: unhurried(), rules });
    },
  };
}

/** @throws ProblemError `unknown_shop`, `model_unavailable` */
async function modelOf({ models, feed, onError }: Parts, request: RecommendRequest) {
  const model = models.get(request.shop) ?? (await lookUp(models, request.shop, onError));
  if (model === undefined) throw missingShop(feed);
  return model;
}

/** A shop that is not loaded: made since the start, unknown, or the database does not answer. */
async function lookUp(models: ShopModels, shop: string, onError: (error: unknown) => void) {
  try {
    return await models.find(shop);
  } catch (cause) {
    onError(cause);
    throw new ProblemError("model_unavailable", {
      retryAfterSeconds: RETRY_LOADING_SECONDS,
      cause,
    });
  }
}

function openRedis(url: string, onError: (error: unknown) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, REDIS_RECONNECT_MAX_MS),
  });
  redis.on("error", onError);
  return redis;
}

function missingShop(feed: LearnFeed): ProblemError {
  return feed.status().state === "loading"
    ? new ProblemError("model_unavailable", {
        detail: "the shop is still being loaded",
        retryAfterSeconds: RETRY_LOADING_SECONDS,
      })
    : new ProblemError("unknown_shop");
}

function factsOf(model: NonNullable<ReturnType<ShopModels["get"]>>) {
  const { shop, catalogue, factors, steps } = model;
  const vectors = factors.space?.vectors.size ?? 0;
  return { shop, products: catalogue.size, vectors, steps: steps.applied };
}

function measure(metrics: Metrics, response: RecommendResponse, elapsedMs: number): void {
  const { placement, degraded, stale, timingMs } = response;
  metrics.requestSeconds.observe({ placement }, elapsedMs / 1000);
  metrics.answers.inc({ placement, degraded: String(degraded), stale: String(stale) });
  for (const [stage, ms] of Object.entries(timingMs)) {
    metrics.stageSeconds.observe({ stage }, ms / 1000);
  }
}

function collect(metrics: Metrics, models: ShopModels, feed: LearnFeed): void {
  const { reached, last } = feed.status();
  metrics.learnLag.set(last - reached);
  for (const model of models.all()) {
    const { shop, products, vectors, steps } = factsOf(model);
    const index = model.factors.space?.index.status();
    metrics.items.set({ shop, of: "products" }, products);
    metrics.items.set({ shop, of: "vectors" }, vectors);
    metrics.items.set({ shop, of: "steps" }, steps);
    metrics.items.set({ shop, of: "index_side" }, index?.side ?? 0);
    metrics.items.set({ shop, of: "index_dirty" }, index?.dirty ?? 0);
    metrics.items.set({ shop, of: "index_version" }, index?.version ?? 0);
    metrics.items.set({ shop, of: "index_ef" }, index?.ef ?? 0);
    metrics.items.set({ shop, of: "index_failed_builds" }, index?.failedBuilds ?? 0);
  }
}

function portOf(server: ServerType): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
