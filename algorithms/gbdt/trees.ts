import { GbdtModelError } from "./model-error.ts";

/**
 * An ensemble of binary trees as flat arrays. A child is the index of a node, always a higher one
 * than its parent's, or ~i for leaf i. A row goes left where its float32 value is ≤ the threshold,
 * or is NaN and `missingLeft` is 1.
 */
export interface Trees {
  readonly features: readonly string[];
  /** Per tree: its first node, or ~i where it is leaf i alone. */
  readonly roots: Int32Array;
  /** Per node, in this and the next six: the feature that it asks for. */
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** How much its split took off the training loss, to second order, times two. */
  readonly gain: Float32Array;
  /** The mean of the leaves below it, weighted by the training rows' hessians. */
  readonly mean: Float32Array;
  /** Per leaf: what it adds to the score. */
  readonly leaves: Float32Array;
}

/** One ensemble of several, in order; the features are the first's. */
export function joinTrees(features: readonly string[], parts: readonly Trees[]): Trees {
  let nodes = 0;
  let leaves = 0;
  const starts = parts.map((part) => {
    const start = { nodes, leaves };
    nodes += part.feature.length;
    leaves += part.leaves.length;
    return start;
  });
  const shifted = (of: "roots" | "left" | "right") =>
    Int32Array.from(
      parts.flatMap((part, index) =>
        Array.from(part[of], (child) =>
          child >= 0 ? child + starts[index]!.nodes : child - starts[index]!.leaves,
        ),
      ),
    );
  const floats = (of: "threshold" | "gain" | "mean" | "leaves") =>
    Float32Array.from(parts.flatMap((part) => [...part[of]]));
  return {
    features,
    roots: shifted("roots"),
    feature: Int32Array.from(parts.flatMap((part) => [...part.feature])),
    threshold: floats("threshold"),
    missingLeft: Uint8Array.from(parts.flatMap((part) => [...part.missingLeft])),
    left: shifted("left"),
    right: shifted("right"),
    gain: floats("gain"),
    mean: floats("mean"),
    leaves: floats("leaves"),
  };
}

/**
 * Every node and leaf must hang on exactly one place, below its parent: then every walk ends.
 * @throws GbdtModelError `gbdt_model_damaged`
 */
export function checkTrees(trees: Trees): void {
  const nodes = trees.feature.length;
  const nodeUses = new Uint8Array(nodes);
  const leafUses = new Uint8Array(trees.leaves.length);
  const use = (child: number, parent: number) => {
    if (child > parent && child < nodes) nodeUses[child]!++;
    else if (child < 0 && ~child < leafUses.length) leafUses[~child]!++;
    else throw new GbdtModelError("gbdt_model_damaged", `node ${parent} has no child ${child}`);
  };
  for (const root of trees.roots) use(root, -1);
  for (let node = 0; node < nodes; node++) {
    use(trees.left[node]!, node);
    use(trees.right[node]!, node);
    if (!(trees.feature[node]! < trees.features.length) || Number.isNaN(trees.threshold[node])) {
      throw new GbdtModelError("gbdt_model_damaged", `node ${node} asks for no feature`);
    }
  }
  if (![...nodeUses, ...leafUses].every((uses) => uses === 1)) {
    throw new GbdtModelError("gbdt_model_damaged", "a node or leaf hangs on no tree, or on two");
  }
  if (!trees.leaves.every(Number.isFinite)) {
    throw new GbdtModelError("gbdt_model_damaged", "a leaf adds no finite number");
  }
}
