import type { Random } from "@slipstream/algorithms/random";

/** How far a logit strays in one session. */
const DRIFT_STEP = 0.12;
/** Chance that a session begins with a new enthusiasm. */
const TURN_CHANCE = 0.04;
/** Logit of an enthusiasm: about 12 times the draw of something indifferent. */
const ENTHUSIASM = 2.5;
/** Logits are drawn back towards indifference, so that old loves fade. */
const FADING = 0.99;

/**
 * A latent preference over named alternatives (styles, or categories): a softmax of logits that
 * stray a little with each session, and now and then turn to something new.
 */
export class Taste {
  readonly #names: readonly string[];
  readonly #logits: number[];

  constructor(names: readonly string[], random: Random, enthusiasms: number) {
    this.#names = names;
    this.#logits = names.map(() => 0.5 * normal(random));
    for (let count = 0; count < enthusiasms; count++) this.#turn(random);
  }

  /** One session's worth of change. */
  drift(random: Random): void {
    for (let index = 0; index < this.#logits.length; index++) {
      this.#logits[index] = this.#logits[index]! * FADING + DRIFT_STEP * normal(random);
    }
    if (random.unit() < TURN_CHANCE) this.#turn(random);
  }

  /** Share of each alternative; adds up to 1. */
  shares(): Map<string, number> {
    const weights = this.#logits.map(Math.exp);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return new Map(this.#names.map((name, index) => [name, weights[index]! / total]));
  }

  draw(random: Random): string {
    const weights = this.#logits.map(Math.exp);
    let target = random.unit() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, weight] of weights.entries()) {
      target -= weight;
      if (target < 0) return this.#names[index]!;
    }
    return this.#names.at(-1)!;
  }

  #turn(random: Random): void {
    this.#logits[random.below(this.#logits.length)] = ENTHUSIASM + 0.3 * normal(random);
  }
}

/** A standard normal number (Box–Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}
