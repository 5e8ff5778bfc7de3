/** Sessions that have a number; the one that was longest known goes first. */
const MAX_SESSIONS = 250_000;

/** Numbers of sessions, in order of first mention: what sources know them by. */
export class SessionNumbers {
  readonly #numbers = new Map<string, number>();
  #next = 0;

  /** −1 for a session that nothing is known of. */
  numberOf(sessionId: string): number {
    return this.#numbers.get(sessionId) ?? -1;
  }

  /** The number of a session, a new one when it was never mentioned. */
  ensure(sessionId: string): number {
    const known = this.#numbers.get(sessionId);
    if (known !== undefined) return known;
    if (this.#numbers.size >= MAX_SESSIONS) {
      const [oldest] = this.#numbers.keys();
      this.#numbers.delete(oldest!);
    }
    this.#numbers.set(sessionId, this.#next);
    return this.#next++;
  }

  /** Lets go of a session: deletion. */
  forget(sessionId: string): void {
    this.#numbers.delete(sessionId);
  }
}
