import {
  add,
  addLanes,
  advance,
  constant,
  get,
  I32,
  isLess,
  load,
  loadSplat,
  loop,
  multiply,
  multiplyLanes,
  set,
  store,
  subtract,
  tee,
  V128,
  wasmModule,
} from "../wasm/instructions.ts";

/** Rows of the left side, and columns of the right, that one pass of the kernel works on. */
export const ROW_BLOCK = 4;
export const COLUMN_BLOCK = 8;

/** What differs between the kernels of the two precisions. */
export interface Precision {
  /** Of one number. */
  bytes: number;
  loadSplat: readonly number[];
  addLanes: readonly number[];
  multiplyLanes: readonly number[];
}

/** f32x4 and f64x2 of WebAssembly's vector instructions. */
export const single: Precision = { bytes: 4, loadSplat, addLanes, multiplyLanes };
export const double: Precision = {
  bytes: 8,
  loadSplat: [0xfd, 0x0a, 0, 0],
  addLanes: [0xfd, 0xf0, 0x01],
  multiplyLanes: [0xfd, 0xf2, 0x01],
};

/** Columns that fit in the registers of one pass: twice this many of double precision would not. */
const PASS_BYTES = 32;
const LANE_BYTES = 16;

/** Locals: the eight parameters, then the kernel's own. Steps, places and widths are in bytes. */
const [A, A_ROW, A_STEP, B, C, ROWS, WIDTH, DEPTH] = [0, 1, 2, 3, 4, 5, 6, 7];
const [COLUMN, ROW, A_BLOCK, C_BLOCK, B_AT, LEFT] = [8, 9, 10, 11, 12, 13];
const A_AT = 14;
const C_AT = A_AT + ROW_BLOCK;
const OWN_I32 = C_AT + ROW_BLOCK - COLUMN;
const SUMS = C_AT + ROW_BLOCK;
const LANES = PASS_BYTES / LANE_BYTES;
const RIGHT = SUMS + ROW_BLOCK * LANES;
const FACTOR = RIGHT + LANES;
const OWN_V128 = FACTOR + 1 - SUMS;

const rows = Array.from({ length: ROW_BLOCK }, (_, row) => row);
const lanes = Array.from({ length: LANES }, (_, lane) => lane);
const sumOf = (row: number, lane: number) => SUMS + row * LANES + lane;

/** One step along the depth: a row of B, and one number of each row of A. */
const step = ({ loadSplat, addLanes, multiplyLanes }: Precision) => [
  ...lanes.flatMap((lane) => [...get(B_AT), ...load(lane * LANE_BYTES), ...set(RIGHT + lane)]),
  ...rows.flatMap((row) => [
    ...[...get(A_AT + row), ...loadSplat, ...set(FACTOR)],
    ...lanes.flatMap((lane) => [
      ...[...get(sumOf(row, lane)), ...get(FACTOR), ...get(RIGHT + lane)],
      ...[...multiplyLanes, ...addLanes, ...set(sumOf(row, lane))],
    ]),
    ...advance(A_AT + row, get(A_STEP)),
  ]),
  ...advance(B_AT, get(WIDTH)),
];

/** A block of C: its sums are read, gathered along the depth and written. */
const block = (precision: Precision) => [
  ...rows.flatMap((row) => [
    ...[...get(A_BLOCK), ...constant(row), ...get(A_ROW), ...multiply, ...add, ...set(A_AT + row)],
    ...[...get(C_BLOCK), ...constant(row), ...get(WIDTH), ...multiply, ...add, ...set(C_AT + row)],
    ...lanes.flatMap((lane) => [
      ...[...get(C_AT + row), ...load(lane * LANE_BYTES), ...set(sumOf(row, lane))],
    ]),
  ]),
  ...[...get(B), ...get(COLUMN), ...add, ...set(B_AT), ...get(DEPTH), ...set(LEFT)],
  ...loop(step(precision), [...get(LEFT), ...constant(1), ...subtract, ...tee(LEFT)]),
  ...rows.flatMap((row) =>
    lanes.flatMap((lane) => [
      ...[...get(C_AT + row), ...get(sumOf(row, lane)), ...store(lane * LANE_BYTES)],
    ]),
  ),
];

const nextRows = [
  ...advance(A_BLOCK, [...constant(ROW_BLOCK), ...get(A_ROW), ...multiply]),
  ...advance(C_BLOCK, [...constant(ROW_BLOCK), ...get(WIDTH), ...multiply]),
  ...advance(ROW, constant(ROW_BLOCK)),
];

const column = (precision: Precision) => [
  ...[...constant(0), ...set(ROW), ...get(A), ...set(A_BLOCK)],
  ...[...get(C), ...get(COLUMN), ...add, ...set(C_BLOCK)],
  ...loop([...block(precision), ...nextRows], [...get(ROW), ...get(ROWS), ...isLess]),
  ...advance(COLUMN, constant(PASS_BYTES)),
];

/**
 * A WebAssembly module with one function on an imported memory ("m"."m"), exported as "f0":
 * C += A·B, as many numbers at a time as a vector register holds, each sum in the order of the
 * depth. Numbers come out alike on every machine. Plain JavaScript takes several times as long.
 */
export function kernelModule(precision: Precision): Uint8Array<ArrayBuffer> {
  return wasmModule([
    {
      parameters: Array<number>(8).fill(I32),
      results: [],
      locals: [
        [OWN_I32, I32],
        [OWN_V128, V128],
      ],
      code: loop(column(precision), [...get(COLUMN), ...get(WIDTH), ...isLess]),
    },
  ]);
}
