import { once } from "node:events";
import { type ServerType, serve } from "@hono/node-server";
import { batchPlaces } from "@slipstream/algorithms/engine/standard";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { subjects } from "@slipstream/contracts/subjects";
import type { TraceContext } from "@slipstream/contracts/tracing/context";
import { openSpans } from "@slipstream/contracts/tracing/open-spans";
import { Redis } from "ioredis";
import { batchMaker } from "./batch/batch-maker.ts";
import { BlendLearning, type BlendLearningOptions } from "./blend/blend-learning.ts";
import { Deadline } from "./deadline.ts";
import { DriftWatch } from "./drift/drift-watch.ts";
import type { Environment } from "./env.ts";
import { explainAnswer } from "./explain/explain-answer.ts";
import { withExplanations } from "./explain/explain-items.ts";
import { preview } from "./explain/preview.ts";
import { missingShop, modelOf } from "./find-model.ts";
import { describeHealth } from "./health.ts";
import type { ItemIndexOptions } from "./index/item-index.ts";
import { createMetrics } from "./metrics.ts";
import { NatsLink } from "./nats-link.ts";
import { PolicyWatch } from "./off-policy/policy-watch.ts";
import { readingOnce, recommendPage } from "./page.ts";
import { type PipelineParts, recommend } from "./pipeline.ts";
import { collect, factsOf, measure } from "./process-figures.ts";
import type { Ranker } from "./rank/ranker.ts";
import { StandIns } from "./rank/stand-ins.ts";
import { followModels } from "./registry/follow-models.ts";
import type { ModelMaker } from "./registry/model-maker.ts";
import { TrainedModels } from "./registry/trained-models.ts";
import { Rollout, type RolloutOptions } from "./rollout/rollout.ts";
import { ServedLog } from "./served-log.ts";
import { createServer, type ServerParts } from "./server.ts";
import { SessionReader } from "./session-reader.ts";
import { ShopModels } from "./shop-models.ts";
import { RecallFigures, shopStatus } from "./shop-status.ts";
import { noteRecommend } from "./tracing/recommend-spans.ts";
import { Database } from "./views/database.ts";
import { LearnFeed } from "./views/learn-feed.ts";

/** An answer that took longer is traced, sampled or not. */
const SLOW_ANSWER_MS = 50;
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
  /** How often canaries are judged, and when they go on. */
  rollout?: Pick<RolloutOptions, "lookMs" | "stepMs">;
  /** How often drift is looked at. */
  driftLookMs?: number;
}

