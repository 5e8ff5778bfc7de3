import { MAX_RULES, type RulesMessage, ruleOfRow } from "@slipstream/contracts/merchandising";
import type { SwitchesMessage } from "@slipstream/contracts/switches";
import { merchandisingRules, switches } from "@slipstream/migrations/schema";
import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database, Queries } from "./database.ts";

/** All active rules of a shop, oldest first; those that do not fit are left out. */
export function readRules(database: Database, shop: string): Promise<RulesMessage> {
  const { id, name, kind, target, placements, contextCategory, position, strength } =
    merchandisingRules;
  const { startsAt, endsAt, active, shopId, createdAt } = merchandisingRules;
  return database.ofShop(shop, async (queries) => {
    const readAt = await readClock(queries);
    const rows = await queries
      .select({
        ...{ id, name, kind, target, contextCategory, position, strength, startsAt, endsAt },
        // The driver was not told of array types: as JSON they are arrays all the same.
        placements: sql<string[]>`to_json(${placements})`,
      })
      .from(merchandisingRules)
      .where(and(eq(shopId, shop), eq(active, true), or(isNull(endsAt), gt(endsAt, sql`now()`))))
      .orderBy(asc(createdAt), asc(id))
      .limit(MAX_RULES);
    return { readAt, rules: rows.map(ruleOfRow).filter((rule) => rule !== undefined) };
  });
}

/** The switches of a shop that are off. */
export function readSwitches(database: Database, shop: string): Promise<SwitchesMessage> {
  return database.ofShop(shop, async (queries) => {
    const readAt = await readClock(queries);
    const rows = await queries
      .select({ name: switches.name })
      .from(switches)
      .where(and(eq(switches.shopId, shop), eq(switches.enabled, false)));
    return { readAt, off: rows.map(({ name }) => name) };
  });
}

/** The database's clock, epoch ms, before what is read next. */
async function readClock(queries: Queries): Promise<number> {
  const [row] = await queries
    .select({
      at: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(sql`(select 1) as one`);
  return Number(row?.at);
}
