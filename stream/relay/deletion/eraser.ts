import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import { encodeForget } from "@slipstream/contracts/forget";
import { streams, subjects } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type postgres from "postgres";
import type { Database } from "../../archive/database.ts";
import { readArchiveWatermark } from "../../archive/event-rows.ts";
import { inShop } from "../../archive/in-shop.ts";
import { readAppliedUpTo } from "../../consumer/applied-up-to.ts";
import { dropNamespaces } from "../../rebuild/namespace.ts";
import type { ForgetOrder } from "../../turns/forget.ts";
import type { Drained } from "../lane.ts";
import { underLock } from "../under-lock.ts";
import { anonymiseEvents } from "./anonymise.ts";
import { readTraces, type Traces } from "./archived-traces.ts";
import { eraseEvents, eraseLetters } from "./erase-messages.ts";
import { readRedisKeys } from "./redis-keys.ts";
import { addToReceipt, type DeletionRequest, readDeletionRequest } from "./request.ts";
import { settleVisitors } from "./settle.ts";

/** How long what is on the stream may take to be applied and archived, per try. */
const CATCH_UP_MS = 5_000;
const POLL_MS = 50;
const ACK_TIMEOUT_MS = 3_000;

/** The archive or the processor has not come far enough: the deletion is tried again. */
class NotCaughtUp extends Error {
  override readonly name = "NotCaughtUp";
  readonly code = "not_caught_up";
}

export interface EraserParts {
  database: Database;
  manager: JetStreamManager;
  client: JetStreamClient;
  redis: Redis;
  /** True for the one process that erases for all. */
  isElected: () => boolean;
  /** Erases from the memory of all processors, and from Redis. */
  forget: (order: ForgetOrder) => Promise<{ reservoirEntries: number }>;
  /** Whose hubs may hold events; undefined: none do. */
  edge: { url: string; secret: string } | undefined;
  log: Logger;
}

/**
 * Erases the data of people who asked for it, one at a time: from Redis and the learner's memory,
 * from what model servers remember, from EVENTS and the DLQ, and at last their names from the
 * archive, together with the receipt. Every step may be done twice, so a try that broke off is done
 * again whole. One process does it for all; the holders of all partitions take part.
 */
export class Eraser {
  readonly #parts: EraserParts;

  constructor(parts: EraserParts) {
    this.#parts = parts;
  }

  /** Erases the oldest settled wish of a shop. */
  async erase(shop: string): Promise<Drained> {
    const { database, isElected } = this.#parts;
    if (!isElected()) return { done: 0, more: false };
    const read = (transaction: postgres.TransactionSql) => readDeletionRequest(transaction, shop);
    const first = await this.#inShop(shop, read);
    if (first === undefined) return { done: 0, more: false };
    await this.#settle(shop, first.visitorIds);
    // Once more: only now does the archive know everybody that the person was.
    const request = await this.#inShop(shop, read);
    if (request === undefined) return { done: 0, more: false };
    const others = request.visitorIds.filter((id) => !first.visitorIds.includes(id));
    if (others.length > 0) await this.#settle(shop, others);
    const traces = await this.#inShop(shop, (transaction) =>
      readTraces(transaction, { shop, visitorIds: request.visitorIds }),
    );
    await this.#eraseMemory(shop, request, traces);
    await this.#eraseMessages(shop, request, traces);
    const finished = await underLock(database, { shop, lane: "deletion" }, (transaction) =>
      finish(transaction, shop, request),
    );
    if (finished === undefined) return { done: 0, more: false };
    this.#parts.log.info({ shop, deletion: request.id, ...request.receipt }, "a person was erased");
    return { done: 1, more: true };
  }

  /** Waits until all that these visitors did is on the stream, applied and archived. */
  async #settle(shop: string, visitorIds: readonly string[]): Promise<void> {
    const { edge } = this.#parts;
    if (edge !== undefined) await settleVisitors(edge, shop, visitorIds);
    await this.#catchUp();
  }

  /** Waits until all that is on the stream now is applied and archived. */
  async #catchUp(): Promise<void> {
    const { manager, database } = this.#parts;
    const { state } = await manager.streams.info(streams.events);
    const until = performance.now() + CATCH_UP_MS;
    for (;;) {
      const archived = await database.use((sql) => readArchiveWatermark(sql, streams.events));
      const isArchived = archived >= state.last_seq;
      if (isArchived && (await readAppliedUpTo(this.#parts)) >= state.last_seq) return;
      if (performance.now() > until) {
        throw new NotCaughtUp(`event ${state.last_seq} is not applied and archived yet`);
      }
      await sleep(POLL_MS);
    }
  }

  async #eraseMemory(shop: string, request: DeletionRequest, traces: Traces): Promise<void> {
    const { redis, forget, client } = this.#parts;
    const { visitorIds, userId } = request;
    const ids = [...visitorIds, ...(userId === undefined ? [] : [userId])];
    const redisKeys = await readRedisKeys(redis, { shop, ids, traces });
    const { reservoirEntries } = await forget({ shop, visitorIds: ids, redisKeys });
    // Copies of the state that a rebuild made, or is making, go whole: they cannot be searched.
    await dropNamespaces(redis);
    const { sessionIds } = traces;
    const message = encodeForget({ visitorIds: ids, sessionIds });
    await client.publish(subjects.forget(shop), message, { timeout: ACK_TIMEOUT_MS });
    await this.#note(shop, request, { redisKeys: redisKeys.length, reservoirEntries });
  }

  async #eraseMessages(shop: string, request: DeletionRequest, traces: Traces): Promise<void> {
    const { visitorIds } = request;
    const streamMessages = await eraseEvents(this.#parts.manager, traces.sequences);
    const deadLetters = await eraseLetters(this.#parts, visitorIds);
    await this.#note(shop, request, { streamMessages, deadLetters });
  }

  #note(shop: string, request: DeletionRequest, counts: Record<string, number>): Promise<void> {
    return this.#inShop(shop, (transaction) => addToReceipt(transaction, request, counts));
  }

  #inShop<T>(shop: string, work: (transaction: postgres.TransactionSql) => Promise<T>): Promise<T> {
    return this.#parts.database.use((sql) => inShop(sql, shop, work));
  }
}

/** Takes names out of the database and closes the wish, in one transaction. */
async function finish(
  transaction: postgres.TransactionSql,
  shop: string,
  request: DeletionRequest,
): Promise<boolean> {
  const { id, userId, visitorIds } = request;
  const ids = [...visitorIds, ...(userId === undefined ? [] : [userId])];
  if (ids.length > 0) {
    const people = { shop, visitorIds: ids };
    const archivedEvents = await anonymiseEvents(transaction, people);
    const features = await transaction`
      delete from user_features where shop_id = ${shop} and user_id in ${transaction(ids)}`;
    const exposures = await transaction`
      delete from exposures where shop_id = ${shop} and visitor_id in ${transaction(ids)}`;
    const counts = { archivedEvents, userFeatures: features.count, exposures: exposures.count };
    await addToReceipt(transaction, request, counts);
  }
  await transaction`
    update deletions set subject = null, finished_at = now() where id = ${id}`;
  return true;
}
