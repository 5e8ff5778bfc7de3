const TERMINAL_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 10_000;

/** One line on stderr that is written over; where nobody watches, a line every ten seconds. */
export class ProgressLine {
  #shownAt = 0;

  show(text: () => string): void {
    const terminal = process.stderr.isTTY === true;
    const now = performance.now();
    if (now - this.#shownAt < (terminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    this.#shownAt = now;
    process.stderr.write(terminal ? `\r\x1b[K${text()}` : `${text()}\n`);
  }

  /** Leaves the line as it is and goes on below. */
  end(): void {
    if (process.stderr.isTTY === true && this.#shownAt > 0) process.stderr.write("\r\x1b[K");
    this.#shownAt = 0;
  }
}
