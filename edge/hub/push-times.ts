const MAX_SAMPLES = 2_048;
const KEEP_MS = 10 * 60 * 1000;

/** Times from the receipt of an event to the push of its rail: the last 2,048 of ten minutes. */
export class PushTimes {
  readonly #samples: { at: number; elapsedMs: number }[] = [];
  #pushed = 0;

  get pushed(): number {
    return this.#pushed;
  }

  add(nowMs: number, elapsedMs: number): void {
    this.#pushed++;
    this.#samples.push({ at: nowMs, elapsedMs });
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
  }

  recent(nowMs: number, withinMs = KEEP_MS): number[] {
    return this.#samples
      .filter((sample) => sample.at >= nowMs - withinMs)
      .map((sample) => sample.elapsedMs);
  }
}
