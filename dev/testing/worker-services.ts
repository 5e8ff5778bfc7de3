import { createHash } from "node:crypto";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { streams, subjects } from "@slipstream/contracts/subjects";
import type { WorkerTestServices } from "@slipstream/edge/testing/services";
import { Hono } from "hono";
import postgres from "postgres";
import { z } from "zod";
import { startGateway } from "../services/gateway.ts";
import { freePort } from "../services/ports.ts";
import { openTestServices } from "./services.ts";
import { SharedPostgres } from "./shared-postgres.ts";

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
await declareEvents(services.nats.urls.url);
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
await seed(sql);
const gateway = await startGateway({ redisUrl: services.redis.urls.url, token: TOKEN });
const control = await serveControl(sql, services);
process.on("disconnect", async () => {
  control.stop();
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
  apiKey: API_KEY,
  weakApiKey: WEAK_API_KEY,
  modelServerUrl: `http://127.0.0.1:${await freePort()}`,
  folder: join(services.folder, "workerd"),
} satisfies WorkerTestServices);

/** The stream that the processor declares in real life, with what the hub relies on. */
async function declareEvents(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({
    name: streams.events,
    subjects: [subjects.allEvents],
    duplicate_window: 120_000_000_000,
  });
  await connection.close();
}

type Controlled = { kill(): Promise<void>; start(): Promise<unknown> };

async function serveControl(
  sql: postgres.Sql,
  services: { nats: Controlled; redis: Controlled },
): Promise<{ url: string; stop: () => void }> {
  const app = new Hono();
  app.onError((error, context) => context.text(error.message, 500));
  app.post("/:service{nats|redis}/:action{kill|start}", async (context) => {
    const { service, action } = context.req.param();
    await services[service as "nats" | "redis"][action as "kill" | "start"]();
    return context.json({});
  });
  app.post("/sql", async (context) => {
    const { statement } = z.object({ statement: z.string() }).parse(await context.req.json());
    return context.json(await sql.unsafe(statement));
  });
  const port = await freePort();
  const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

async function seed(sql: postgres.Sql): Promise<void> {
  const hash = (key: string) => createHash("sha256").update(key).digest("hex");
  await sql`insert into shops (id, name, hosts, currency) values
    ('demo', 'Demo', ${["shop.test", "localhost"]}, 'EUR'),
    ('other', 'Other', ${["other.test"]}, 'GBP')`;
  await sql`insert into api_keys (id, shop_id, name, hash, prefix, scopes) values
    (gen_random_uuid(), 'demo', 'replay', ${hash(API_KEY)}, 'slip_test', ${["events:write"]}),
    (gen_random_uuid(), 'demo', 'weak', ${hash(WEAK_API_KEY)}, 'slip_test', ${["catalogue:read"]})`;
  await sql`insert into categories (shop_id, slug, name, parent_slug, tint, position) values
    ('demo', 'home', 'Home', null, 'sand', 1), ('demo', 'lamps', 'Lamps', 'home', 'amber', 2),
    ('demo', 'garden', 'Garden', null, 'moss', 3), ('other', 'all', 'All', null, 'sand', 1)`;
  await sql`insert into products
      (shop_id, id, slug, title, description, category_slug, brand, price_minor, currency, created_at)
    select 'demo', 'p' || n, 'product-' || n, (array['Brass lamp', 'Oak stool', 'Clay pot'])[n % 3 + 1]
      || ' ' || n, 'A thing for daily use', (array['lamps', 'home', 'garden'])[n % 3 + 1], 'Norrsken',
      1000 + n * 10, 'EUR', now() - n * interval '1 day'
    from generate_series(1, 60) n`;
  await sql`insert into products
      (shop_id, id, slug, title, category_slug, price_minor, currency, status) values
    ('demo', 'hidden1', 'hidden-1', 'Hidden thing', 'home', 100, 'EUR', 'hidden'),
    ('other', 'o1', 'o-1', 'Other thing', 'all', 100, 'GBP', 'published')`;
  await sql`insert into variants (shop_id, sku, product_id, price_minor)
    select shop_id, id || '-1', id, price_minor from products`;
  await sql`insert into inventory (shop_id, sku, on_hand)
    select shop_id, sku, case when sku = 'p2-1' then 0 else 5 end from variants`;
  await sql`insert into product_images (shop_id, product_id, position, url, alt)
    select shop_id, id, i, '/images/' || id || '-' || i || '.svg', title
    from products, generate_series(1, 2) i`;
  await sql`insert into product_redirects (shop_id, slug, product_id)
    values ('demo', 'once-product-1', 'p1')`;
}
