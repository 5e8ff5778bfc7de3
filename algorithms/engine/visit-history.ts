import { MAX_EARLIER, MAX_RECENT, type Query } from "./query.ts";

/**
 * What a visitor did, as sources see it, kept up visit by visit. Lists are made anew, never changed:
 * a query that was taken stays what it was.
 */
export class VisitHistory {
  /** Number of the session that goes on; −1 before the first. */
  session = -1;
  /** Items of the session, newest first, repeats kept, and the time of each. */
  recent: readonly number[] = [];
  recentAt: readonly number[] = [];
  /** Items of earlier sessions, newest first, each once. */
  earlier: readonly number[] = [];

  /** Goes on with a session: another than the last makes that one an earlier one. */
  begin(session: number): void {
    if (session === this.session) return;
    this.earlier = this.earlierThan(session);
    this.session = session;
    this.recent = [];
    this.recentAt = [];
  }

  /** Items of sessions before this one. */
  earlierThan(session: number): readonly number[] {
    if (session === this.session || this.recent.length === 0) return this.earlier;
    const items = [...new Set(this.recent)];
    for (const row of this.earlier) {
      if (items.length === MAX_EARLIER) break;
      if (!this.recent.includes(row)) items.push(row);
    }
    return items;
  }

  /** One more visit of the session. */
  add(row: number, at: number): void {
    this.recent = [row, ...this.recent.slice(0, MAX_RECENT - 1)];
    this.recentAt = [at, ...this.recentAt.slice(0, MAX_RECENT - 1)];
  }

  /** The question that is asked at a moment of the session. */
  query(now: number): Query {
    const { session, recent, recentAt, earlier } = this;
    return { session, recent, recentAt, earlier, now };
  }
}
