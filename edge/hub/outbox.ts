import type { HubStamp } from "@slipstream/contracts/events";
import { MAX_EVENT_AGE_MS } from "@slipstream/contracts/limits";

/**
 * Ids are remembered for one to two periods of this length, so at least as long as a browser's queue
 * retries: an id is looked for in two places, and only whole periods are forgotten.
 */
const SEEN_PERIOD_MS = MAX_EVENT_AGE_MS;
/** Rows, and bytes, that are held in memory as well, to be published without a look at the table. */
const MAX_HELD = 1_000;
const MAX_HELD_BYTES = 512 * 1024;
/** Ids that are forgotten in one statement. */
const PRUNED_AT_ONCE = 10_000;
/** Acknowledged rows that wait for the next write to be deleted with it; at more, they go at once. */
const MAX_ACKNOWLEDGED = 1_000;

/** One event on its way to JetStream; `traceparent` is its own, where it came with one. */
export interface OutboxRow {
  number: number;
  subject: string;
  id: string;
  payload: string;
  traceparent: string | null;
}

export interface OutboxLimits {
  maxRows: number;
  maxBytes: number;
}

/** What of the tables is known without asking them. */
interface Counts {
  number: number;
  accepted: number;
  duplicates: number;
  /** Those that are not acknowledged, and their bytes. */
  rows: number;
  bytes: number;
}

/**
 * A shard's events on their way to JetStream, in SQLite: numbered 1, 2, 3 … within the epoch of
 * this storage, kept until JetStream has acknowledged them, with the ids of the last week so that
 * an event that is sent again is dropped at any distance. Bounded: `hasRoom` says when to refuse.
 *
 * Every transaction costs an fsync, and all shards of a machine wait for it. So an acknowledged row
 * is only noted in memory, and deleted by the transaction of the next accept, or when the hub is
 * idle. A restart forgets the note: such rows are published once more, which changes nothing, since
 * JetStream knows their message ids and the processor their numbers.
 */
export class Outbox {
  readonly epoch: string;
  readonly #sql: SqlStorage;
  readonly #limits: OutboxLimits;
  readonly #counts: Counts;
  /** Numbers of rows that JetStream has and the table still holds. */
  #acknowledged = new Set<number>();
  /** All that are not acknowledged, oldest first; undefined while only the table knows them all. */
  #held: readonly OutboxRow[] | undefined;

  constructor(sql: SqlStorage, limits: OutboxLimits) {
    this.#sql = sql;
    this.#limits = limits;
    createTables(sql);
    const state = sql
      .exec<{ epoch: string; number: number; accepted: number; duplicates: number }>(
        "SELECT epoch, number, accepted, duplicates FROM state",
      )
      .one();
    const load = sql
      .exec<{ rows: number; bytes: number }>(
        "SELECT count(*) AS rows, coalesce(sum(length(payload)), 0) AS bytes FROM outbox",
      )
      .one();
    this.epoch = state.epoch;
    const { number, accepted, duplicates } = state;
    this.#counts = { number, accepted, duplicates, rows: load.rows, bytes: load.bytes };
    this.#held = load.rows === 0 ? [] : undefined;
  }

