import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { MatrixMemory } from "./matrix-memory.ts";
import { applyMlp, Mlp, mlpParts } from "./mlp.ts";

const shape = { dims: 8, hidden: 16 };
const rows = 4;
const random = randomFrom([6]);
const noise = () => 2 * random.unit() - 1;

function setUp() {
  const memory = MatrixMemory.ofSingles(Mlp.sizes(shape, rows));
  const mlp = new Mlp({ memory, shape, capacity: rows, random });
  for (const values of [mlp.input, ...mlpParts.map((part) => mlp.weights[part])]) {
    for (let at = 0; at < values.length; at++) values[at] = noise();
  }
  return mlp;
}

test("a batch gives what row by row gives", () => {
  const mlp = setUp();
  mlp.forward(rows);
  const out = new Float32Array(rows * shape.dims);
  applyMlp({ weights: mlp.weights, shape, input: mlp.input, out, rows });
  out.forEach((value, at) => {
    expect(value).toBeCloseTo(mlp.output[at]!, 5);
  });
});

test("its gradients are the slopes that small steps measure", () => {
  const mlp = setUp();
  const direction = Float32Array.from({ length: rows * shape.dims }, noise);
  const value = () => {
    mlp.forward(rows);
    return mlp.output.reduce((sum, number, at) => sum + number * direction[at]!, 0);
  };
  value();
  mlp.outputGradients.set(direction);
  mlp.backward(rows);
  const pairs = [
    [mlp.input, mlp.inputGradients],
    ...mlpParts.map((part) => [mlp.weights[part], mlp.gradients[part]]),
  ];
  const step = 1e-3;
  for (const [values, gradients] of pairs) {
    const slopes = gradients!.slice();
    for (let at = 0; at < values!.length; at++) {
      const before = values![at]!;
      values![at] = before + step;
      const above = value();
      values![at] = before - step;
      const below = value();
      values![at] = before;
      expect(Math.abs(slopes[at]! - (above - below) / (2 * step))).toBeLessThan(2e-2);
    }
  }
});
