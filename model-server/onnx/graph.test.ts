import { describe, expect, it } from "vitest";
import { type OnnxGraph, OnnxGraphError, onnxBytes } from "./graph.ts";
import { OnnxSession, OnnxSessionError } from "./session.ts";

/** tanh(relu(x · W + b)), then each row divided by its length. */
const graph: OnnxGraph = {
  name: "layer",
  inputs: [{ name: "x", shape: ["rows", 2] }],
  outputs: [{ name: "y", shape: ["rows", 3] }],
  tensors: [
    { name: "w", shape: [2, 3], data: Float32Array.of(1, 0, -1, 0.5, 2, 0) },
    { name: "b", shape: [3], data: Float32Array.of(0.25, 0, 0.5) },
  ],
  nodes: [
    { op: "MatMul", inputs: ["x", "w"], outputs: ["xw"] },
    { op: "Add", inputs: ["xw", "b"], outputs: ["sum"] },
    { op: "Relu", inputs: ["sum"], outputs: ["relu"] },
    { op: "Tanh", inputs: ["relu"], outputs: ["tanh"] },
    {
      op: "LpNormalization",
      inputs: ["tanh"],
      outputs: ["y"],
      attributes: { axis: { int: 1 }, p: { int: 2 } },
    },
  ],
};

describe("onnxBytes", () => {
  it("writes a network that the runtime computes as written", async () => {
    const session = await OnnxSession.load(onnxBytes(graph));
    expect(session.inputs).toEqual([{ name: "x", shape: ["rows", 2] }]);
    const values = Float32Array.of(1, 2, -1, 1);
    const y = await session.run({ x: { values, rows: 2, columns: 2 } });
    const expected = [
      [2.25, 4, 0],
      [0, 2, 1.5],
    ].flatMap((row) => {
      const out = row.map(Math.tanh);
      return out.map((value) => value / Math.hypot(...out));
    });
    expect(y).toHaveLength(6);
    for (const [index, value] of expected.entries()) expect(y[index]).toBeCloseTo(value, 6);
    await session.release();
  });

  it("takes whole numbers as constants and attributes", async () => {
    const bytes = onnxBytes({
      name: "turn",
      inputs: [{ name: "x", shape: [2, 3] }],
      outputs: [{ name: "y", shape: [1, 6] }],
      tensors: [{ name: "shape", shape: [2], data: BigInt64Array.of(1n, 6n) }],
      nodes: [
        { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: { ints: [1, 0] } } },
        { op: "Reshape", inputs: ["t", "shape"], outputs: ["y"] },
      ],
    });
    const session = await OnnxSession.load(bytes);
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...(await session.run({ x: { values, rows: 2, columns: 3 } }))]).toEqual([
      1, 4, 2, 5, 3, 6,
    ]);
  });

  it("refuses a tensor that does not fill its shape", () => {
    const tensors = [{ name: "w", shape: [2, 3], data: new Float32Array(5) }];
    expect(() => onnxBytes({ ...graph, tensors })).toThrow(OnnxGraphError);
  });
});

describe("OnnxSession", () => {
  it("refuses bytes that are cut short, or none", async () => {
    const bytes = onnxBytes(graph);
    await expect(OnnxSession.load(bytes.slice(0, bytes.length / 2))).rejects.toThrow(
      OnnxSessionError,
    );
    await expect(OnnxSession.load(new Uint8Array())).rejects.toThrow(OnnxSessionError);
  });
});
