import { grownFloats } from "../engine/grown.ts";
import type { Interaction, Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/** Events between two looks at who leads. */
const REFRESH_EVENTS = 64;
const LEADERS = 200;
/** Half-lives between rescalings; 2^500 stays far inside a double. */
const RESCALE_HALF_LIVES = 500;

/**
 * Decayed popularity: the weight of an item's events, each counting half after every
 * `halfLifeEvents` events of the shop (forward decay, Cormode et al., ICDE 2009).
 */
export class Popularity implements Source {
  readonly name: string;
  readonly #halfLifeEvents: number;
  #amounts = new Float64Array(1024);
  #rows = 0;
  #events = 0;
  #landmark = 0;
  /** What the latest event counts, 2^((events − landmark) / half-life). */
  #growth = 1;
  #leaders = new Int32Array(0);
  #leadersAt = Number.NEGATIVE_INFINITY;
  readonly #all = new RowScores();

  constructor(name: string, halfLifeEvents: number) {
    this.name = name;
    this.#halfLifeEvents = halfLifeEvents;
  }

  observe({ row, weight }: Interaction): void {
    this.#events++;
    if (this.#events - this.#landmark > RESCALE_HALF_LIVES * this.#halfLifeEvents) this.#rescale();
    this.#growth = 2 ** ((this.#events - this.#landmark) / this.#halfLifeEvents);
    this.#amounts = grownFloats(this.#amounts, row + 1);
    this.#rows = Math.max(this.#rows, row + 1);
    this.#amounts[row] = this.#amounts[row]! + weight * this.#growth;
  }

  /** Weight of an item's events as it is by now; 0 for an unknown one. */
  weightOf(row: number): number {
    return (this.#amounts[row] ?? 0) / this.#growth;
  }

  /** Proposes the leaders, as of at most REFRESH_EVENTS events ago. */
  score(_query: Query, scores: RowScores): void {
    if (this.#events - this.#leadersAt >= REFRESH_EVENTS) this.#lookWhoLeads();
    for (const row of this.#leaders) scores.set(row, this.weightOf(row));
  }

  scoreOf(_query: Query, row: number): number {
    return this.weightOf(row);
  }

  #lookWhoLeads(): void {
    this.#all.clear();
    for (let row = 0; row < this.#rows; row++) this.#all.set(row, this.#amounts[row]!);
    this.#leaders = this.#all.top(LEADERS, (row) => this.#amounts[row]! > 0);
    this.#leadersAt = this.#events;
  }

  #rescale(): void {
    const factor = 2 ** ((this.#landmark - this.#events) / this.#halfLifeEvents);
    this.#landmark = this.#events;
    for (let row = 0; row < this.#rows; row++) this.#amounts[row] = this.#amounts[row]! * factor;
  }
}
