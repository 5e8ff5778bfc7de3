/**
 * Reads whenever it is asked to, and once more where it was asked meanwhile: never twice at once, so
 * that an older answer never comes last.
 */
export class ReadLoop {
  readonly #read: () => Promise<void>;
  #isReading = false;
  #readAgain = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `read` sees to its own failures. */
  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  refresh(): void {
    if (this.#closed) return;
    this.#readAgain = true;
    if (!this.#isReading) void this.#readAll();
  }

  /** Reads then, unless it is asked to before. */
  refreshIn(ms: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), ms);
    this.#timer.unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    while (this.#readAgain && !this.#closed) {
      this.#readAgain = false;
      clearTimeout(this.#timer);
      await this.#read();
    }
    this.#isReading = false;
  }
}
