import { ProblemError } from "@slipstream/contracts/problems";
import type { Synonym, SynonymInput } from "@slipstream/contracts/search-api";
import { synonyms } from "@slipstream/migrations/schema";
import { asc, count, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { forgetBroad } from "./broad-answers.ts";
import { type SynonymSets, synonymSets } from "./synonym-groups.ts";

const FRESH_MS = 2_000;
const MAX_SETS = 1_000;

/** Per isolate, data only. */
const knownSets = new Map<string, { readAt: number; sets: SynonymSets }>();

/** The synonyms of the transaction's shop, as of at most two seconds ago. */
export async function synonymsOf(transaction: ShopTransaction, shop: string): Promise<SynonymSets> {
  const known = knownSets.get(shop);
  if (known && Date.now() - known.readAt < FRESH_MS) return known.sets;
  const rows = await transaction
    .select({ terms: synonyms.terms })
    .from(synonyms)
    .orderBy(asc(synonyms.id))
    .limit(MAX_SETS);
  const sets = synonymSets(rows.map(({ terms }) => terms));
  knownSets.set(shop, { readAt: Date.now(), sets });
  return sets;
}

interface SynonymWork {
  database: Database;
  shop: string;
}

export function listSynonyms({ database, shop }: SynonymWork): Promise<Synonym[]> {
  return database.withShop(shop, async (transaction) => {
    const rows = await transaction
      .select()
      .from(synonyms)
      .orderBy(asc(synonyms.terms), asc(synonyms.id))
      .limit(MAX_SETS);
    return rows.map(toSynonym);
  });
}

/** Throws `conflict` when the shop has as many sets as it can hold. */
export async function addSynonym(
  work: SynonymWork & { principal: Principal; input: SynonymInput },
): Promise<Synonym> {
  const { database, shop, principal, input } = work;
  const added = await database.withShop(shop, async (transaction) => {
    const [there] = await transaction.select({ sets: count() }).from(synonyms);
    if ((there?.sets ?? 0) >= MAX_SETS) {
      throw new ProblemError("conflict", { detail: `a shop holds ${MAX_SETS} sets of synonyms` });
    }
    const terms = clean(input.terms);
    const [row] = await transaction
      .insert(synonyms)
      .values({ id: uuidv7(), shopId: shop, terms })
      .returning();
    const synonym = toSynonym(row!);
    await writeAudit(transaction, shop, {
      principal,
      action: "create",
      resource: "synonym",
      resourceId: synonym.id,
      after: { terms },
    });
    return synonym;
  });
  forgetSets(shop);
  return added;
}

interface SynonymChange extends SynonymWork {
  principal: Principal;
  id: string;
}

/** Throws `not_found`. */
export async function changeSynonym(
  change: SynonymChange & { input: SynonymInput },
): Promise<Synonym> {
  const { database, shop, id, input } = change;
  const terms = clean(input.terms);
  const changed = await database.withShop(shop, async (transaction) => {
    await recordChange(transaction, change, terms);
    const [row] = await transaction
      .update(synonyms)
      .set({ terms })
      .where(eq(synonyms.id, id))
      .returning();
    return toSynonym(row!);
  });
  forgetSets(shop);
  return changed;
}

/** Throws `not_found`. */
export async function removeSynonym(change: SynonymChange): Promise<void> {
  const { database, shop, id } = change;
  await database.withShop(shop, async (transaction) => {
    await recordChange(transaction, change, undefined);
    await transaction.delete(synonyms).where(eq(synonyms.id, id));
  });
  forgetSets(shop);
}

async function recordChange(
  transaction: ShopTransaction,
  { shop, principal, id }: SynonymChange,
  terms: readonly string[] | undefined,
): Promise<void> {
  const [before] = await transaction
    .select({ terms: synonyms.terms })
    .from(synonyms)
    .where(eq(synonyms.id, id))
    .for("update");
  if (!before) throw new ProblemError("not_found");
  await writeAudit(transaction, shop, {
    principal,
    action: terms ? "update" : "delete",
    resource: "synonym",
    resourceId: id,
    before,
    ...(terms ? { after: { terms } } : {}),
  });
}

function forgetSets(shop: string): void {
  knownSets.delete(shop);
  forgetBroad();
}

function clean(terms: readonly string[]): string[] {
  const tidy = terms.map((term) => term.toLowerCase().replace(/\s+/g, " ").trim());
  return [...new Set(tidy)];
}

function toSynonym(row: typeof synonyms.$inferSelect): Synonym {
  return { id: row.id, terms: row.terms, createdAt: row.createdAt.toISOString() };
}
