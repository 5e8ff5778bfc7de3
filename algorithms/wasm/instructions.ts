/*
 * Instructions of WebAssembly (core specification 2.0, section 5.4), as the bytes that they are.
 * None is a relaxed one: numbers come out alike on every machine.
 */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

export const get = (local: number) => [0x20, local];
export const set = (local: number) => [0x21, local];
/** Sets a local, and leaves its value on the stack. */
export const tee = (local: number) => [0x22, local];
export const constant = (value: number) => [0x41, ...signed(value)];
export const add = [0x6a];
export const subtract = [0x6b];
export const multiply = [0x6c];
export const isLess = [0x49];
export const loadInteger = [0x28, 2, 0];
export const storeSingle = [0x38, 2, 0];
export const addSingles = [0x92];

/** Of v128: 16 bytes, here four singles. */
export const load = (offset: number) => [0xfd, 0x00, 0, offset];
export const store = (offset: number) => [0xfd, 0x0b, 0, offset];
export const loadSplat = [0xfd, 0x09, 0, 0];
export const splat = [0xfd, 0x13];
export const addLanes = [0xfd, 0xe4, 0x01];
export const multiplyLanes = [0xfd, 0xe6, 0x01];
export const zeroLanes = [0xfd, 0x0c, ...Array<number>(16).fill(0)];
export const lane = (index: number) => [0xfd, 0x1f, index];

/** A loop that runs again as long as `condition` leaves something other than 0. */
export const loop = (body: number[], condition: number[]) => [
  ...[0x03, 0x40],
  ...body,
  ...condition,
  ...[0x0d, 0x00],
  0x0b,
];

/** local ← local + step. */
export const advance = (local: number, step: number[]) => [
  ...get(local),
  ...step,
  ...add,
  ...set(local),
];

/** One function of a module. */
export interface WasmFunction {
  parameters: readonly number[];
  results: readonly number[];
  /** Types of its own locals, behind the parameters, each with how many there are. */
  locals: readonly (readonly [count: number, type: number])[];
  code: readonly number[];
}

/** A module of functions on an imported memory ("m"."m"), exported as "f0", "f1" … */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const count = functions.length;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      count,
      ...functions.flatMap(({ parameters, results }) => [
        ...[0x60, parameters.length, ...parameters],
        ...[results.length, ...results],
      ]),
    ]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [count, ...functions.keys()]),
    ...section(7, [count, ...functions.flatMap((_, at) => [2, 0x66, 0x30 + at, 0, at])]),
    ...section(10, [
      count,
      ...functions.flatMap(({ locals, code }) =>
        sized([locals.length, ...locals.flat(), ...code, 0x0b]),
      ),
    ]),
  ]);
}

const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
