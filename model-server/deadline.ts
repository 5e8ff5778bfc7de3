/** How long the caller waits when it does not say. */
const DEFAULT_BUDGET_MS = 150;
const MAX_BUDGET_MS = 10_000;

/** The moment after which nobody waits for the answer. */
export class Deadline {
  readonly #at: number;

  /** @param budgetMs from now on; 0 means that only what is quickest may be done. */
  constructor(budgetMs: number = DEFAULT_BUDGET_MS) {
    this.#at = performance.now() + Math.min(Math.max(budgetMs, 0), MAX_BUDGET_MS);
  }

  get remainingMs(): number {
    return Math.max(0, this.#at - performance.now());
  }

  get hasPassed(): boolean {
    return performance.now() >= this.#at;
  }
}

/** Times each stage of one answer, and leaves out those that the deadline does not allow. */
export class StageClock {
  readonly timingMs: Record<string, number> = {};
  readonly #deadline: Deadline;
  #skipped = false;

  constructor(deadline: Deadline) {
    this.#deadline = deadline;
  }

  /** True when a stage was left out. */
  get skipped(): boolean {
    return this.#skipped;
  }

  /** A stage that an answer cannot do without. */
  always<T>(name: string, stage: () => T): T {
    const startedAt = performance.now();
    const result = stage();
    this.#note(name, startedAt);
    return result;
  }

  /** A stage that makes the answer better: `otherwise` when there is no time for it. */
  ifTime<T>(name: string, stage: () => T, otherwise: () => T): T {
    if (!this.#deadline.hasPassed) return this.always(name, stage);
    this.#skipped = true;
    return otherwise();
  }

  async awaited<T>(name: string, stage: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await stage();
    this.#note(name, startedAt);
    return result;
  }

  #note(name: string, startedAt: number): void {
    this.timingMs[name] = Math.round((performance.now() - startedAt) * 1000) / 1000;
  }
}
