import { grownInts } from "../engine/grown.ts";

export interface SessionRingSettings {
  /** Most recent sessions of an item that are asked for, m. */
  sampleSize: number;
  /** Sessions kept in the ring. */
  maxSessions: number;
  /** Items kept per session; later ones are not added. */
  maxSessionItems: number;
}

/** One session of the ring. */
interface StoredSession {
  session: number;
  /** Rows in order of first visit. */
  items: number[];
}

const nothing: readonly number[] = [];

/**
 * The newest sessions with their items, and for each item the sessions that have it. A session's
 * serial tells when it began. Several sources may read one ring, and each may tell it of an event:
 * what it has been told before changes nothing.
 */
export class SessionRing {
  readonly #settings: SessionRingSettings;
  /** Per row: serials of the sessions that have it, oldest first. */
  readonly #postings: (number[] | undefined)[] = [];
  /** Per row: sessions in the ring that have it. */
  #frequencies = new Int32Array(1024);
  readonly #ring: StoredSession[] = [];
  readonly #bySession = new Map<number, number>();
  #nextSerial = 0;

  constructor(settings: SessionRingSettings) {
    this.#settings = settings;
  }

  /** Sessions kept. */
  get size(): number {
    return this.#bySession.size;
  }

  /** Serial of the session that began last; −1 before the first. */
  get newest(): number {
    return this.#nextSerial - 1;
  }

  serialOf(session: number): number | undefined {
    return this.#bySession.get(session);
  }

  /** Rows of a session that is kept, in order of first visit. */
  itemsOf(serial: number): readonly number[] {
    return this.#ring[this.#placeOf(serial)]!.items;
  }

  /** Serials of the sessions that have an item, oldest first; some may have left the ring. */
  having(row: number): readonly number[] {
    return this.#postings[row] ?? nothing;
  }

  /** Sessions in the ring that have an item. */
  frequencyOf(row: number): number {
    return this.#frequencies[row] ?? 0;
  }

  /** Adds an item to its session; a new session pushes the oldest out of a full ring. */
  add(session: number, row: number): void {
    const serial = this.#bySession.get(session) ?? this.#begin(session);
    const { items } = this.#ring[this.#placeOf(serial)]!;
    if (items.length >= this.#settings.maxSessionItems || items.includes(row)) return;
    items.push(row);
    this.#frequencies = grownInts(this.#frequencies, row + 1);
    this.#frequencies[row] = this.#frequencies[row]! + 1;
    while (this.#postings.length <= row) this.#postings.push(undefined);
    const posting = this.#postings[row];
    if (posting === undefined) {
      this.#postings[row] = [serial];
      return;
    }
    insertAscending(posting, serial);
    const { sampleSize } = this.#settings;
    if (posting.length >= 2 * sampleSize) posting.splice(0, posting.length - sampleSize);
  }

  /** Drops a session: deletion. Its place in the ring stays empty until its turn comes. */
  forget(session: number): void {
    const serial = this.#bySession.get(session);
    if (serial === undefined) return;
    const stored = this.#ring[this.#placeOf(serial)]!;
    for (const row of stored.items) {
      this.#postings[row] = this.#postings[row]!.filter((other) => other !== serial);
    }
    this.#bySession.delete(session);
    this.#empty(stored);
  }

  #begin(session: number): number {
    const serial = this.#nextSerial++;
    const place = this.#placeOf(serial);
    const oldest = this.#ring[place];
    if (oldest !== undefined) {
      this.#bySession.delete(oldest.session);
      this.#empty(oldest);
    }
    this.#ring[place] = { session, items: [] };
    this.#bySession.set(session, serial);
    return serial;
  }

  #empty(stored: StoredSession): void {
    for (const row of stored.items) this.#frequencies[row] = this.#frequencies[row]! - 1;
    stored.items.length = 0;
    stored.session = -1;
  }

  #placeOf(serial: number): number {
    return serial % this.#settings.maxSessions;
  }
}

/** Serials come almost in order: a session may go on while later ones have begun. */
function insertAscending(serials: number[], serial: number): void {
  let at = serials.length;
  while (at > 0 && serials[at - 1]! > serial) at--;
  if (at === serials.length) serials.push(serial);
  else serials.splice(at, 0, serial);
}
