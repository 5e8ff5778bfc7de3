import type { Trees } from "@slipstream/algorithms/gbdt/trees";
import { ML_DOMAIN, onnxBytes } from "./graph.ts";

const INPUT = "features";
const OUTPUT = "score";

/** The attributes of a TreeEnsembleRegressor, a place per node or, for the last four, per leaf. */
interface Columns {
  treeids: number[];
  nodeids: number[];
  featureids: number[];
  values: number[];
  modes: string[];
  truenodeids: number[];
  falsenodeids: number[];
  missing: number[];
  leafTrees: number[];
  leafNodes: number[];
  weights: number[];
}

/**
 * A tree ensemble as an ONNX model: float32 `features` (rows × features) → `score` (rows × 1), by
 * one TreeEnsembleRegressor of ai.onnx.ml 1. Thresholds and leaves are float32 already and trees
 * are summed in order, so that scores are those of the model's own `predict`. The features' names
 * are in the file's metadata, as JSON.
 */
export function treeEnsembleBytes(trees: Trees): Uint8Array {
  const columns = emptyColumns();
  for (const [tree, root] of trees.roots.entries()) {
    addNode({ trees, tree, columns, first: columns.nodeids.length }, root);
  }
  return onnxBytes({
    name: "tree-ensemble",
    inputs: [{ name: INPUT, shape: ["rows", trees.features.length] }],
    outputs: [{ name: OUTPUT, shape: ["rows", 1] }],
    metadata: { features: JSON.stringify(trees.features) },
    nodes: [
      {
        op: "TreeEnsembleRegressor",
        domain: ML_DOMAIN,
        inputs: [INPUT],
        outputs: [OUTPUT],
        attributes: {
          n_targets: { int: 1 },
          aggregate_function: "SUM",
          post_transform: "NONE",
          nodes_treeids: { ints: columns.treeids },
          nodes_nodeids: { ints: columns.nodeids },
          nodes_featureids: { ints: columns.featureids },
          nodes_values: { floats: columns.values },
          nodes_modes: columns.modes,
          nodes_truenodeids: { ints: columns.truenodeids },
          nodes_falsenodeids: { ints: columns.falsenodeids },
          nodes_missing_value_tracks_true: { ints: columns.missing },
          target_treeids: { ints: columns.leafTrees },
          target_nodeids: { ints: columns.leafNodes },
          target_ids: { ints: columns.leafTrees.map(() => 0) },
          target_weights: { floats: columns.weights },
        },
      },
    ],
  });
}

function emptyColumns(): Columns {
  const numbers = () => [] as number[];
  return {
    treeids: numbers(),
    nodeids: numbers(),
    featureids: numbers(),
    values: numbers(),
    modes: [],
    truenodeids: numbers(),
    falsenodeids: numbers(),
    missing: numbers(),
    leafTrees: numbers(),
    leafNodes: numbers(),
    weights: numbers(),
  };
}

/** Adds a node or leaf (~i) and all below it; returns its number within its tree, from 0. */
function addNode(
  at: { trees: Trees; tree: number; columns: Columns; first: number },
  node: number,
): number {
  const { trees, tree, columns, first } = at;
  const isLeaf = node < 0;
  const place = columns.nodeids.length;
  const id = place - first;
  columns.treeids.push(tree);
  columns.nodeids.push(id);
  columns.modes.push(isLeaf ? "LEAF" : "BRANCH_LEQ");
  columns.featureids.push(isLeaf ? 0 : trees.feature[node]!);
  columns.values.push(isLeaf ? 0 : trees.threshold[node]!);
  columns.missing.push(isLeaf ? 0 : trees.missingLeft[node]!);
  columns.truenodeids.push(0);
  columns.falsenodeids.push(0);
  if (isLeaf) {
    columns.leafTrees.push(tree);
    columns.leafNodes.push(id);
    columns.weights.push(trees.leaves[~node]!);
  } else {
    columns.truenodeids[place] = addNode(at, trees.left[node]!);
    columns.falsenodeids[place] = addNode(at, trees.right[node]!);
  }
  return id;
}
