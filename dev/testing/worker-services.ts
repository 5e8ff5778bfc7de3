import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { connect } from "@nats-io/transport-node";
import type { WorkerTestServices } from "@slipstream/edge/testing/services";
import { declareStreams } from "@slipstream/stream/consumer/streams";
import { Hono } from "hono";
import postgres from "postgres";
import { z } from "zod";
import { startGateway } from "../services/gateway.ts";
import { freePort } from "../services/ports.ts";
import { openTestServices } from "./services.ts";
import { SharedPostgres } from "./shared-postgres.ts";
import { stripeStandIn } from "./stripe-stand-in.ts";

const MODEL_SERVER = fileURLToPath(new URL("../../model-server/main.ts", import.meta.url));
const HEALTH_INTERVAL_MS = 100;
const MAX_HEALTH_TRIES = 250;
const TOKEN = "a-token-of-the-tests";
const API_KEY = "slip_test_0123456789abcdef";
const WEAK_API_KEY = "slip_test_weak_0123456789abcdef";

/*
 * PostgreSQL, NATS, Redis and its gateway, all real, for the tests inside workerd. A process of its
 * own: Vitest loads a project's set-up with the project's own module conditions, and under those of
 * workerd the drivers are built for workerd. Tells its parent the addresses; ends with it.
 */
const databases = new SharedPostgres();
const { services, stop } = await openTestServices(
  { postgres: true, redis: true, nats: true },
  databases,
);
await declareAll(services.nats.urls.url);
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
await seed(sql);
await forgetIdleConnections(sql);
const gateway = await startGateway({ redisUrl: services.redis.urls.url, token: TOKEN });
const modelServerPort = await freePort();
const model = modelServer(modelServerPort);
const stripe = await listen(stripeStandIn());
const control = await serveControl(sql, { nats: services.nats, redis: services.redis, model });
process.on("disconnect", async () => {
  control.stop();
  stripe.stop();
  await model.kill();
  await gateway.stop();
  await sql.end();
  await stop();
  await databases.stop();
  process.exit(0);
});
process.send?.({
  databaseUrl: services.postgres.appUrl,
  natsWsUrl: services.nats.urls.wsUrl,
  redisRestUrl: gateway.urls.url,
  redisRestToken: TOKEN,
  controlUrl: control.url,
  stripeUrl: stripe.url,
  apiKey: API_KEY,
  weakApiKey: WEAK_API_KEY,
  modelServerUrl: `http://127.0.0.1:${modelServerPort}`,
  folder: join(services.folder, "workerd"),
} satisfies WorkerTestServices);

async function declareAll(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  await declareStreams(connection, { replicas: 1 });
  await connection.close();
}

