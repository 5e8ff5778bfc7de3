/** What is done between two turns, by whoever holds the partitions. */
type Errand<Order, Result> = {
  order: Order;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

/** Orders that wait for the end of the turn at hand. */
export class Errands<Order, Result> {
  readonly #waiting: Errand<Order, Result>[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when it was done; rejects when it failed, or the partitions were lost. */
  add(order: Order): Promise<Result> {
    return new Promise((resolve, reject) => this.#waiting.push({ order, resolve, reject }));
  }

  /** Does what waits, in order. What fails is told to whoever ordered it, and thrown. */
  async run(work: (order: Order) => Promise<Result>): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        next.resolve(await work(next.order));
      } catch (error) {
        next.reject(error);
        throw error;
      }
    }
  }

  /** Gives up what waits. */
  fail(error: unknown): void {
    for (const errand of this.#waiting.splice(0)) errand.reject(error);
  }
}