  /**
   * Runs a transaction that stamps and puts. When it fails (a full disk, say), what is held in
   * memory goes back together with the tables.
   */
  transaction<Result>(storage: DurableObjectStorage, work: () => Result): Result {
    const counts = { ...this.#counts };
    const [acknowledged, held] = [this.#acknowledged, this.#held];
    try {
      return storage.transactionSync(work);
    } catch (error) {
      Object.assign(this.#counts, counts);
      this.#acknowledged = acknowledged;
      this.#held = held;
      throw error;
    }
  }

  /** Rows that JetStream has not acknowledged. */
  get depth(): number {
    return this.#counts.rows;
  }

  get counters(): { accepted: number; duplicates: number } {
    return { accepted: this.#counts.accepted, duplicates: this.#counts.duplicates };
  }

  /** False when `events` more, of about `bytes` together, would go over the limits. */
  hasRoom(events: number, bytes: number): boolean {
    return (
      this.#counts.rows + events <= this.#limits.maxRows &&
      this.#counts.bytes + bytes <= this.#limits.maxBytes
    );
  }

  /** Those of `ids` that were accepted within the last week. */
  seenOf(ids: readonly string[], nowMs: number): Set<string> {
    const period = periodOf(nowMs);
    const rows = this.#sql.exec<{ id: string }>(
      `SELECT value AS id FROM json_each(?1)
       WHERE EXISTS (SELECT 1 FROM seen_ids WHERE period IN (?2, ?2 - 1) AND id = value)`,
      JSON.stringify(ids),
      period,
    );
    return new Set(Array.from(rows, (row) => row.id));
  }

  /** The stamp of the next event. Whatever is stamped is then put, in the same transaction. */
  stamp(shard: number): HubStamp {
    this.#counts.number++;
    return { shard, epoch: this.epoch, number: this.#counts.number };
  }

  /** Writes rows, remembers their ids, deletes what was acknowledged. Call inside `transaction`. */
  put(rows: readonly OutboxRow[], duplicates: number, nowMs: number): void {
    this.deleteAcknowledged();
    for (const row of rows) {
      this.#sql.exec(
        "INSERT INTO outbox (number, subject, id, payload, accepted_at) VALUES (?, ?, ?, ?, ?)",
        row.number,
        row.subject,
        row.id,
        row.payload,
        nowMs,
      );
      this.#counts.bytes += row.payload.length;
    }
    if (rows.length > 0) {
      this.#sql.exec(
        "INSERT OR IGNORE INTO seen_ids (period, id) SELECT ?1, value FROM json_each(?2)",
        periodOf(nowMs),
        JSON.stringify(rows.map((row) => row.id)),
      );
    }
    this.#hold(rows);
    this.#counts.rows += rows.length;
    this.#counts.accepted += rows.length;
    this.#counts.duplicates += duplicates;
    this.#sql.exec(
      "UPDATE state SET number = ?, accepted = ?, duplicates = ?",
      this.#counts.number,
      this.#counts.accepted,
      this.#counts.duplicates,
    );
  }

  /** The oldest rows that are not acknowledged, in order. */
  next(limit: number): readonly OutboxRow[] {
    return this.#held?.slice(0, limit) ?? this.#read(limit);
  }

  /** Whether a row of one of these visitors is not acknowledged. */
  holdsOf(visitorIds: readonly string[]): boolean {
    if (this.#counts.rows === 0) return false;
    const rows = this.#sql.exec<{ number: number }>(
      `SELECT number FROM outbox
       WHERE payload ->> 'visitorId' IN (SELECT value FROM json_each(?))`,
      JSON.stringify(visitorIds),
    );
    return Array.from(rows).some(({ number }) => !this.#acknowledged.has(number));
  }

  /** Notes that JetStream has rows: they are published no more, and deleted later. */
  acknowledge(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      this.#acknowledged.add(row.number);
      this.#counts.bytes -= row.payload.length;
    }
    this.#counts.rows -= rows.length;
    this.#held =
      this.#counts.rows === 0
        ? []
        : this.#held?.filter(({ number }) => !this.#acknowledged.has(number));
    if (this.#acknowledged.size > MAX_ACKNOWLEDGED) this.deleteAcknowledged();
  }

  /** Deletes the rows that JetStream has. */
  deleteAcknowledged(): void {
    if (this.#acknowledged.size === 0) return;
    this.#sql.exec(
      "DELETE FROM outbox WHERE number IN (SELECT value FROM json_each(?))",
      JSON.stringify([...this.#acknowledged]),
    );
    // Not cleared: the transaction may yet fail, and bring the rows back.
    this.#acknowledged = new Set();
  }

  oldestAgeSeconds(nowMs: number): number {
    const rows = this.#sql.exec<{ number: number; at: number }>(
      "SELECT number, accepted_at AS at FROM outbox ORDER BY number LIMIT ?",
      this.#acknowledged.size + 1,
    );
    const oldest = Array.from(rows).find((row) => !this.#acknowledged.has(row.number));
    return oldest ? Math.max(0, (nowMs - oldest.at) / 1000) : 0;
  }

  /** Forgets ids that nobody will send again, a part of them; false when there are more. */
  prune(nowMs: number): boolean {
    const period = periodOf(nowMs) - 1;
    this.#sql.exec(
      `DELETE FROM seen_ids WHERE (period, id) IN
         (SELECT period, id FROM seen_ids WHERE period < ? LIMIT ?)`,
      period,
      PRUNED_AT_ONCE,
    );
    const more = this.#sql.exec("SELECT 1 FROM seen_ids WHERE period < ? LIMIT 1", period);
    return more.toArray().length === 0;
  }

  #hold(rows: readonly OutboxRow[]): void {
    if (this.#held === undefined) return;
    const held = [...this.#held, ...rows];
    const isMuch = held.length > MAX_HELD || this.#counts.bytes > MAX_HELD_BYTES;
    this.#held = isMuch ? undefined : held;
  }

  #read(limit: number): OutboxRow[] {
    const rows = this.#sql.exec<OutboxRow & Record<string, SqlStorageValue>>(
      `SELECT number, subject, id, payload, payload ->> 'traceparent' AS traceparent
       FROM outbox ORDER BY number LIMIT ?`,
      limit + this.#acknowledged.size,
    );
    return Array.from(rows)
      .filter((row) => !this.#acknowledged.has(row.number))
      .slice(0, limit);
  }
}

function periodOf(nowMs: number): number {
  return Math.floor(nowMs / SEEN_PERIOD_MS);
}

function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS outbox (
      number INTEGER PRIMARY KEY, subject TEXT NOT NULL, id TEXT NOT NULL,
      payload TEXT NOT NULL, accepted_at INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS seen_ids (
      period INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (period, id)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS state (
      one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,
      number INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicates INTEGER NOT NULL
    );
  `);
  sql.exec("INSERT OR IGNORE INTO state VALUES (1, ?, 0, 0, 0)", crypto.randomUUID());
  takeOverDays(sql);
}

/** A release before remembered ids by the day; the storages of hubs outlive releases. */
function takeOverDays(sql: SqlStorage): void {
  const found = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seen'");
  if (found.toArray().length === 0) return;
  sql.exec(
    `INSERT OR IGNORE INTO seen_ids SELECT day * 86400000 / ${SEEN_PERIOD_MS}, id FROM seen;
     DROP TABLE seen;`,
  );
}
