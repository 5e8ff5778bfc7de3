import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { encodeModelsChanged } from "@slipstream/contracts/models-changed";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ITEMS_FILE } from "../batch/batch-maker.ts";
import { type RunningModelServer, startModelServer } from "../model-server.ts";
import { easeFiles, keptEase } from "../testing/kept.ts";
import { versionOf } from "../testing/trained.ts";
import { Database } from "../views/database.ts";
import { ArtefactStore } from "./artefact-store.ts";
import { promote } from "./promote.ts";
import { publish } from "./publish.ts";

/** Batch models as a running server takes them from the registry. */
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
const connection = await connect({ servers: services.nats.urls.url });
const database = new Database(services.postgres.appUrl);
const registry = { database, store: new ArtefactStore(Promise.resolve(connection)) };
let server: RunningModelServer;

beforeAll(async () => {
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  await sql`insert into shops (id, name, hosts, currency) values ('demo', 'demo', '{}', 'GBP')`;
  await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'cups', 'Cups', 'sand')`;
  for (let at = 0; at < 20; at++) {
    const id = `cup-${at}`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency, created_at)
      values ('demo', ${id}, ${id}, ${id}, 'cups', 1000, 'GBP', ${new Date(1_790_000_000_000 + at)})`;
  }
  server = await startModelServer({
    environment: {
      DATABASE_URL: services.postgres.appUrl,
      REDIS_URL: services.redis.urls.url,
      NATS_URL: services.nats.urls.url,
      MODEL_SERVER_PORT: 0,
      MODEL_SERVER_HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
    },
    log: { info: () => {}, warn: () => {} },
  });
});
afterAll(async () => {
  await server.stop();
  await database.close();
  await connection.close();
  await sql.end();
});

const following = { timeout: 20_000, interval: 20 };

/** What EASE proposes for a cart rail after cup-3. */
async function proposed(): Promise<string[] | undefined> {
  const response = await fetch(`${server.url}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", placement: "cart", context: ["cup-3"], explain: true }),
  });
  if (!response.ok) return undefined;
  const { explanations = [] } = recommendResponseSchema.parse(await response.json());
  const isOfEase = ({ source }: { source: string }) => source === "ease";
  return explanations.filter(({ sources }) => sources.some(isOfEase)).map(({ itemId }) => itemId);
}

async function crown(minute: number, files: Map<string, Uint8Array>) {
  await publish(registry, { shop: "demo", ...keptEase(minute, files) });
  const change = { shop: "demo", name: "ease", version: versionOf(minute) };
  await promote(database, { ...change, to: "champion", actor: { kind: "test" } });
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
}

const changes = async (result: string) => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = new RegExp(`model_changes_total\\{name="ease",result="${result}"\\} (\\d+)`);
  return Number(line.exec(text)?.[1] ?? 0);
};

test("an EASE champion proposes candidates; its place is the last good one's when one is refused", async () => {
  await expect.poll(proposed, following).toEqual([]);
  await crown(
    1,
    easeFiles([
      ["gone", "cup-1"],
      ["cup-3", "cup-17"],
    ]),
  );
  await expect.poll(proposed, following).toEqual(["cup-17"]);
  const broken = easeFiles([["cup-3", "cup-5"]]);
  broken.set(ITEMS_FILE, new TextEncoder().encode('["cup-3"]'));
  await crown(2, broken);
  await expect.poll(() => changes("unusable_model"), following).toBeGreaterThan(0);
  expect(await proposed()).toEqual(["cup-17"]);
  await crown(3, easeFiles([["cup-9", "cup-3"]]));
  await expect.poll(proposed, following).toEqual(["cup-9"]);
});
