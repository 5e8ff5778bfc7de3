const LARGEST = 127;

/**
 * The directions that a graph holds, a byte a number: enough to tell how far an item has turned
 * since (a cosine is off by less than 0.005, near 1 far less), in a quarter of the memory.
 */
export class HeldDirections {
  readonly #dims: number;
  readonly #bytes: Int8Array;

  constructor(capacity: number, dims: number) {
    this.#dims = dims;
    this.#bytes = new Int8Array(capacity * dims);
  }

  set(row: number, vector: Float32Array): void {
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    const scale = largest > 0 ? LARGEST / largest : 0;
    const at = row * this.#dims;
    for (let d = 0; d < this.#dims; d++) this.#bytes[at + d] = Math.round(vector[d]! * scale);
  }

  /** The bytes of the first rows. */
  bytesOf(rows: number): Int8Array {
    return this.#bytes.subarray(0, rows * this.#dims);
  }

  /** Takes a row as another had it. */
  put(row: number, bytes: Int8Array): void {
    this.#bytes.set(bytes, row * this.#dims);
  }

  /** Cosine between a unit vector and the held direction; 0 when that has no length. */
  cosineTo(row: number, unit: Float32Array): number {
    const at = row * this.#dims;
    let along = 0;
    let squares = 0;
    for (let d = 0; d < this.#dims; d++) {
      const byte = this.#bytes[at + d]!;
      along += byte * unit[d]!;
      squares += byte * byte;
    }
    return squares > 0 ? along / Math.sqrt(squares) : 0;
  }
}
