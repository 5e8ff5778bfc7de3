import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { Objm } from "@nats-io/obj";
import { connect } from "@nats-io/transport-node";
import {
  LEASE_BUCKET,
  learnMirror,
  MODEL_BUCKET,
  streams,
  subjects,
} from "@slipstream/contracts/subjects";
import { declareStreams, expiringBucket } from "@slipstream/stream/consumer/streams";
import { expect, test } from "vitest";
import { asAdmin } from "../services/databases.ts";
import { startTestServices } from "../testing/services.ts";
import { backup } from "./backup.ts";
import { restore } from "./restore.ts";

const live = await startTestServices({ postgres: true, nats: true });
const fresh = await startTestServices({ postgres: "empty", nats: true });
const source = { databaseUrl: live.postgres.adminUrl, natsUrl: live.nats.urls.url };
const target = { databaseUrl: fresh.postgres.adminUrl, natsUrl: fresh.nats.urls.url };
const folder = join(live.folder, "backup");
const MODEL = new Uint8Array(300_000).map((_, at) => (at * 31) % 251);

async function openShop() {
  await asAdmin(source.databaseUrl, async (sql) => {
    await sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{demo}', 'GBP')`;
    await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'cups', 'Cups', 'sand')`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      select 'demo', 'cup-' || at, 'cup-' || at, 'Cup ' || at, 'cups', 100 * at, 'GBP'
      from generate_series(1, 200) at`;
    await sql`insert into archive_watermarks (stream, sequence) values ('EVENTS', 10)`;
  });
}

async function fillStreams() {
  const connection = await connect({ servers: source.natsUrl });
  const manager = await declareStreams(connection, { replicas: 1 });
  const client = jetstream(connection);
  for (let number = 1; number <= 50; number++) {
    const subject = subjects.event("demo", number % 16, "view");
    await client.publish(subject, `event ${number}`, { msgID: `id-${number}` });
    await client.publish(subjects.steps("demo", number % 16), new Uint8Array([number]));
  }
  // What is archived was purged, and somebody was erased.
  await manager.streams.purge(streams.events, { seq: 11 });
  await manager.streams.deleteMessage(streams.events, 20, true);
  await manager.streams.add({ name: learnMirror("two"), mirror: { name: streams.learn } });
  const leases = await expiringBucket(connection, {
    name: LEASE_BUCKET,
    ttlMs: 3_000,
    replicas: 1,
  });
  await leases.put("0", "holder");
  const models = await new Objm(connection).create(MODEL_BUCKET);
  await models.putBlob({ name: "demo/abc" }, MODEL);
  await (await new Kvm(connection).create("kept")).put("key", "value");
  await connection.close();
}

/** Every table's rows: how many, and the sum over all that is in them. */
function tablesOf(url: string): Promise<Record<string, string>> {
  return asAdmin(url, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
    const sums: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await sql.unsafe<{ sum: string }[]>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
      );
      sums[name] = row!.sum;
    }
    return sums;
  });
}

/** Policies, roles' rights and forced security: what a dump must bring as well. */
function rightsOf(url: string) {
  return asAdmin(url, async (sql) => ({
    policies: [
      ...(await sql`select tablename, policyname, cmd, qual from pg_policies order by 1, 2`),
    ],
    tables: [
      ...(await sql`select relname, relforcerowsecurity, relowner::regrole::text, 
          coalesce(relacl, acldefault('r', relowner))::text as rights
        from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`),
    ],
  }));
}

async function logOf(natsUrl: string) {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  const found: Record<string, unknown> = {};
  for await (const { config, state } of manager.streams.list()) {
    const hash = createHash("sha256");
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(config.name, { seq }).catch(() => undefined);
      if (message) hash.update(`${seq} ${message.subject} ${message.time.toISOString()}`);
      if (message) hash.update(message.data);
    }
    const { last_seq, messages } = state;
    // An empty stream says 0 before it ever had a message, 1 once it was restored.
    const first_seq = Math.max(1, state.first_seq);
    found[config.name] = {
      first_seq,
      last_seq,
      messages,
      subjects: config.subjects,
      sum: hash.digest("hex"),
    };
  }
  await connection.close();
  return found;
}

test("a backup brings back every row, right, message, model and sequence", async () => {
  await openShop();
  await fillStreams();
  await backup(source, folder);
  await expect(backup(source, folder)).rejects.toMatchObject({ code: "not_empty" });

  await restore(target, folder);
  const tables = await tablesOf(source.databaseUrl);
  expect(Object.keys(tables).length).toBeGreaterThan(30);
  expect(tables["public.products"]).toMatch(/^200 /);
  expect(await tablesOf(target.databaseUrl)).toEqual(tables);
  expect(await rightsOf(target.databaseUrl)).toEqual(await rightsOf(source.databaseUrl));
  const {
    [learnMirror("two")]: mirror,
    [`KV_${LEASE_BUCKET}`]: leases,
    ...kept
  } = await logOf(source.natsUrl);
  expect([mirror, leases]).not.toContain(undefined);
  expect(kept[streams.events]).toMatchObject({ first_seq: 11, last_seq: 50, messages: 39 });
  expect(await logOf(target.natsUrl)).toEqual(kept);
});

test("what was restored works: the log goes on, ids are known, models are read, the app is held", async () => {
  const connection = await connect({ servers: target.natsUrl });
  await declareStreams(connection, { replicas: 1 });
  const client = jetstream(connection);
  const subject = subjects.event("demo", 2, "view");
  const again = await client.publish(subject, "event 50", { msgID: "id-50" });
  expect(again).toMatchObject({ duplicate: true, seq: 50 });
  expect((await client.publish(subject, "next", { msgID: "id-51" })).seq).toBe(51);
  const models = await new Objm(connection).open(MODEL_BUCKET);
  expect(await models.getBlob("demo/abc")).toEqual(MODEL);
  await connection.close();
  // Without a shop set, row-level security shows the application nothing.
  const seen = await asAdmin(fresh.postgres.appUrl, (sql) => sql`select 1 from orders`);
  expect([...seen]).toEqual([]);
});

test("nothing is restored over what is there, or from half a backup", async () => {
  await expect(restore(target, folder)).rejects.toMatchObject({ code: "not_empty" });
  expect(readdirSync(folder)).toContain("backup.json");
  rmSync(join(folder, "backup.json"));
  await expect(restore(target, folder)).rejects.toMatchObject({ code: "no_backup" });
});

test("a dump whose archive lacks what EVENTS has dropped is no backup", async () => {
  await asAdmin(source.databaseUrl, (sql) => sql`update archive_watermarks set sequence = 5`);
  const other = join(live.folder, "other");
  await expect(backup(source, other)).rejects.toMatchObject({ code: "log_moved_on" });
});
