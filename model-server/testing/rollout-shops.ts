import { modelFiguresSchema } from "@slipstream/contracts/model-figures";
import type { Sql } from "postgres";

/** A shop that is the first of all, and whose champion's figures, of now and of long ago, cannot be read. */
async function addBrokenShop(sql: Sql, version: string): Promise<void> {
  await sql`insert into shops (id, name, hosts, currency, created_at)
    values ('broken', 'broken', '{}', 'GBP', now() - interval '1 day')`;
  await sql`insert into models (id, shop_id, name, version, stage, traffic_share, stage_changed_at)
    values (gen_random_uuid(), 'broken', 'ranker', ${version}, 'champion', 1, now())`;
  await sql`insert into model_figures
      (shop_id, name, version, stage, traffic_share, server, minute, figures)
    select 'broken', 'ranker', ${version}, 'champion', 1, 'gone',
      date_trunc('minute', now()) - age, '{"latency": [], "predicted": "none"}'
    from unnest(array['0 days', '30 days']::interval[]) age`;
}

/** How old the broken shop's figures are, in days. */
export async function daysOfBroken(sql: Sql): Promise<number[]> {
  const rows = await sql<{ days: number }[]>`select extract(day from now() - minute)::int as days
    from model_figures where shop_id = 'broken'`;
  return rows.map(({ days }) => days);
}

/** The broken shop with a champion of this version, and after it one that sells so many cups. */
export async function addShops(
  sql: Sql,
  { shop, items, broken }: { shop: string; items: number; broken: string },
): Promise<void> {
  await addBrokenShop(sql, broken);
  await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, '{}', 'GBP')`;
  await sql`insert into categories (shop_id, slug, name, tint) values (${shop}, 'cups', 'Cups', 'sand')`;
  for (let at = 0; at < items; at++) {
    const id = `cup-${at}`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values (${shop}, ${id}, ${id}, ${id}, 'cups', 1000, 'GBP')`;
  }
}

/** An experiment whose arms name these versions, as the edge writes it. */
export async function writeExperiment(
  sql: Sql,
  of: { shop: string; state: "running" | "decided"; versions: readonly string[] },
): Promise<void> {
  const { shop, state, versions } = of;
  const arms = versions.map((ranker, at) => ({
    name: `arm-${at}`,
    share: 0.5,
    settings: { ranker },
  }));
  await sql`insert into experiments (id, shop_id, name, layer, salt, state, arms, started_at)
    values (gen_random_uuid(), ${shop}, 'versions', 'rails', '', ${state}, ${sql.json(arms)}, now())
    on conflict (shop_id, name) do update set state = excluded.state`;
  await sql`insert into outbox (shop_id, kind, payload) values (${shop}, 'models', '{}')`;
}

/** What all servers saw of a version in a stage, and how many saw it. */
export async function sumOfFigures(sql: Sql, stage: string, version: string) {
  const rows = await sql<{ figures: unknown; server: string }[]>`select figures, server
    from model_figures where stage = ${stage} and version = ${version}`;
  const figures = rows.map(({ figures }) => modelFiguresSchema.parse(figures));
  const sum = (key: "answers" | "compared" | "predicted" | "overlap" | "correlation" | "clicked") =>
    figures.reduce((total, each) => total + each[key], 0);
  return { sum, servers: new Set(rows.map(({ server }) => server)).size };
}

/** Where a version stands: `canary 0.25`. */
export async function stageAndShare(sql: Sql, version: string): Promise<string> {
  const [row] = await sql`select stage, traffic_share from models where version = ${version}`;
  return `${row?.stage} ${row?.traffic_share}`;
}
