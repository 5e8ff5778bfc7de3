import {
  add,
  addLanes,
  addSingles,
  advance,
  constant,
  F32,
  get,
  I32,
  isLess,
  lane,
  load,
  loadInteger,
  loadSplat,
  loop,
  multiply,
  multiplyLanes,
  set,
  splat,
  store,
  storeSingle,
  subtract,
  tee,
  V128,
  type WasmFunction,
  wasmModule,
  zeroLanes,
} from "./wasm/instructions.ts";

/** Vectors are whole lines: four registers, none of which waits for what another adds up. */
export const LINE_BYTES = 64;
const REGISTER_BYTES = 16;
const NUMBER_BYTES = 4;
const registers = [0, 1, 2, 3];

const times = (local: number, factor: number) => [...get(local), ...get(factor), ...multiply];
const nextLine = (local: number) => advance(local, constant(LINE_BYTES));
const nextNumber = (local: number) => advance(local, constant(NUMBER_BYTES));
const downBy = (local: number, step: number) => [
  ...[...get(local), ...constant(step), ...subtract, ...tee(local)],
];
const clear = (sums: number) => registers.flatMap((at) => [...zeroLanes, ...set(sums + at)]);
const addTo = (sum: number, product: number[]) => [
  ...[...get(sum), ...product, ...addLanes, ...set(sum)],
];

/** The sum of sixteen sums, always in this order. */
const total = (sums: number) => [
  ...[...get(sums), ...get(sums + 1), ...addLanes],
  ...[...get(sums + 2), ...get(sums + 3), ...addLanes, ...addLanes, ...set(sums)],
  ...[...get(sums), ...lane(0), ...get(sums), ...lane(1), ...addSingles],
  ...[...get(sums), ...lane(2), ...get(sums), ...lane(3), ...addSingles, ...addSingles],
];

/** numbers[i] ← vector list[i] · vector */
function dots(): WasmFunction {
  const [LIST, NUMBERS, COUNT, VECTOR, BYTES] = [0, 1, 2, 3, 4];
  const [LEFT, RIGHT, REST, SUMS] = [5, 6, 7, 8];
  const line = [
    ...registers.flatMap((at) =>
      addTo(SUMS + at, [
        ...[...get(LEFT), ...load(at * REGISTER_BYTES)],
        ...[...get(RIGHT), ...load(at * REGISTER_BYTES), ...multiplyLanes],
      ]),
    ),
    ...nextLine(LEFT),
    ...nextLine(RIGHT),
  ];
  const one = [
    ...[...get(LIST), ...loadInteger, ...get(BYTES), ...multiply, ...set(LEFT)],
    ...[...times(VECTOR, BYTES), ...set(RIGHT), ...get(BYTES), ...set(REST)],
    ...clear(SUMS),
    ...loop(line, downBy(REST, LINE_BYTES)),
    ...[...get(NUMBERS), ...total(SUMS), ...storeSingle],
    ...nextNumber(LIST),
    ...nextNumber(NUMBERS),
  ];
  return {
    parameters: Array<number>(5).fill(I32),
    results: [],
    locals: [
      [3, I32],
      [4, V128],
    ],
    code: loop(one, downBy(COUNT, 1)),
  };
}

/** vector into ← Σ numbers[i] · vector list[i] */
function sum(): WasmFunction {
  const [LIST, NUMBERS, COUNT, INTO, BYTES] = [0, 1, 2, 3, 4];
  const [PLACE, ENTRY, NUMBER, LEFT, FROM, SUMS, FACTOR] = [5, 6, 7, 8, 9, 10, 14];
  const one = [
    ...[...get(ENTRY), ...loadInteger, ...get(BYTES), ...multiply],
    ...[...get(PLACE), ...add, ...set(FROM), ...get(NUMBER), ...loadSplat, ...set(FACTOR)],
    ...registers.flatMap((at) =>
      addTo(SUMS + at, [
        ...[...get(FROM), ...load(at * REGISTER_BYTES), ...get(FACTOR), ...multiplyLanes],
      ]),
    ),
    ...nextNumber(ENTRY),
    ...nextNumber(NUMBER),
  ];
  const line = [
    ...[...get(LIST), ...set(ENTRY), ...get(NUMBERS), ...set(NUMBER), ...get(COUNT), ...set(LEFT)],
    ...clear(SUMS),
    ...loop(one, downBy(LEFT, 1)),
    ...registers.flatMap((at) => [
      ...[...get(INTO), ...get(SUMS + at), ...store(at * REGISTER_BYTES)],
    ]),
    ...nextLine(INTO),
    ...nextLine(PLACE),
  ];
  return {
    parameters: Array<number>(5).fill(I32),
    results: [],
    locals: [
      [5, I32],
      [5, V128],
    ],
    code: [
      ...[...times(INTO, BYTES), ...set(INTO)],
      ...loop(line, [...get(PLACE), ...get(BYTES), ...isLess]),
    ],
  };
}

/** vector into ← keep · vector into + factor · vector from; answers its squared length */
function move(): WasmFunction {
  const [INTO, FROM, BYTES, KEEP, FACTOR] = [0, 1, 2, 3, 4];
  const [KEEPS, FACTORS, SUMS, MOVED] = [5, 6, 7, 11];
  const line = [
    ...registers.flatMap((at) => [
      ...[...get(INTO), ...get(INTO), ...load(at * REGISTER_BYTES), ...get(KEEPS)],
      ...[...multiplyLanes, ...get(FROM), ...load(at * REGISTER_BYTES), ...get(FACTORS)],
      ...[...multiplyLanes, ...addLanes, ...tee(MOVED), ...store(at * REGISTER_BYTES)],
      ...addTo(SUMS + at, [...get(MOVED), ...get(MOVED), ...multiplyLanes]),
    ]),
    ...nextLine(INTO),
    ...nextLine(FROM),
  ];
  return {
    parameters: [I32, I32, I32, F32, F32],
    results: [F32],
    locals: [[7, V128]],
    code: [
      ...[...times(INTO, BYTES), ...set(INTO), ...times(FROM, BYTES), ...set(FROM)],
      ...[...get(KEEP), ...splat, ...set(KEEPS), ...get(FACTOR), ...splat, ...set(FACTORS)],
      ...loop(line, downBy(BYTES, LINE_BYTES)),
      ...total(SUMS),
    ],
  };
}

/** What the module of `vectorKernel` exports. Lists and numbers are addresses; vectors are counted. */
export interface VectorKernel {
  dots(list: number, numbers: number, count: number, vector: number, bytes: number): void;
  sum(list: number, numbers: number, count: number, into: number, bytes: number): void;
  move(into: number, from: number, bytes: number, keep: number, factor: number): number;
}

/**
 * A module that reckons with vectors of singles, `bytes` long each (a multiple of LINE_BYTES), that
 * lie one after the other in its memory: vector v at v · bytes. Counts are at least 1.
 */
export function vectorKernel(): Uint8Array<ArrayBuffer> {
  return wasmModule([dots(), sum(), move()]);
}
