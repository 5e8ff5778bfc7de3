import { ProblemError } from "@slipstream/contracts/problems";
import {
  REPLAY_JOBS_SHOWN,
  type ReplayInput,
  type ReplayJob,
  type ReplayList,
} from "@slipstream/contracts/replay-jobs";
import { events, replayJobs, users } from "@slipstream/migrations/schema";
import { and, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";

const open = ["waiting", "running"];

/** The replays of a shop, the newest first, and the ends of what its archive has. */
export async function listReplays(transaction: ShopTransaction, shop: string): Promise<ReplayList> {
  const [rows, [first], [last]] = await Promise.all([
    transaction
      .select({
        job: replayJobs,
        askedBy: sql<string | null>`coalesce(nullif(${users.name}, ''), ${users.email}::text)`,
      })
      .from(replayJobs)
      .leftJoin(users, eq(users.id, replayJobs.askedBy))
      .where(eq(replayJobs.shopId, shop))
      .orderBy(desc(replayJobs.createdAt))
      .limit(REPLAY_JOBS_SHOWN),
    archived(transaction, shop).orderBy(events.streamSequence).limit(1),
    archived(transaction, shop).orderBy(desc(events.streamSequence)).limit(1),
  ]);
  return {
    jobs: rows.map(({ job, askedBy }) => jobOf(job, askedBy)),
    ...(first === undefined || last === undefined
      ? {}
      : {
          archive: {
            fromSequence: first.sequence,
            toSequence: last.sequence,
            from: first.receivedAt.toISOString(),
            to: last.receivedAt.toISOString(),
          },
        }),
  };
}

/**
 * Asks for a replay; a stream processor takes it up within seconds. Throws `conflict` while another
 * is under way, `not_found` when the archive has nothing of that part.
 */
export async function askForReplay(
  transaction: ShopTransaction,
  shop: string,
  { principal, input }: { principal: Principal; input: ReplayInput },
): Promise<void> {
  // One after the other: the row of the shop is the same for whoever asks.
  await transaction.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`replay:${shop}`}, 0))`,
  );
  const [busy] = await transaction
    .select({ id: replayJobs.id })
    .from(replayJobs)
    .where(and(eq(replayJobs.shopId, shop), inArray(replayJobs.state, open)))
    .limit(1);
  if (busy) throw new ProblemError("conflict", { detail: "another replay is still under way" });
  const { fromSequence, toSequence, from, to } = input;
  const wanted = and(
    eq(events.shopId, shop),
    fromSequence === undefined ? undefined : gte(events.streamSequence, fromSequence),
    toSequence === undefined ? undefined : lte(events.streamSequence, toSequence),
    from === undefined ? undefined : gte(events.receivedAt, new Date(from)),
    to === undefined ? undefined : lte(events.receivedAt, new Date(to)),
  );
  const [range] = await transaction
    .select({
      first: sql<string | null>`min(${events.streamSequence})`,
      last: sql<string | null>`max(${events.streamSequence})`,
    })
    .from(events)
    .where(wanted);
  if (range?.first == null || range.last == null) {
    throw new ProblemError("not_found", { detail: "the archive has nothing of this part" });
  }
  const id = uuidv7();
  const job = {
    target: input.target,
    fromSequence: Number(range.first),
    toSequence: Number(range.last),
  };
  await transaction
    .insert(replayJobs)
    .values({ id, shopId: shop, ...job, askedBy: principal.userId ?? null });
  await writeAudit(transaction, shop, {
    ...{ principal, action: "start", resource: "replay", resourceId: id, after: job },
  });
}

/** Stops a replay; its worker finds out with its next step. Throws `not_found`, `wrong_state`. */
export async function stopReplay(
  transaction: ShopTransaction,
  shop: string,
  { principal, id }: { principal: Principal; id: string },
): Promise<void> {
  const mine = and(eq(replayJobs.shopId, shop), eq(replayJobs.id, id));
  const stopped = await transaction
    .update(replayJobs)
    .set({ state: "stopped", endedAt: sql`now()` })
    .where(and(mine, inArray(replayJobs.state, open)))
    .returning({ id: replayJobs.id });
  if (stopped.length === 0) {
    const [there] = await transaction.select({ id: replayJobs.id }).from(replayJobs).where(mine);
    throw new ProblemError(there ? "wrong_state" : "not_found");
  }
  await writeAudit(transaction, shop, {
    ...{ principal, action: "stop", resource: "replay", resourceId: id },
  });
}

function archived(transaction: ShopTransaction, shop: string) {
  return transaction
    .select({ sequence: events.streamSequence, receivedAt: events.receivedAt })
    .from(events)
    .where(eq(events.shopId, shop));
}

function jobOf(job: typeof replayJobs.$inferSelect, askedBy: string | null): ReplayJob {
  const { id, fromSequence, toSequence, reached, outcome, startedAt, endedAt } = job;
  return {
    ...{ id, fromSequence, toSequence, events: job.events },
    target: job.target as ReplayJob["target"],
    state: job.state as ReplayJob["state"],
    createdAt: job.createdAt.toISOString(),
    ...(reached === null ? {} : { reached }),
    ...(outcome === null ? {} : { outcome }),
    ...(askedBy === null ? {} : { askedBy }),
    ...(startedAt === null ? {} : { startedAt: startedAt.toISOString() }),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
  };
}
