import { createHash, timingSafeEqual } from "node:crypto";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { Command, Redis } from "ioredis";
import { z } from "zod";
import { freePort } from "./ports.ts";
import type { Service } from "./service.ts";

export interface GatewayUrls {
  /** http://127.0.0.1:PORT, for UPSTASH_REDIS_REST_URL. */
  url: string;
}

export interface GatewayOptions {
  redisUrl: string;
  /** The bearer token that callers must show, for UPSTASH_REDIS_REST_TOKEN. */
  token: string;
  /** A free port where absent. */
  port?: number;
  /** Where it listens: 127.0.0.1. */
  host?: string;
}

const MAX_PIPELINE = 1_000;

const argument = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform(String);
const commandSchema = z.tuple([z.string().min(1)], argument);
const pipelineSchema = z.array(commandSchema).max(MAX_PIPELINE);

type Reply = { result: unknown } | { error: string };

/**
 * Redis over HTTP in Upstash's protocol, which the worker speaks: `POST /` with one command as an
 * array, `/pipeline` and `/multi-exec` with several, and `GET|POST /command/argument/…`. Replies
 * are `{result}` or `{error}`; `Upstash-Encoding: base64` is honoured.
 */
export async function startGateway(options: GatewayOptions): Promise<Service<GatewayUrls>> {
  keepRepliesAsSent();
  const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: 1, lazyConnect: true });
  redis.on("error", () => {});
  await redis.connect().catch(() => {});
  const port = options.port ?? (await freePort());
  const app = gatewayApp(redis, options.token);
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve({ fetch: app.fetch, port, hostname: options.host ?? "127.0.0.1" }, () =>
      resolve(listening as Server),
    );
    listening.once("error", reject);
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    redis.disconnect();
  };
  return { urls: { url: `http://127.0.0.1:${port}` }, stop };
}

/** ioredis turns the flat lists of these into objects and pairs; Upstash's client expects lists. */
function keepRepliesAsSent(): void {
  for (const name of ["hgetall", "hrandfield", "xread", "xreadgroup"]) {
    Command.setReplyTransformer(name, (reply: unknown) => reply);
  }
}

function gatewayApp(redis: Redis, token: string): Hono {
  const expected = digest(`Bearer ${token}`);
  const app = new Hono();
  app.use(async (context, next) => {
    const given = digest(context.req.header("authorization") ?? "");
    if (!timingSafeEqual(given, expected)) return context.json({ error: "Unauthorized" }, 401);
    return next();
  });
  app.onError((error, context) => context.json({ error: error.message }, 400));
  app.post("/pipeline", async (context) => {
    const replies = await runAll(redis.pipeline(), pipelineSchema.parse(await context.req.json()));
    return context.json(encodeAll(context, replies));
  });
  app.post("/multi-exec", async (context) => {
    const replies = await runAll(redis.multi(), pipelineSchema.parse(await context.req.json()));
    return context.json(encodeAll(context, replies));
  });
  app.post("/", async (context) =>
    one(context, redis, commandSchema.parse(await context.req.json())),
  );
  app.on(["GET", "POST"], "/:command{.+}", (context) => {
    const parts = context.req.path.slice(1).split("/").map(decodeURIComponent);
    return one(context, redis, commandSchema.parse(parts));
  });
  return app;
}

async function one(
  context: Context,
  redis: Redis,
  [command, ...args]: [string, ...string[]],
): Promise<Response> {
  const result = await redis.callBuffer(command, ...args);
  return context.json({ result: encode(result, encodingOf(context)) });
}

async function runAll(
  batch: ReturnType<Redis["pipeline"]>,
  commands: [string, ...string[]][],
): Promise<Reply[]> {
  for (const [command, ...args] of commands) batch.callBuffer(command, ...args);
  const replies = (await batch.exec()) ?? [];
  return replies.map(([error, result]) => (error ? { error: error.message } : { result }));
}

function encodeAll(context: Context, replies: Reply[]): Reply[] {
  const encoding = encodingOf(context);
  return replies.map((reply) =>
    "error" in reply ? reply : { result: encode(reply.result, encoding) },
  );
}

function encodingOf(context: Context): "base64" | "utf8" {
  return context.req.header("upstash-encoding") === "base64" ? "base64" : "utf8";
}

function encode(value: unknown, encoding: "base64" | "utf8"): unknown {
  if (Array.isArray(value)) return value.map((element) => encode(element, encoding));
  const text = Buffer.isBuffer(value) ? value.toString("utf8") : value;
  if (typeof text !== "string") return value;
  // The client leaves the status OK as it is, and decodes everything else.
  if (encoding === "utf8" || text === "OK") return text;
  return Buffer.isBuffer(value) ? value.toString("base64") : Buffer.from(text).toString("base64");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
