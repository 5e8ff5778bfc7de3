/** The array, or a copy at least `length` long when it is shorter; new places are 0. */
export function grownFloats(
  array: Float64Array<ArrayBuffer>,
  length: number,
): Float64Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Float64Array(Math.max(length, 2 * array.length));
  longer.set(array);
  return longer;
}

/** As `grownFloats`, for bytes. */
export function grownBytes(
  array: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Uint8Array(Math.max(length, 2 * array.length));
  longer.set(array);
  return longer;
}

/** As `grownFloats`, for whole numbers; new places are `fill`. */
export function grownInts(
  array: Int32Array<ArrayBuffer>,
  length: number,
  fill = 0,
): Int32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Int32Array(Math.max(length, 2 * array.length)).fill(fill, array.length);
  longer.set(array);
  return longer;
}
