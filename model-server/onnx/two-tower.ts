import type { MlpWeights } from "@slipstream/algorithms/batch/mlp";
import type { TowerShape, TowerWeights } from "@slipstream/algorithms/batch/two-tower";
import { type OnnxNode, type OnnxTensor, onnxBytes } from "./graph.ts";

/**
 * Both towers as one graph. Inputs: `mean` (users × dims, from TwoTower.mean) and `bases`
 * (candidates × dims, rows of TowerWeights.bases). Output: `scores` (users × candidates), their
 * cosines. Vectors travel as inputs, so that a new item needs no new file.
 */
export function twoTowerOnnx(model: { shape: TowerShape; weights: TowerWeights }): Uint8Array {
  const { dims, hidden } = model.shape;
  const user = towerGraph({
    name: "user",
    input: "mean",
    weights: model.weights.user,
    dims,
    hidden,
  });
  const item = towerGraph({
    name: "item",
    input: "bases",
    weights: model.weights.item,
    dims,
    hidden,
  });
  return onnxBytes({
    name: "two-tower",
    inputs: [
      { name: "mean", shape: ["users", dims] },
      { name: "bases", shape: ["candidates", dims] },
    ],
    outputs: [{ name: "scores", shape: ["users", "candidates"] }],
    tensors: [...user.tensors, ...item.tensors],
    nodes: [
      ...user.nodes,
      ...item.nodes,
      {
        op: "Transpose",
        inputs: ["item"],
        outputs: ["turned"],
        attributes: { perm: { ints: [1, 0] } },
      },
      { op: "MatMul", inputs: ["user", "turned"], outputs: ["scores"] },
    ],
  });
}

/** input + second · relu(first · input), brought to length 1, under the tower's name. */
function towerGraph(options: {
  name: string;
  input: string;
  weights: MlpWeights;
  dims: number;
  hidden: number;
}): { nodes: OnnxNode[]; tensors: OnnxTensor[] } {
  const { name, input, weights, dims, hidden } = options;
  const own = (part: string) => `${name}.${part}`;
  return {
    tensors: [
      { name: own("first"), shape: [dims, hidden], data: weights.first },
      { name: own("firstBias"), shape: [hidden], data: weights.firstBias },
      { name: own("second"), shape: [hidden, dims], data: weights.second },
      { name: own("secondBias"), shape: [dims], data: weights.secondBias },
    ],
    nodes: [
      { op: "MatMul", inputs: [input, own("first")], outputs: [own("product")] },
      { op: "Add", inputs: [own("product"), own("firstBias")], outputs: [own("sum")] },
      { op: "Relu", inputs: [own("sum")], outputs: [own("middle")] },
      { op: "MatMul", inputs: [own("middle"), own("second")], outputs: [own("change")] },
      { op: "Add", inputs: [own("change"), own("secondBias")], outputs: [own("changed")] },
      { op: "Add", inputs: [own("changed"), input], outputs: [own("output")] },
      {
        op: "LpNormalization",
        inputs: [own("output")],
        outputs: [name],
        attributes: { axis: { int: 1 }, p: { int: 2 } },
      },
    ],
  };
}
