import { MatrixMemory } from "./matrix-memory.ts";

/** Pivots that are eliminated together, and columns of a panel. */
const BLOCK = 64;

/** A square matrix that stands in panels of BLOCK columns, each panel row by row. */
export interface PanelMatrix {
  at(row: number, column: number): number;
}

/**
 * The inverse of a symmetric positive definite matrix that `fill` adds up from 0: Gauss and Jordan's
 * elimination by blocks of pivots, so that nearly all work is matrix products (size³ multiplications
 * in double precision). Such a matrix needs no exchange of rows. Throws RangeError when a pivot is
 * not above 0, that is when it is no such matrix.
 */
export function inverse(
  size: number,
  fill: (add: (row: number, column: number, value: number) => void) => void,
): PanelMatrix {
  const blocks = Math.ceil(size / BLOCK);
  const height = blocks * BLOCK;
  const square = BLOCK * BLOCK;
  const panelSizes = Array<number>(blocks + 1).fill(height * BLOCK);
  const memory = MatrixMemory.ofDoubles([...panelSizes, square, square]);
  const panels = Array.from({ length: blocks }, () => memory.take(height * BLOCK));
  const columns = memory.take(height * BLOCK);
  const [pivot, solved] = [memory.take(square), memory.take(square)];
  const at = (row: number, column: number) => row * BLOCK + (column % BLOCK);
  const panelOf = (column: number) => panels[Math.floor(column / BLOCK)]!;
  fill((row, column, value) => {
    const panel = panelOf(column);
    const place = at(row, column);
    panel[place] = panel[place]! + value;
  });
  for (let row = size; row < height; row++) panelOf(row)[at(row, row)] = 1;
  for (let block = 0; block < blocks; block++) {
    const own = panels[block]!;
    const from = block * square;
    pivot.set(own.subarray(from, from + square));
    invertInPlace(pivot, BLOCK);
    for (let place = 0; place < columns.length; place++) columns[place] = -own[place]!;
    own.fill(0);
    setUnit(columns, from);
    setUnit(own, from);
    for (const panel of panels) {
      const crossing = panel.subarray(from, from + square);
      const shape = { columns: BLOCK, depth: BLOCK };
      solved.fill(0);
      memory.addProduct({ left: pivot, right: crossing, into: solved, rows: BLOCK, ...shape });
      // With the unit matrix among `columns`, one product eliminates and writes the pivots' rows.
      crossing.fill(0);
      memory.addProduct({ left: columns, right: solved, into: panel, rows: height, ...shape });
    }
  }
  return { at: (row, column) => panelOf(column)[at(row, column)]! };
}

function setUnit(panel: Float64Array, from: number): void {
  panel.fill(0, from, from + BLOCK * BLOCK);
  for (let row = 0; row < BLOCK; row++) panel[from + row * BLOCK + row] = 1;
}

/** The same elimination, pivot by pivot. */
function invertInPlace(matrix: Float64Array, size: number): void {
  for (let pivot = 0; pivot < size; pivot++) {
    const own = pivot * size;
    const value = matrix[own + pivot]!;
    if (!(value > 0)) throw new RangeError("the matrix is not positive definite");
    matrix[own + pivot] = 1;
    for (let at = 0; at < size; at++) matrix[own + at] = matrix[own + at]! / value;
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = matrix[row * size + pivot]!;
      matrix[row * size + pivot] = 0;
      for (let at = 0; at < size; at++) {
        matrix[row * size + at] = matrix[row * size + at]! - factor * matrix[own + at]!;
      }
    }
  }
}
