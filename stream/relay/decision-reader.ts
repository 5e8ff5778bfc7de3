import { MAX_RULES, type RulesMessage, ruleOfRow } from "@slipstream/contracts/merchandising";
import type { SwitchesMessage } from "@slipstream/contracts/switches";
import type postgres from "postgres";

type RuleRow = Parameters<typeof ruleOfRow>[0];

/** All active rules of the transaction's shop, oldest first; those that do not fit are left out. */
export async function readRules(transaction: postgres.TransactionSql): Promise<RulesMessage> {
  const readAt = await readClock(transaction);
  const rows = await transaction<RuleRow[]>`
    select id, name, kind, target, to_json(placements) as placements,
      context_category as "contextCategory", position, strength,
      starts_at as "startsAt", ends_at as "endsAt"
    from merchandising_rules where active and (ends_at is null or ends_at > now())
    order by created_at, id limit ${MAX_RULES}`;
  return { readAt, rules: rows.map(ruleOfRow).filter((rule) => rule !== undefined) };
}

/** The switches of the transaction's shop that are off. */
export async function readSwitches(transaction: postgres.TransactionSql): Promise<SwitchesMessage> {
  const readAt = await readClock(transaction);
  const rows = await transaction<{ name: string }[]>`
    select name from switches where not enabled order by name`;
  return { readAt, off: rows.map(({ name }) => name) };
}

/** The database's clock, epoch ms, before what is read next. */
async function readClock(transaction: postgres.TransactionSql): Promise<number> {
  const [row] = await transaction`
    select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as "at"`;
  return Number(row?.at);
}
