import type { Subject } from "@slipstream/contracts/debugger-api";
import { opaqueIdSchema, visitorIdSchema } from "@slipstream/contracts/identifiers";
import { SESSION_IDLE_MS } from "@slipstream/contracts/limits";
import { ProblemError } from "@slipstream/contracts/problems";
import { events, users } from "@slipstream/migrations/schema";
import { and, desc, eq, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";

/**
 * Whom a text means: an address or an account's id, else a visitor of whom something is archived,
 * else a session. Throws `invalid_request` for an address that nobody has, and for what no id looks
 * like.
 */
export async function findSubject(
  transaction: ShopTransaction,
  shop: string,
  who: string | undefined,
): Promise<Subject> {
  if (who === undefined || who === "") return { kind: "stranger", name: "A stranger" };
  const account = await findAccount(transaction, shop, who);
  if (account) {
    const sessionId = await sessionOf(transaction, shop, account.visitorId);
    return { kind: "account", ...account, ...(sessionId === undefined ? {} : { sessionId }) };
  }
  if (visitorIdSchema.safeParse(who).success) {
    const last = await lastEventOf(transaction, shop, who);
    if (last) {
      const { sessionId } = last;
      const visitor = { kind: "visitor", name: `Visitor ${who}`, visitorId: who } as const;
      return { ...visitor, ...(isOpen(last) ? { sessionId } : {}) };
    }
  }
  if (!opaqueIdSchema.safeParse(who).success) throw unknown(who);
  return { kind: "session", name: `Session ${who}`, sessionId: who };
}

async function findAccount(transaction: ShopTransaction, shop: string, who: string) {
  const condition = accountCondition(who);
  if (!condition) return undefined;
  const [user] = await transaction
    .select({ id: users.id, name: users.name, email: users.email, visitorId: users.visitorId })
    .from(users)
    .where(and(eq(users.shopId, shop), condition));
  if (!user) {
    if (who.includes("@")) throw unknown(who);
    return undefined;
  }
  const { id, name, email, visitorId } = user;
  return { userId: id, name: name || email, visitorId };
}

function accountCondition(who: string): SQL | undefined {
  if (who.includes("@")) return eq(users.email, who);
  return z.uuid().safeParse(who).success ? eq(users.id, who) : undefined;
}

async function sessionOf(transaction: ShopTransaction, shop: string, visitorId: string) {
  const last = await lastEventOf(transaction, shop, visitorId);
  return last && isOpen(last) ? last.sessionId : undefined;
}

async function lastEventOf(transaction: ShopTransaction, shop: string, visitorId: string) {
  const [last] = await transaction
    .select({ sessionId: events.sessionId, occurredAt: events.occurredAt })
    .from(events)
    .where(and(eq(events.shopId, shop), eq(events.visitorId, visitorId)))
    .orderBy(desc(events.occurredAt))
    .limit(1);
  return last;
}

function isOpen({ occurredAt }: { occurredAt: Date }): boolean {
  return Date.now() - occurredAt.getTime() < SESSION_IDLE_MS;
}

function unknown(who: string): ProblemError {
  const message = `Nobody is known as ${who}`;
  return new ProblemError("invalid_request", {
    detail: message,
    issues: [{ path: "who", message }],
  });
}
