import type { RuleInput, StoredRule } from "@slipstream/contracts/admin-api";
import {
  MAX_NAMED_ITEMS,
  MAX_RULES,
  type Rule,
  ruleOfRow,
} from "@slipstream/contracts/merchandising";
import type { Placement } from "@slipstream/contracts/placements";
import { ProblemError } from "@slipstream/contracts/problems";
import { merchandisingRules } from "@slipstream/migrations/schema";
import { and, count, desc, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { writeRuleChange } from "../outbox/write.ts";

type RuleRow = typeof merchandisingRules.$inferSelect;

/** All rules of the shop, the last changed first. */
export async function listRules(transaction: ShopTransaction, shop: string): Promise<StoredRule[]> {
  const rows = await transaction
    .select()
    .from(merchandisingRules)
    .where(eq(merchandisingRules.shopId, shop))
    .orderBy(desc(merchandisingRules.updatedAt), desc(merchandisingRules.id));
  const nowMs = Date.now();
  return rows.map((row) => storedRuleOf(row, nowMs));
}

/** The rules that the model servers go by, now or at their time: those that are on. */
export async function activeRules(transaction: ShopTransaction, shop: string): Promise<Rule[]> {
  const rows = await transaction
    .select()
    .from(merchandisingRules)
    .where(and(eq(merchandisingRules.shopId, shop), eq(merchandisingRules.active, true)))
    .orderBy(merchandisingRules.createdAt, merchandisingRules.id);
  return rows.map((row) => ruleOfRow(row)).filter((rule) => rule !== undefined);
}

/** One rule. Throws `unknown_rule`. */
export async function readRule(
  transaction: ShopTransaction,
  shop: string,
  id: string,
): Promise<StoredRule> {
  const [row] = await transaction.select().from(merchandisingRules).where(byId(shop, id));
  if (!row) throw new ProblemError("unknown_rule");
  return storedRuleOf(row, Date.now());
}

/** Writes a new rule, which holds in the model servers within a second. Throws `too_many_rules`. */
export async function createRule(
  transaction: ShopTransaction,
  shop: string,
  { principal, input }: { principal: Principal; input: RuleInput },
): Promise<StoredRule> {
  const id = uuidv7();
  const createdBy = principal.userId ?? null;
  await transaction
    .insert(merchandisingRules)
    .values({ id, shopId: shop, createdBy, ...rowOf(input) });
  await refuseTooMany(transaction, shop);
  const after = await readRule(transaction, shop, id);
  await tell(transaction, shop, { principal, action: "create", resourceId: id, after });
  return after;
}

/** Throws `unknown_rule`, `too_many_rules`. */
export async function changeRule(
  transaction: ShopTransaction,
  shop: string,
  { principal, id, input }: { principal: Principal; id: string; input: RuleInput },
): Promise<StoredRule> {
  const before = await readRule(transaction, shop, id);
  await transaction
    .update(merchandisingRules)
    .set({ ...rowOf(input), updatedAt: sql`now()` })
    .where(byId(shop, id));
  await refuseTooMany(transaction, shop);
  const after = await readRule(transaction, shop, id);
  await tell(transaction, shop, { principal, action: "change", resourceId: id, before, after });
  return after;
}

/** Throws `unknown_rule`. */
export async function deleteRule(
  transaction: ShopTransaction,
  shop: string,
  { principal, id }: { principal: Principal; id: string },
): Promise<void> {
  const before = await readRule(transaction, shop, id);
  await transaction.delete(merchandisingRules).where(byId(shop, id));
  await tell(transaction, shop, { principal, action: "delete", resourceId: id, before });
}

/** The whole set goes to the model servers as one message, which has to fit. */
async function refuseTooMany(transaction: ShopTransaction, shop: string): Promise<void> {
  const [counted] = await transaction
    .select({
      rules: count(),
      items: sql<number>`coalesce(sum(jsonb_array_length(${merchandisingRules.target} -> 'itemIds')), 0)::int`,
    })
    .from(merchandisingRules)
    .where(eq(merchandisingRules.shopId, shop));
  const { rules, items } = counted!;
  if (rules > MAX_RULES) throw new ProblemError("too_many_rules");
  if (items > MAX_NAMED_ITEMS) {
    const detail = `The rules name ${items} products one by one, ${MAX_NAMED_ITEMS} at most: name categories or brands`;
    throw new ProblemError("too_many_rules", { detail });
  }
}

async function tell(
  transaction: ShopTransaction,
  shop: string,
  entry: {
    principal: Principal;
    action: string;
    resourceId: string;
    before?: StoredRule;
    after?: StoredRule;
  },
): Promise<void> {
  await writeRuleChange(transaction, shop);
  await writeAudit(transaction, shop, { resource: "rule", ...entry });
}

const byId = (shop: string, id: string) =>
  and(eq(merchandisingRules.shopId, shop), eq(merchandisingRules.id, id));

function rowOf(input: RuleInput) {
  const instant = (at: string | undefined) => (at === undefined ? null : new Date(at));
  const { itemIds, category, brand, sellerId } = input.target;
  return {
    name: input.name,
    kind: input.kind,
    target: {
      ...(itemIds === undefined || itemIds.length === 0 ? {} : { itemIds }),
      ...(category === undefined ? {} : { category }),
      ...(brand === undefined ? {} : { brand }),
      ...(sellerId === undefined ? {} : { sellerId }),
    },
    placements: input.placements,
    contextCategory: input.contextCategory ?? null,
    position: input.position ?? null,
    strength: input.strength ?? null,
    startsAt: instant(input.startsAt),
    endsAt: instant(input.endsAt),
    active: input.active,
  };
}

function storedRuleOf(row: RuleRow, nowMs: number): StoredRule {
  const { id, name, kind, target, active, startsAt, endsAt, createdAt, updatedAt } = row;
  const { contextCategory, position, strength } = row;
  return {
    ...{ id, name, kind, target, active, state: stateOf(row, nowMs) },
    placements: row.placements as Placement[],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...(contextCategory === null ? {} : { contextCategory }),
    ...(position === null ? {} : { position }),
    ...(strength === null ? {} : { strength }),
    ...(startsAt === null ? {} : { startsAt: startsAt.toISOString() }),
    ...(endsAt === null ? {} : { endsAt: endsAt.toISOString() }),
  };
}

function stateOf({ active, startsAt, endsAt }: RuleRow, nowMs: number): StoredRule["state"] {
  if (!active) return "off";
  if (endsAt !== null && endsAt.getTime() <= nowMs) return "over";
  return startsAt !== null && startsAt.getTime() > nowMs ? "scheduled" : "active";
}
