import type { TurnInput, TurnRunner } from "./turn-runner.ts";

type Runner = Pick<TurnRunner, "compute" | "write" | "prune">;

interface Surroundings {
  /** Asked before anything of a turn goes out; when it rejects, nothing does. */
  confirm: () => Promise<void>;
  /** Whether turns have brought so much into memory that looking after it may not be put off. */
  isOverfull: () => boolean;
}

/**
 * Turns one behind the other: while one is published and committed, the next is read and computed on
 * top of it, in memory. Nothing of a turn goes out before the one in front of it is committed. When
 * that fails, what was computed on top of it is dropped with the memory that it lies in.
 */
export class TurnPipeline {
  readonly #runner: Runner;
  readonly #surroundings: Surroundings;
  #onItsWay: Promise<void> | undefined;

  constructor(runner: Runner, surroundings: Surroundings) {
    this.#runner = runner;
    this.#surroundings = surroundings;
  }

  /**
   * Computes a turn, waits for the one in front of it, and sends this one on its way, after which
   * comes `written`. What goes wrong then, the next call tells.
   */
  async push(turn: TurnInput, written: () => Promise<void> | void): Promise<void> {
    const computed = await this.#runner.compute(turn);
    await this.drain();
    await this.#surroundings.confirm();
    this.#onItsWay = this.#runner.write(computed).then(written);
    // Told by whoever waits for it next.
    this.#onItsWay.catch(() => undefined);
    if (this.#surroundings.isOverfull()) await this.tidy();
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

  /** Waits for the turn that is on its way, and lets go of what was not used for long. */
  async tidy(): Promise<void> {
    await this.drain();
    this.#runner.prune();
  }
}
