import type { TurnInput, TurnRunner } from "./turn-runner.ts";

/**
 * Turns one behind the other: while one is published and committed, the next is read and computed on
 * top of it, in memory. Nothing of a turn goes out before the one in front of it is committed. When
 * that fails, what was computed on top of it is dropped with the memory that it lies in.
 */
export class TurnPipeline {
  readonly #runner: Pick<TurnRunner, "compute" | "write">;
  readonly #confirm: () => Promise<void>;
  #onItsWay: Promise<void> | undefined;

  /** `confirm` is asked before anything of a turn goes out; when it rejects, nothing does. */
  constructor(runner: Pick<TurnRunner, "compute" | "write">, confirm: () => Promise<void>) {
    this.#runner = runner;
    this.#confirm = confirm;
  }

  /**
   * Computes a turn, waits for the one in front of it, and sends this one on its way, after which
   * comes `written`. What goes wrong then, the next call tells.
   */
  async push(turn: TurnInput, written: () => Promise<void> | void): Promise<void> {
    const computed = await this.#runner.compute(turn);
    await this.drain();
    await this.#confirm();
    this.#onItsWay = this.#runner.write(computed).then(written);
    // Told by whoever waits for it next.
    this.#onItsWay.catch(() => undefined);
  }

  /** Whether a turn is on its way, or was and nobody has waited for its end. */
  get isBusy(): boolean {
    return this.#onItsWay !== undefined;
  }

  /** Waits until nothing is on its way: memory is then what Redis has. */
  async drain(): Promise<void> {
    const onItsWay = this.#onItsWay;
    this.#onItsWay = undefined;
    await onItsWay;
  }
}
