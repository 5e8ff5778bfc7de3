import type { SequenceModel } from "@slipstream/algorithms/batch/sequence-model";
import { type OnnxNode, type OnnxTensor, onnxBytes } from "./graph.ts";

/**
 * A sequence model as a graph; SequenceModel has the formula. Inputs: `history` (items × dims, unit
 * vectors of the last items, newest first, at least one and at most `length`) and `candidates`
 * (candidates × dims, unit vectors). Output: `scores` (1 × candidates), their cosines. Vectors
 * travel as inputs, so that the file stays small.
 */
export function sequenceModelOnnx(model: Pick<SequenceModel, "shape" | "weights">): Uint8Array {
  const { dims } = model.shape;
  return onnxBytes({
    name: "sequence-model",
    inputs: [
      { name: "history", shape: ["items", dims] },
      { name: "candidates", shape: ["candidates", dims] },
    ],
    outputs: [{ name: "scores", shape: [1, "candidates"] }],
    tensors: tensorsOf(model),
    nodes: [...attention, ...session, ...scoring],
  });
}

function tensorsOf({ shape, weights }: Pick<SequenceModel, "shape" | "weights">): OnnxTensor[] {
  const { dims, width, length } = shape;
  return [
    { name: "keys", shape: [dims, width], data: columns(weights.attention, 0, width) },
    { name: "queries", shape: [dims, width], data: columns(weights.attention, width, width) },
    { name: "places", shape: [length, width], data: weights.places },
    { name: "voice", shape: [width, 1], data: weights.voice },
    { name: "recency", shape: [length, 1], data: weights.recency },
    { name: "mix", shape: [2 * dims, dims], data: weights.mix },
    { name: "zero", shape: [1], data: BigInt64Array.of(0n) },
    { name: "one", shape: [1], data: BigInt64Array.of(1n) },
  ];
}

/** `width` columns, from the first one on, of a matrix that is twice as wide. */
function columns(matrix: Float32Array, first: number, width: number): Float32Array {
  const rows = matrix.length / (2 * width);
  const part = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * 2 * width + first;
    part.set(matrix.subarray(from, from + width), row * width);
  }
  return part;
}

const turn = { perm: { ints: [1, 0] } };

/** softmax over the history of v · σ(K x_g + Q x_0 + p_g) + r_g. */
const attention: OnnxNode[] = [
  { op: "Shape", inputs: ["history"], outputs: ["size"] },
  { op: "Slice", inputs: ["size", "zero", "one"], outputs: ["count"] },
  { op: "Slice", inputs: ["history", "zero", "one", "zero"], outputs: ["last"] },
  { op: "Slice", inputs: ["places", "zero", "count", "zero"], outputs: ["ownPlaces"] },
  { op: "Slice", inputs: ["recency", "zero", "count", "zero"], outputs: ["ownRecency"] },
  { op: "MatMul", inputs: ["history", "keys"], outputs: ["key"] },
  { op: "MatMul", inputs: ["last", "queries"], outputs: ["query"] },
  { op: "Add", inputs: ["key", "query"], outputs: ["pairs"] },
  { op: "Add", inputs: ["pairs", "ownPlaces"], outputs: ["placed"] },
  { op: "Sigmoid", inputs: ["placed"], outputs: ["hidden"] },
  { op: "MatMul", inputs: ["hidden", "voice"], outputs: ["spoken"] },
  { op: "Add", inputs: ["spoken", "ownRecency"], outputs: ["weighed"] },
  { op: "Softmax", inputs: ["weighed"], outputs: ["shares"], attributes: { axis: { int: 0 } } },
];

/** The direction of m + W [x_0; m]. */
const session: OnnxNode[] = [
  { op: "Transpose", inputs: ["shares"], outputs: ["turnedShares"], attributes: turn },
  { op: "MatMul", inputs: ["turnedShares", "history"], outputs: ["sum"] },
  { op: "Concat", inputs: ["last", "sum"], outputs: ["pair"], attributes: { axis: { int: 1 } } },
  { op: "MatMul", inputs: ["pair", "mix"], outputs: ["change"] },
  { op: "Add", inputs: ["sum", "change"], outputs: ["long"] },
  {
    op: "LpNormalization",
    inputs: ["long"],
    outputs: ["session"],
    attributes: { axis: { int: 1 }, p: { int: 2 } },
  },
];

const scoring: OnnxNode[] = [
  { op: "Transpose", inputs: ["candidates"], outputs: ["turnedCandidates"], attributes: turn },
  { op: "MatMul", inputs: ["session", "turnedCandidates"], outputs: ["scores"] },
];
