import type { Random } from "../random.ts";
import { addTimes } from "./inner-products.ts";
import { type MatrixMemory, transpose } from "./matrix-memory.ts";

/** A layer in → hidden (ReLU) → in whose output is added to its input. */
export interface MlpShape {
  /** A multiple of 8, as the next. */
  dims: number;
  hidden: number;
}

/** What it learns; `first` is dims × hidden, `second` hidden × dims, row by row. */
export interface MlpWeights {
  first: Float32Array;
  firstBias: Float32Array;
  second: Float32Array;
  secondBias: Float32Array;
}

export const mlpParts = ["first", "firstBias", "second", "secondBias"] as const;

export function mlpSizes({ dims, hidden }: MlpShape): Record<keyof MlpWeights, number> {
  return { first: dims * hidden, firstBias: hidden, second: hidden * dims, secondBias: dims };
}

/** Begins as the identity: what the second layer adds is 0 until it has learnt. */
function firstMlpWeights(shape: MlpShape, random: Random): MlpWeights {
  const sizes = mlpSizes(shape);
  const limit = Math.sqrt(6 / shape.dims);
  return {
    first: new Float32Array(sizes.first).map(() => limit * (2 * random.unit() - 1)),
    firstBias: new Float32Array(sizes.firstBias),
    second: new Float32Array(sizes.second),
    secondBias: new Float32Array(sizes.secondBias),
  };
}

/** out = input + second · relu(first · input + firstBias) + secondBias, for `rows` rows. */
export function applyMlp(options: {
  weights: MlpWeights;
  shape: MlpShape;
  input: Float32Array;
  out: Float32Array;
  rows: number;
}): void {
  const { weights, shape, input, out, rows } = options;
  const { dims, hidden } = shape;
  const middle = new Float32Array(hidden);
  for (let row = 0; row < rows; row++) {
    middle.set(weights.firstBias);
    addTimes(input.subarray(row * dims, (row + 1) * dims), weights.first, middle);
    for (let at = 0; at < hidden; at++) middle[at] = Math.max(0, middle[at]!);
    const own = out.subarray(row * dims, (row + 1) * dims);
    own.set(weights.secondBias);
    for (let d = 0; d < dims; d++) own[d] = own[d]! + input[row * dims + d]!;
    addTimes(middle, weights.second, own);
  }
}

/** The layer for a batch, with its gradients. */
export class Mlp {
  readonly weights: MlpWeights;
  readonly gradients: MlpWeights;
  /** capacity × dims, filled by the caller. */
  readonly input: Float32Array;
  readonly inputGradients: Float32Array;
  /** capacity × dims out of `forward`. */
  readonly output: Float32Array;
  /** What `backward` starts from. */
  readonly outputGradients: Float32Array;
  readonly #shape: MlpShape;
  readonly #memory: MatrixMemory<Float32Array>;
  readonly #middle: Float32Array;
  readonly #middleGradients: Float32Array;
  readonly #turned: Float32Array;

  static sizes(shape: MlpShape, capacity: number): number[] {
    const { first, firstBias, second, secondBias } = mlpSizes(shape);
    const weights = [first, firstBias, second, secondBias];
    const perRow = [...Array<number>(4).fill(shape.dims), shape.hidden, shape.hidden];
    return [...weights, ...weights, first, ...perRow.map((size) => size * capacity)];
  }

  /** `capacity`: the most rows of a batch. */
  constructor(options: {
    memory: MatrixMemory<Float32Array>;
    shape: MlpShape;
    capacity: number;
    random: Random;
  }) {
    const { memory, shape, capacity, random } = options;
    const { dims, hidden } = shape;
    this.#memory = memory;
    this.#shape = shape;
    this.weights = takeWeights(memory, shape);
    this.gradients = takeWeights(memory, shape);
    const start = firstMlpWeights(shape, random);
    for (const part of mlpParts) this.weights[part].set(start[part]);
    this.#turned = memory.take(dims * hidden);
    this.input = memory.take(capacity * dims);
    this.inputGradients = memory.take(capacity * dims);
    this.output = memory.take(capacity * dims);
    this.outputGradients = memory.take(capacity * dims);
    this.#middle = memory.take(capacity * hidden);
    this.#middleGradients = memory.take(capacity * hidden);
  }

  /** `rows` is a multiple of 4, as in `backward`. */
  forward(rows: number): void {
    const { dims, hidden } = this.#shape;
    const { first, firstBias, second, secondBias } = this.weights;
    const middle = this.#middle;
    for (let row = 0; row < rows; row++) middle.set(firstBias, row * hidden);
    const left = this.input;
    this.#memory.addProduct({
      left,
      right: first,
      into: middle,
      rows,
      columns: hidden,
      depth: dims,
    });
    for (let at = 0; at < rows * hidden; at++) middle[at] = Math.max(0, middle[at]!);
    for (let at = 0; at < rows * dims; at++) {
      this.output[at] = this.input[at]! + secondBias[at % dims]!;
    }
    const into = this.output;
    this.#memory.addProduct({
      ...{ left: middle, right: second, into, rows },
      ...{ columns: dims, depth: hidden },
    });
  }

  /** Sets `inputGradients` and the gradients of the weights. */
  backward(rows: number): void {
    const { dims, hidden } = this.#shape;
    const { outputGradients, inputGradients } = this;
    const middle = this.#middle;
    const middleGradients = this.#middleGradients.fill(0, 0, rows * hidden);
    for (const part of mlpParts) this.gradients[part].fill(0);
    const turned = this.#turned;
    transpose({ source: this.weights.second, target: turned, rows: hidden, columns: dims });
    this.#memory.addProduct({
      ...{ left: outputGradients, right: turned, into: middleGradients, rows },
      ...{ columns: hidden, depth: dims },
    });
    for (let at = 0; at < rows * hidden; at++) if (middle[at] === 0) middleGradients[at] = 0;
    inputGradients.set(outputGradients.subarray(0, rows * dims));
    transpose({ source: this.weights.first, target: turned, rows: dims, columns: hidden });
    this.#memory.addProduct({
      ...{ left: middleGradients, right: turned, into: inputGradients, rows },
      ...{ columns: dims, depth: hidden },
    });
    this.#memory.addProduct({
      ...{ left: this.input, right: middleGradients, into: this.gradients.first },
      ...{ rows: dims, columns: hidden, depth: rows, transposed: true },
    });
    this.#memory.addProduct({
      ...{ left: middle, right: outputGradients, into: this.gradients.second },
      ...{ rows: hidden, columns: dims, depth: rows, transposed: true },
    });
    addRows(middleGradients, rows, this.gradients.firstBias);
    addRows(outputGradients, rows, this.gradients.secondBias);
  }
}

function takeWeights(memory: MatrixMemory<Float32Array>, shape: MlpShape): MlpWeights {
  const sizes = mlpSizes(shape);
  return {
    first: memory.take(sizes.first),
    firstBias: memory.take(sizes.firstBias),
    second: memory.take(sizes.second),
    secondBias: memory.take(sizes.secondBias),
  };
}

/** out += every row. */
function addRows(matrix: Float32Array, rows: number, out: Float32Array): void {
  for (let at = 0; at < rows * out.length; at++) {
    out[at % out.length] = out[at % out.length]! + matrix[at]!;
  }
}
