import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { RankingData } from "@slipstream/algorithms/gbdt/ranking-data";
import type { Random } from "@slipstream/algorithms/random";

/** What may be kept. */
export interface RowLimits {
  /** Rows of all groups together; beyond it new groups take the places of earlier ones. */
  maxRows: number;
  /** Rows of one group: the chosen item, and others drawn without regard to what they are. */
  perGroup: number;
}

/**
 * The rows that a ranker learns from, logged as answers are given: each group one answer, the
 * candidates' features as they were just then, and which was chosen. Others are drawn uniformly: to
 * keep the hardest would teach that what the blend thinks well of is mostly wrong.
 */
export class TrainingRows {
  readonly #names: readonly string[];
  readonly #limits: RowLimits;
  readonly #random: Random;
  readonly #groups: Float32Array[] = [];
  #rows = 0;
  #offered = 0;

  constructor(names: readonly string[], limits: RowLimits, random: Random) {
    this.#names = names;
    this.#limits = limits;
    this.#random = random;
  }

  get groups(): number {
    return this.#groups.length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Keeps an answer. */
  add(table: FeatureTable, chosen: number): void {
    this.#offered++;
    const isFull = this.#rows >= this.#limits.maxRows;
    // Reservoir sampling (Vitter 1985): every answer so far is kept with the same chance.
    const place = isFull ? this.#random.below(this.#offered) : this.#groups.length;
    if (isFull && place >= this.#groups.length) return;
    const group = this.#groupOf(table, chosen);
    this.#rows += (group.length - (this.#groups[place]?.length ?? 0)) / this.#names.length;
    this.#groups[place] = group;
  }

  /** All that is kept; the first row of each group is the chosen one. */
  data(): RankingData {
    const width = this.#names.length;
    const values = new Float32Array(this.#rows * width);
    const labels = new Float32Array(this.#rows);
    const groups = new Int32Array(this.#groups.length + 1);
    let at = 0;
    this.#groups.forEach((group, index) => {
      values.set(group, at * width);
      labels[at] = 1;
      at += group.length / width;
      groups[index + 1] = at;
    });
    return { features: this.#names, values, labels, groups };
  }

  #groupOf({ rows, values }: FeatureTable, chosen: number): Float32Array {
    const width = this.#names.length;
    const others = Array.from(rows.keys()).filter((row) => row !== chosen);
    const count = Math.min(others.length, this.#limits.perGroup - 1);
    const group = new Float32Array((count + 1) * width);
    const put = (row: number, at: number) => {
      group.set(values.subarray(row * width, (row + 1) * width), at * width);
    };
    put(chosen, 0);
    for (let at = 0; at < count; at++) {
      const other = at + this.#random.below(others.length - at);
      [others[at], others[other]] = [others[other]!, others[at]!];
      put(others[at]!, at + 1);
    }
    return group;
  }
}
