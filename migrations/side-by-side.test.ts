import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTestServices } from "@slipstream/dev/testing/services";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";

/*
 * While a version is brought in, programs of the one before go on with the schema of the new one: what
 * they read is there, what they write is taken. The rule is in docs/operations/upgrade.md.
 */

const folder = fileURLToPath(new URL(".", import.meta.url));
/** The first migration that came under the rule. */
const FIRST = 13;
/** Statements that take something away; a migration that says `-- contract` has waited its version. */
const CONTRACTS = /\b(DROP (TABLE|COLUMN)|RENAME (TO|COLUMN)|SET NOT NULL|SET DATA TYPE)\b/i;

interface Journal {
  entries: { idx: number; tag: string }[];
}
const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as Journal;
const under = journal.entries.filter(({ idx }) => idx >= FIRST);
const textOf = (tag: string) => readFileSync(join(folder, `${tag}.sql`), "utf8");
const isContract = (tag: string) => textOf(tag).startsWith("-- contract");

const services = await startTestServices({ postgres: "empty" });
const owner = postgres(services.postgres.ownerUrl, { max: 1, onnotice: () => {} });
const admin = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
const app = postgres(services.postgres.appUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await Promise.all([owner.end(), admin.end(), app.end()]);
});

/** Brings the database to a version, as a release of that time would have. */
async function migrateTo(last: number): Promise<void> {
  const at = join(services.folder, `to-${last}`);
  mkdirSync(join(at, "meta"), { recursive: true });
  const entries = journal.entries.filter(({ idx }) => idx <= last);
  for (const { tag } of entries) cpSync(join(folder, `${tag}.sql`), join(at, `${tag}.sql`));
  writeFileSync(join(at, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  await migrate(drizzle(owner), { migrationsFolder: at });
}

interface Column {
  table: string;
  column: string;
  type: string;
  mustBeGiven: boolean;
}

async function columns(): Promise<Map<string, Column>> {
  const rows = await admin<Column[]>`
    select table_name as table, column_name as column, udt_name as type,
      is_nullable = 'NO' and column_default is null and is_generated = 'NEVER'
        and is_identity = 'NO' as "mustBeGiven"
    from information_schema.columns where table_schema = 'public'`;
  return new Map(rows.map((row) => [`${row.table}.${row.column}`, row]));
}

/** Functions that programs call, with what they take. */
async function functions(): Promise<string[]> {
  const rows = await admin<{ name: string }[]>`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
      and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')`;
  return rows.map(({ name }) => name);
}

/** Reads all that a version knows, as its programs do: by name. */
async function readAll(known: Map<string, Column>): Promise<void> {
  for (const [table, each] of Map.groupBy(known.values(), (column) => column.table)) {
    await admin`select ${admin(each.map(({ column }) => column))} from ${admin(table)} limit 1`;
  }
}

let written = 0;

/** What programs of the first of these versions write: a product, its stock, an archived event. */
async function writeAsBefore(): Promise<void> {
  const id = `thing-${++written}`;
  await app.begin(async (sql) => {
    await sql`select set_config('app.shop', 'old', true)`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values ('old', ${id}, ${id}, ${id}, 'lamps', 1000, 'EUR')`;
    await sql`insert into variants (shop_id, sku, product_id, price_minor)
      values ('old', ${id}, ${id}, 1000)`;
    await sql`insert into inventory (shop_id, sku, on_hand) values ('old', ${id}, 5)`;
    await sql`update inventory set reserved = reserved + 1 where shop_id = 'old' and sku = ${id}`;
    await sql`insert into events (shop_id, id, stream_sequence, partition, type, visitor_id,
        session_id, item_id, occurred_at, received_at, body)
      values ('old', gen_random_uuid(), ${written}, 0, 'view', 'me', 's', ${id}, now(), now(), '{}')`;
  });
}

test("migrations only add, but those that say that they take away", () => {
  const takers = under.filter(({ tag }) => CONTRACTS.test(textOf(tag)) && !isContract(tag));
  expect(takers.map(({ tag }) => tag)).toEqual([]);
});

test("programs of the version before go on through each migration", async () => {
  await migrateTo(FIRST);
  await admin`insert into shops (id, name, hosts, currency) values ('old', 'Old', '{}', 'EUR')`;
  await admin`insert into categories (shop_id, slug, name, tint) values ('old', 'lamps', 'Lamps', 'sand')`;
  for (const { idx, tag } of under.slice(1)) {
    const [before, calledBefore] = [await columns(), await functions()];
    await writeAsBefore();
    await migrateTo(idx);
    if (isContract(tag)) continue;
    const after = await columns();
    const faults = [...before].flatMap(([name, old]) => {
      const now = after.get(name);
      if (now === undefined) return [`${tag}: ${name} is gone`];
      const isStricter = now.mustBeGiven && !old.mustBeGiven;
      return [
        ...(now.type === old.type ? [] : [`${tag}: ${name} is ${now.type}, and was ${old.type}`]),
        ...(isStricter ? [`${tag}: ${name} must be given, and had not to be`] : []),
      ];
    });
    const tables = new Set([...before.values()].map(({ table }) => table));
    const demanded = [...after].filter(
      ([name, now]) => tables.has(now.table) && !before.has(name) && now.mustBeGiven,
    );
    expect([...faults, ...demanded.map(([name]) => `${tag}: ${name} has no default`)]).toEqual([]);
    expect(await functions()).toEqual(expect.arrayContaining(calledBefore));
    await readAll(before);
    await writeAsBefore();
  }
  expect([...(await admin`select 1 from events where shop_id = 'old'`)]).toHaveLength(written);
});

test("a shop that counts in thousandths stops the migration that counts in hundredths", async () => {
  const refuses = textOf("0029_search_listing").split("--> statement-breakpoint")[0]!;
  await owner.unsafe(refuses);
  await admin`insert into shops (id, name, hosts, currency) values ('dinars', 'D', '{}', 'KWD')`;
  await expect(owner.unsafe(refuses)).rejects.toThrow(/thousandths/);
  await admin`delete from shops where id = 'dinars'`;
});

test("a migration that takes away is told from one that adds", () => {
  for (const bad of [
    'ALTER TABLE "a" DROP COLUMN "b";',
    'ALTER TABLE "a" RENAME COLUMN "b" TO "c";',
    'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;',
    'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint;',
    'DROP TABLE "a";',
  ]) {
    expect(CONTRACTS.test(bad), bad).toBe(true);
  }
  expect(CONTRACTS.test('ALTER TABLE "a" ADD COLUMN "b" text NOT NULL DEFAULT \'\';')).toBe(false);
});