/** Starts a model server: it listens at once and loads its shops behind. */
export async function startModelServer(options: ModelServerOptions): Promise<RunningModelServer> {
  const { environment, log } = options;
  const parts = assemble(options);
  const { link, models, recalls, feed, learning, redis, database, metrics, spans, onError } = parts;
  const app = createServer({
    ...answering(parts),
    status: (shop) => {
      const model = models.get(shop);
      if (model === undefined) throw missingShop(feed);
      return shopStatus(model, { elected: learning.isElected, recalls });
    },
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
      await parts.served.close();
      await learning.close();
      await parts.rollout.close();
      await parts.drift.close();
      await parts.policies.close();
      await feed.stop();
      await link.close();
      models.close();
      await spans.close();
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
  const recalls = new RecallFigures();
  const models = new ShopModels({
    ...{ database, redis, onError, graphFolder: environment.GRAPH_FOLDER },
    trained: new TrainedModels({
      ranker: maker && follow(maker),
      batch: new Map(batchPlaces.map((name) => [name, follow(batchMaker(name))])),
    }),
    indexOptions: (shop) => ({
      ...options.indexOptions,
      onError,
      onRecall: (recall) => {
        metrics.indexRecall.observe({ shop }, recall);
        recalls.note(shop, recall);
      },
    }),
  });
  const feed = new LearnFeed({
    connected: link.connected,
    source: {
      region: environment.REGION,
      cluster: environment.REGION_CLUSTER,
      replicas: environment.NATS_REPLICAS ?? 1,
    },
    apply: (message) => models.apply(message),
    load: () => models.loadAll(),
    lasting: () => [...models.all()].map(({ shop }) => subjects.blend(shop)),
    onError,
  });
  const metrics = createMetrics({ onCollect: (all) => collect(all, { models, feed, spans }) });
  const learning = new BlendLearning({
    ...{ link, onError, models: () => models.all() },
    isReady: () => feed.status().state === "following",
    onOutcome: (shop, outcome) => metrics.blendExamples.inc({ shop, outcome }),
    onPredicted: (model, visit) => rollout.predicted(model, visit),
    ...(options.spare === undefined ? {} : { spare: options.spare }),
  });
  const rollout = new Rollout({
    ...{ database, log, onError, models: () => models.all(), metrics: () => metrics },
    isElected: () => learning.isElected,
    ...options.rollout,
    ...(options.spare === undefined ? {} : { spare: options.spare }),
  });
  const drift = new DriftWatch({
    ...{ database, link, onError, models: () => models.all(), metrics: () => metrics },
    ...{ isElected: () => learning.isElected, lookMs: options.driftLookMs },
  });
  const policies = new PolicyWatch({
    ...{ database, link, onError, models: () => models.all() },
    isElected: () => learning.isElected,
  });
  const spans = openSpans({ redis, endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT });
  const slowAnswerMs = environment.TRACE_SLOW_ANSWER_MS ?? SLOW_ANSWER_MS;
  const standIns = new StandIns({ metrics: () => metrics, log });
  const served = new ServedLog({ link, onResult: (result) => metrics.served.inc({ result }) });
  return {
    database,
    redis,
    link,
    models,
    recalls,
    feed,
    learning,
    rollout,
    drift,
    policies,
    metrics,
    served,
    standIns,
    spans,
    slowAnswerMs,
    onError,
  };
}

/** The ways of requests through the parts. What is only looked into is not logged as served. */
function answering(
  parts: Parts,
): Pick<ServerParts, "recommend" | "page" | "explain" | "preview" | "map" | "place"> {
  const { feed, redis } = parts;
  const pipeline: PipelineParts = {
    sessions: new SessionReader(redis),
    waitFor: (sequence: number, waitMs: number) => feed.waitFor(sequence, waitMs),
    random: Math.random,
    now: Date.now,
    onError: parts.onError,
  };
  const unhurried = () => new Deadline(EXPLAIN_DEADLINE_MS);
  return {
    recommend: (request, deadline, parent) =>
      serveRail(parts, pipeline, { request, deadline, parent }),
    page({ rails }, deadline, parent) {
      const reading = readingOnce(pipeline);
      return recommendPage(rails, deadline, (request, share) =>
        serveRail(parts, reading, { request, deadline: share, parent }),
      );
    },
    async explain({ wanted, ...request }) {
      const model = await modelOf(parts, request);
      const certain = { ...pipeline, random: () => 0 };
      const options = { model, request, deadline: unhurried() };
      return explainAnswer(await recommend(certain, options), wanted);
    },
    async map(request) {
      return (await modelOf(parts, request)).map.draw(Date.now());
    },
    async place({ context, ...identity }) {
      const { map } = await modelOf(parts, identity);
      const visitor = await pipeline.sessions.read(identity, EXPLAIN_DEADLINE_MS);
      return map.placeOf(visitor, context, Date.now());
    },
    async preview({ request, rules }) {
      const model = await modelOf(parts, request);
      return preview(pipeline, { model, request, deadline: unhurried(), rules });
    },
  };
}

/** One rail, logged as served and measured. */
async function serveRail(
  parts: Parts,
  pipeline: PipelineParts,
  asked: { request: RecommendRequest; deadline: Deadline; parent: TraceContext | undefined },
): Promise<RecommendResponse> {
  const { request, deadline, parent } = asked;
  const startedAtMs = performance.now();
  const model = await modelOf(parts, request);
  const recommendation = await recommend(pipeline, { model, request, deadline });
  const { response, trace } = recommendation;
  if (request.explain) return withExplanations(recommendation);
  if (trace !== undefined) parts.served.note({ model, response, trace });
  if (response.standIn) parts.standIns.note(request);
  const endedAtMs = performance.now();
  measure(parts.metrics, response, endedAtMs - startedAtMs);
  parts.rollout.answered(recommendation, endedAtMs - startedAtMs);
  const answer = { shop: request.shop, response, startedAtMs, endedAtMs };
  noteRecommend(parts.spans.buffer, parent, { slowMs: parts.slowAnswerMs, answer });
  return response;
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

function portOf(server: ServerType): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
