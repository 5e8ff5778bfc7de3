import onnxProto from "onnx-proto";

const { onnx } = onnxProto;

/** The versions that every file is written for: IR 8, opset 13, ai.onnx.ml 1. */
const IR_VERSION = 8;
const OPSET = 13;
const ML_OPSET = 1;
/** The domain of the classical learners' operators. */
export const ML_DOMAIN = "ai.onnx.ml";

/** An operator's setting. A number alone is a float; whole numbers are said to be: `{ int: 1 }`. */
export type OnnxAttribute =
  | number
  | string
  | readonly string[]
  | { int: number }
  | { ints: ArrayLike<number> }
  | { floats: ArrayLike<number> };

/** One operator: reads the values named `inputs`, writes those named `outputs`. */
export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, OnnxAttribute>>;
  domain?: typeof ML_DOMAIN;
}

/** A float32 input or output. A dimension that is a word, such as "rows", is free. */
export interface OnnxValue {
  name: string;
  shape: readonly (number | string)[];
}

/** A constant: weights, or the whole numbers that operators such as Reshape read. */
export interface OnnxTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array | BigInt64Array;
}

export interface OnnxGraph {
  name: string;
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  /** In an order in which each reads only what stands before it. */
  nodes: readonly OnnxNode[];
  tensors?: readonly OnnxTensor[];
  /** Free texts that travel in the file, such as feature names. */
  metadata?: Readonly<Record<string, string>>;
}

/** A constant whose number of values is not its shape's product. */
export class OnnxGraphError extends Error {
  override readonly name = "OnnxGraphError";
  readonly code = "onnx_shape_differs";
}

/**
 * The bytes of an ONNX model with one graph (onnx.proto, IR version 8, opset 13).
 * @throws OnnxGraphError when a tensor's data do not fill its shape.
 */
export function onnxBytes(graph: OnnxGraph): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: "slipstream",
    opsetImport: [
      { domain: "", version: OPSET },
      { domain: ML_DOMAIN, version: ML_OPSET },
    ],
    metadataProps: Object.entries(graph.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: {
      name: graph.name,
      input: graph.inputs.map(valueProto),
      output: graph.outputs.map(valueProto),
      node: graph.nodes.map(nodeProto),
      initializer: (graph.tensors ?? []).map(tensorProto),
    },
  }).finish();
}

function valueProto({ name, shape }: OnnxValue) {
  const dim = shape.map((size) =>
    typeof size === "string" ? { dimParam: size } : { dimValue: size },
  );
  return {
    name,
    type: { tensorType: { elemType: onnx.TensorProto.DataType.FLOAT, shape: { dim } } },
  };
}

function nodeProto({ op, inputs, outputs, attributes = {}, domain = undefined }: OnnxNode) {
  return {
    opType: op,
    domain: domain ?? "",
    name: `${op}:${outputs[0]}`,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([name, value]) => ({
      name,
      ...attributeProto(value),
    })),
  };
}

function attributeProto(value: OnnxAttribute) {
  const { AttributeType } = onnx.AttributeProto;
  if (typeof value === "number") return { type: AttributeType.FLOAT, f: value };
  if (typeof value === "string") return { type: AttributeType.STRING, s: utf8(value) };
  if ("int" in value) return { type: AttributeType.INT, i: value.int };
  if ("ints" in value) return { type: AttributeType.INTS, ints: Array.from(value.ints) };
  if ("floats" in value) return { type: AttributeType.FLOATS, floats: Array.from(value.floats) };
  return { type: AttributeType.STRINGS, strings: value.map(utf8) };
}

/** Raw data are little-endian, as this machine's typed arrays are. */
function tensorProto({ name, shape, data }: OnnxTensor) {
  const { FLOAT, INT64 } = onnx.TensorProto.DataType;
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new OnnxGraphError(`tensor ${name} of ${shape.join(" × ")} has ${data.length} values`);
  }
  return {
    name,
    dims: [...shape],
    dataType: data instanceof Float32Array ? FLOAT : INT64,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

const encoder = new TextEncoder();
const utf8 = (text: string) => encoder.encode(text);
