import type { Trees } from "./trees.ts";

/** Leaves of a tree are bits of one word. */
const MAX_LEAVES = 32;

/** One tree's question, and the leaves that are out when it sends a row to the right. */
interface Condition {
  threshold: number;
  missingLeft: boolean;
  tree: number;
  keeps: number;
}

/**
 * Scores rows by the questions of all trees at once, feature by feature (QuickScorer, Lucchese et
 * al., SIGIR 2015): each threshold below the value strikes out the leaves on its left, and what is
 * left of a tree begins with the row's leaf. It has none of the surprises of walking, and gives the
 * same sums, in the same order, in half the time.
 */
export class QuickScorer {
  readonly #width: number;
  /** Features that any tree asks for; `#starts` says where each one's conditions begin. */
  readonly #asked: Int32Array;
  readonly #starts: Int32Array;
  readonly #thresholds: Float32Array;
  readonly #trees: Int32Array;
  readonly #keeps: Int32Array;
  readonly #missingLeft: Uint8Array;
  /** 32 places a tree, in the order of its bits. */
  readonly #leaves: Float32Array;
  /** Per tree the leaves that are still in, while a row is scored. */
  readonly #left: Int32Array;

  /** Nothing when a tree has more than 32 leaves. */
  static of(trees: Trees): QuickScorer | undefined {
    const leaves = new Float32Array(trees.roots.length * MAX_LEAVES);
    const conditions = trees.features.map((): Condition[] => []);
    for (const [tree, root] of trees.roots.entries()) {
      const ids = conditionsOf({ trees, tree, root, into: conditions });
      if (ids.length > MAX_LEAVES) return undefined;
      for (const [bit, id] of ids.entries()) leaves[tree * MAX_LEAVES + bit] = trees.leaves[id]!;
    }
    return new QuickScorer(conditions, leaves);
  }

  private constructor(byFeature: readonly Condition[][], leaves: Float32Array) {
    for (const conditions of byFeature) conditions.sort((a, b) => a.threshold - b.threshold);
    const all = byFeature.flat();
    let start = 0;
    this.#starts = Int32Array.from([[], ...byFeature], (conditions) => {
      start += conditions.length;
      return start;
    });
    this.#width = byFeature.length;
    this.#asked = Int32Array.from(byFeature.keys()).filter((f) => byFeature[f]!.length > 0);
    this.#thresholds = Float32Array.from(all, ({ threshold }) => threshold);
    this.#trees = Int32Array.from(all, ({ tree }) => tree);
    this.#keeps = Int32Array.from(all, ({ keeps }) => keeps);
    this.#missingLeft = Uint8Array.from(all, ({ missingLeft }) => (missingLeft ? 1 : 0));
    this.#leaves = leaves;
    this.#left = new Int32Array(leaves.length / MAX_LEAVES);
  }

  /** Scores of `scores.length` rows of values, row after row. */
  score(values: Float32Array, scores: Float32Array): void {
    const left = this.#left;
    const leaves = this.#leaves;
    for (let row = 0; row < scores.length; row++) {
      this.#strikeOut(values, row * this.#width);
      let score = 0;
      for (let tree = 0; tree < left.length; tree++) {
        const leaf = 31 - Math.clz32(left[tree]! & -left[tree]!);
        score = Math.fround(score + leaves[tree * MAX_LEAVES + leaf]!);
      }
      scores[row] = score;
    }
  }

  #strikeOut(values: Float32Array, at: number): void {
    const starts = this.#starts;
    const thresholds = this.#thresholds;
    const trees = this.#trees;
    const keeps = this.#keeps;
    const left = this.#left;
    left.fill(-1);
    for (const feature of this.#asked) {
      const value = values[at + feature]!;
      const end = starts[feature + 1]!;
      for (let c = starts[feature]!; c < end && value > thresholds[c]!; c++) {
        left[trees[c]!] = left[trees[c]!]! & keeps[c]!;
      }
      if (Number.isNaN(value)) this.#strikeOutMissing(starts[feature]!, end);
    }
  }

  #strikeOutMissing(first: number, end: number): void {
    for (let c = first; c < end; c++) {
      if (this.#missingLeft[c] === 1) continue;
      const tree = this.#trees[c]!;
      this.#left[tree] = this.#left[tree]! & this.#keeps[c]!;
    }
  }
}

/** Adds a tree's conditions to their features; returns its leaves from left to right. */
function conditionsOf(of: {
  trees: Trees;
  tree: number;
  root: number;
  into: readonly Condition[][];
}): number[] {
  const { feature, threshold, missingLeft, left, right } = of.trees;
  const leaves: number[] = [];
  const visit = (node: number): number => {
    if (node < 0) return 1 << (leaves.push(~node) - 1);
    const below = visit(left[node]!);
    of.into[feature[node]!]!.push({
      threshold: threshold[node]!,
      missingLeft: missingLeft[node] === 1,
      tree: of.tree,
      keeps: ~below,
    });
    return below | visit(right[node]!);
  };
  visit(of.root);
  return leaves;
}
