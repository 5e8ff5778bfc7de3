/** Upper ends of the bins: most candidates are unlikely, so the bins are narrow there. */
const EDGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1];

/** Candidates to which a ranker gave about the same chance, and what came of them. */
export interface CalibrationBin {
  upTo: number;
  candidates: number;
  /** Mean chance by the ranker's softmax. */
  predicted: number;
  /** Share of them that were chosen. */
  observed: number;
}

/**
 * How far a ranker's softmax over an answer's candidates can be taken at its word (reliability
 * diagram; expected calibration error as in Guo et al., ICML 2017). Answers whose target was not
 * among the candidates are passed over: the softmax is over them alone.
 */
export class Calibration {
  readonly #candidates = new Float64Array(EDGES.length);
  readonly #predicted = new Float64Array(EDGES.length);
  readonly #chosen = new Float64Array(EDGES.length);
  #answers = 0;

  get answers(): number {
    return this.#answers;
  }

  /** Takes one answer's scores and the place of what was chosen, −1 for none of them. */
  add(scores: ArrayLike<number>, chosen: number): void {
    if (chosen < 0) return;
    this.#answers++;
    let most = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < scores.length; at++) most = Math.max(most, scores[at]!);
    let sum = 0;
    for (let at = 0; at < scores.length; at++) sum += Math.exp(scores[at]! - most);
    for (let at = 0; at < scores.length; at++) {
      const chance = Math.exp(scores[at]! - most) / sum;
      const found = EDGES.findIndex((edge) => chance <= edge);
      const bin = found < 0 ? EDGES.length - 1 : found;
      this.#candidates[bin]!++;
      this.#predicted[bin]! += chance;
      if (at === chosen) this.#chosen[bin]!++;
    }
  }

  /** Bins that have any candidates. */
  bins(): CalibrationBin[] {
    return EDGES.flatMap((upTo, bin) => {
      const candidates = this.#candidates[bin]!;
      if (candidates === 0) return [];
      const predicted = this.#predicted[bin]! / candidates;
      return [{ upTo, candidates, predicted, observed: this.#chosen[bin]! / candidates }];
    });
  }

  /** Σ over bins of |predicted − observed| per answer: 0 where every chance came true; at most 2. */
  error(): number {
    if (this.#answers === 0) return 0;
    const misses = EDGES.map((_, bin) => Math.abs(this.#predicted[bin]! - this.#chosen[bin]!));
    return misses.reduce((sum, miss) => sum + miss, 0) / this.#answers;
  }
}
