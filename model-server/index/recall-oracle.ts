import { setImmediate as yieldToLoop } from "node:timers/promises";
import { exactScan } from "@slipstream/algorithms/exact-scan";
import type { ItemVectors } from "./item-vectors.ts";

/** A row of ItemVectors and how near it is. */
export interface Neighbour {
  row: number;
  cosine: number;
}

function nearestFirst(left: Neighbour, right: Neighbour): number {
  return right.cosine - left.cosine || left.row - right.row;
}

/** Rows scanned before the event loop gets its turn: about 1 ms. */
const SCAN_CHUNK_ROWS = 16_384;

/**
 * Brute force beside the graph: the true nearest rows of a sampled query, found in chunks between
 * other work, and the share of them that the graph had found. One check at a time; others pass.
 */
export class RecallOracle {
  readonly #vectors: ItemVectors;
  readonly #onRecall: ((recall: number) => void) | undefined;
  #busy = false;

  constructor(vectors: ItemVectors, onRecall?: (recall: number) => void) {
    this.#vectors = vectors;
    this.#onRecall = onRecall;
  }

  check(query: Float32Array, k: number, found: readonly Neighbour[]): void {
    if (this.#busy || this.#onRecall === undefined) return;
    this.#busy = true;
    void this.#truth(query, k)
      .then((truth) => this.#onRecall?.(recallOf(found, truth)))
      .finally(() => {
        this.#busy = false;
      });
  }

  async #truth(query: Float32Array, k: number): Promise<Neighbour[]> {
    let best: Neighbour[] = [];
    for (let from = 0; from < this.#vectors.size; from += SCAN_CHUNK_ROWS) {
      await yieldToLoop();
      const { units, dims, size } = this.#vectors;
      const count = Math.min(SCAN_CHUNK_ROWS, size - from);
      const matrix = units.subarray(from * dims, (from + count) * dims);
      const chunk = exactScan({ matrix, dims, count, query, k, metric: "inner" });
      chunk.rows.forEach((row, at) => {
        best.push({ row: from + row, cosine: chunk.scores[at]! });
      });
      best = best.sort(nearestFirst).slice(0, k);
    }
    return best;
  }
}

/** Share of the true neighbours that were found; 1 when there are none. */
export function recallOf(found: readonly Neighbour[], truth: readonly Neighbour[]): number {
  if (truth.length === 0) return 1;
  const rows = new Set(found.map(({ row }) => row));
  return truth.filter(({ row }) => rows.has(row)).length / truth.length;
}