/** The project's own model server, as a process that tests start and kill. */
function modelServer(port: number): Controlled {
  let running: ChildProcess | undefined;
  return {
    start: async () => {
      running = spawn(process.execPath, [MODEL_SERVER], {
        stdio: ["ignore", "ignore", "inherit"],
        env: {
          ...process.env,
          DATABASE_URL: services.postgres.appUrl,
          REDIS_URL: services.redis.urls.url,
          NATS_URL: services.nats.urls.url,
          MODEL_SERVER_PORT: String(port),
          LOG_LEVEL: "error",
        },
      });
      await untilHealthy(`http://127.0.0.1:${port}/health`, running);
    },
    kill: async () => {
      const child = running;
      running = undefined;
      if (!child || child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < MAX_HEALTH_TRIES && child.exitCode === null; tries++) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(HEALTH_INTERVAL_MS);
  }
  throw new Error(`nothing healthy at ${url}`);
}

type Controlled = { kill(): Promise<void>; start(): Promise<unknown> };

async function serveControl(
  sql: postgres.Sql,
  controlled: Record<string, Controlled>,
): Promise<{ url: string; stop: () => void }> {
  const app = new Hono();
  app.onError((error, context) => context.text(error.message, 500));
  app.post("/:service/:action{kill|start}", async (context) => {
    const { service, action } = context.req.param();
    await controlled[service]![action as "kill" | "start"]();
    return context.json({});
  });
  // A provider of mail that takes, or refuses with a status, whatever is posted to it.
  const letters: unknown[] = [];
  app.post("/letters/:status{[0-9]+}", async (context) => {
    const { authorization, "idempotency-key": key } = context.req.header();
    letters.push({ authorization, key, body: await context.req.json() });
    return context.body("as told", Number(context.req.param("status")) as 200);
  });
  app.get("/letters", (context) => context.json(letters));
  app.post("/sql", async (context) => {
    const { statement } = z.object({ statement: z.string() }).parse(await context.req.json());
    return context.json(await sql.unsafe(statement));
  });
  return listen(app);
}

async function listen(app: Hono): Promise<{ url: string; stop: () => void }> {
  const port = await freePort();
  const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** Files share a worker, whose connections live as long as it does: the server ends those at rest. */
async function forgetIdleConnections(sql: postgres.Sql): Promise<void> {
  const role = new URL(services.postgres.appUrl).username;
  await sql.unsafe(`alter role "${role}" set idle_session_timeout = '3s'`);
}

async function seed(sql: postgres.Sql): Promise<void> {
  const hash = (key: string) => createHash("sha256").update(key).digest("hex");
  await sql`insert into shops (id, name, hosts, currency) values
    ('demo', 'Demo', ${["shop.test", "localhost"]}, 'EUR'),
    ('other', 'Other', ${["other.test"]}, 'GBP'), ('till', 'Till', ${["till.test"]}, 'EUR'),
    ('words', 'Words', ${["words.test"]}, 'EUR'), ('shelf', 'Shelf', ${["shelf.test"]}, 'EUR'),
    ('facets', 'Facets', ${["facets.test"]}, 'EUR'), ('fuzz', 'Fuzz', ${["fuzz.test"]}, 'EUR'),
    ('felt', 'Felt', ${["felt.test"]}, 'EUR'), ('unfelt', 'Unfelt', ${["unfelt.test"]}, 'EUR'),
    ('pages', 'Pages', ${["pages.test"]}, 'EUR')`;
  await sql`insert into api_keys (id, shop_id, name, hash, prefix, scopes) values
    (gen_random_uuid(), 'demo', 'replay', ${hash(API_KEY)}, 'slip_test', ${["events:write"]}),
    (gen_random_uuid(), 'demo', 'weak', ${hash(WEAK_API_KEY)}, 'slip_test', ${["catalogue:read"]})`;
  await sql`insert into categories (shop_id, slug, name, parent_slug, tint, position)
    select shop, slug, name, parent, tint, position
    from unnest(array['demo', 'shelf', 'pages']) shop, (values ('home', 'Home', null, 'sand', 1),
      ('lamps', 'Lamps', 'home', 'amber', 2), ('garden', 'Garden', null, 'moss', 3))
      category (slug, name, parent, tint, position)
    union all values ('other', 'all', 'All', null, 'sand', 1)`;
  await sql`insert into products
      (shop_id, id, slug, title, description, category_slug, brand, price_minor, currency, created_at)
    select shop, 'p' || n, 'product-' || n, (array['Brass lamp', 'Oak stool', 'Clay pot'])[n % 3 + 1]
      || ' ' || n, 'A thing for daily use', (array['lamps', 'home', 'garden'])[n % 3 + 1], 'Norrsken',
      1000 + n * 10, 'EUR', now() - n * interval '1 day'
    from unnest(array['demo', 'shelf', 'pages']) shop, generate_series(1, 60) n`;
  await sql`insert into products
      (shop_id, id, slug, title, category_slug, price_minor, currency, status) values
    ('demo', 'hidden1', 'hidden-1', 'Hidden thing', 'home', 100, 'EUR', 'hidden'),
    ('shelf', 'hidden1', 'hidden-1', 'Hidden thing', 'home', 100, 'EUR', 'hidden'),
    ('other', 'o1', 'o-1', 'Other thing', 'all', 100, 'GBP', 'published')`;
  await sql`insert into variants (shop_id, sku, product_id, price_minor)
    select shop_id, id || '-1', id, price_minor from products`;
  await sql`insert into inventory (shop_id, sku, on_hand)
    select shop_id, sku, case when sku = 'p2-1' then 0 else 5 end from variants`;
  await sql`insert into product_images (shop_id, product_id, position, url, alt)
    select shop_id, id, i, '/images/' || id || '-' || i || '.svg', title
    from products, generate_series(1, 2) i`;
  await sql`insert into product_redirects (shop_id, slug, product_id)
    values ('demo', 'once-product-1', 'p1'), ('shelf', 'once-product-1', 'p1')`;
}
