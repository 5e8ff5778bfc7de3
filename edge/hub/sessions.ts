import { SESSION_IDLE_MS } from "@slipstream/contracts/limits";
import { uuidv7 } from "uuidv7";

/** A visitor's place in their sessions is forgotten after this long without an event. */
const FORGET_AFTER_MS = 8 * 24 * 3600 * 1000;

interface VisitorSession extends Record<string, SqlStorageValue> {
  session_id: string;
  started_at: number;
  last_at: number;
}

/**
 * Which session an event belongs to. A session ends after 30 minutes without an event, by the
 * events' own times, so that events which waited in a browser's queue fall into the session in
 * which they happened to be made.
 */
export class Sessions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS visitor_sessions (
      visitor_id TEXT PRIMARY KEY, session_id TEXT NOT NULL,
      started_at INTEGER NOT NULL, last_at INTEGER NOT NULL
    ) WITHOUT ROWID`);
  }

  /** Starts on one batch of events; call `save` at its end, in the same transaction. */
  batch(): SessionBatch {
    return new SessionBatch(this.#sql);
  }

  /** The session that an event of now would belong to; asking does not prolong it. */
  current(visitorId: string, nowMs: number): string {
    const known = loadSession(this.#sql, visitorId);
    if (known && nowMs <= known.last_at + SESSION_IDLE_MS) return known.session_id;
    const batch = this.batch();
    const sessionId = batch.sessionOf({ visitorId, occurredAt: nowMs });
    batch.save();
    return sessionId;
  }

  prune(nowMs: number): void {
    this.#sql.exec("DELETE FROM visitor_sessions WHERE last_at < ?", nowMs - FORGET_AFTER_MS);
  }
}

class SessionBatch {
  readonly #sql: SqlStorage;
  readonly #sessions = new Map<string, VisitorSession>();
  /** Sessions that were over before the visitor's present one began. */
  readonly #late = new Map<string, string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The session of an event; one that the sender gave is kept and becomes the present one. */
  sessionOf(event: { visitorId: string; occurredAt: number; sessionId?: string }): string {
    const { visitorId, occurredAt } = event;
    const known = this.#sessions.get(visitorId) ?? loadSession(this.#sql, visitorId);
    const sameSession =
      known !== undefined &&
      (event.sessionId === undefined || event.sessionId === known.session_id) &&
      occurredAt <= known.last_at + SESSION_IDLE_MS;
    if (known !== undefined && sameSession) {
      if (event.sessionId === undefined && occurredAt < known.started_at - SESSION_IDLE_MS) {
        return this.#lateSession(visitorId);
      }
      known.started_at = Math.min(known.started_at, occurredAt);
      known.last_at = Math.max(known.last_at, occurredAt);
      this.#sessions.set(visitorId, known);
      return known.session_id;
    }
    const started = {
      session_id: event.sessionId ?? uuidv7(),
      started_at: occurredAt,
      last_at: occurredAt,
    };
    this.#sessions.set(visitorId, started);
    return started.session_id;
  }

  /** Writes what changed. */
  save(): void {
    for (const [visitorId, session] of this.#sessions) {
      this.#sql.exec(
        "INSERT OR REPLACE INTO visitor_sessions VALUES (?, ?, ?, ?)",
        visitorId,
        session.session_id,
        session.started_at,
        session.last_at,
      );
    }
  }

  #lateSession(visitorId: string): string {
    const sessionId = this.#late.get(visitorId) ?? uuidv7();
    this.#late.set(visitorId, sessionId);
    return sessionId;
  }
}

function loadSession(sql: SqlStorage, visitorId: string): VisitorSession | undefined {
  return sql
    .exec<VisitorSession>(
      "SELECT session_id, started_at, last_at FROM visitor_sessions WHERE visitor_id = ?",
      visitorId,
    )
    .toArray()[0];
}
