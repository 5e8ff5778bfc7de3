/**
 * What has to be stopped, in phases: a later phase waits for the one before it, and within a phase
 * all stop at once. A failure to stop one thing never keeps the others running.
 */
export class StopList<Phase extends string> {
  readonly #order: readonly Phase[];
  readonly #stops = new Map<Phase, (() => Promise<void>)[]>();

  constructor(order: readonly Phase[]) {
    this.#order = order;
  }

  add(phase: Phase, stop: () => Promise<void>): void {
    this.#stops.set(phase, [...(this.#stops.get(phase) ?? []), stop]);
  }

  /** Stops everything once; the errors met are returned. */
  async run(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (const phase of this.#order) {
      const stops = this.#stops.get(phase) ?? [];
      this.#stops.delete(phase);
      for (const result of await Promise.allSettled(stops.map((stop) => stop()))) {
        if (result.status === "rejected") errors.push(result.reason);
      }
    }
    return errors;
  }
}
