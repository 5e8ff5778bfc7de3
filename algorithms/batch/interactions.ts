/** Input that no model can learn from; the message says what is wrong with it. */
export class InteractionsError extends Error {
  override readonly name = "InteractionsError";
  readonly code = "interactions";
}

/**
 * What is known of items beside who met them: a sparse matrix, row by row. The terms of item i are
 * `terms[offsets[i] … offsets[i + 1] − 1]` with as many `weights`.
 */
export interface ItemContent {
  /** Number of different terms. */
  size: number;
  offsets: Int32Array;
  terms: Int32Array;
  weights: Float32Array;
}

/** What batch models learn from. */
export interface Interactions {
  /** Size of the catalogue; items are rows 0 … items − 1. */
  items: number;
  /** Of each session or user the rows in order, oldest first. */
  sequences: readonly Int32Array[];
  /** Of each sequence what it counts, above 0; all count 1 where there are none. */
  weights?: Float32Array;
  content?: ItemContent;
}

/** Told after each of `total` steps of equal size; `loss` is the mean since the last call. */
export type OnProgress = (progress: { done: number; total: number; loss: number }) => void;

/** Throws InteractionsError where a row, a weight or a content value cannot be. */
export function checkInteractions(interactions: Interactions): void {
  const { items, sequences, weights, content } = interactions;
  if (!Number.isInteger(items) || items < 0) throw new InteractionsError(`${items} items`);
  for (const sequence of sequences) {
    for (const row of sequence) {
      if (row < 0 || row >= items) {
        throw new InteractionsError(`item row ${row} is not one of the catalogue's ${items}`);
      }
    }
  }
  if (weights && (weights.length !== sequences.length || !weights.every(isAboveZero))) {
    throw new InteractionsError("there must be one finite weight above 0 for each sequence");
  }
  if (content) checkContent(content, items);
}

function checkContent({ size, offsets, terms, weights }: ItemContent, items: number): void {
  const entries = offsets[items] ?? -1;
  const ascending = offsets.every((offset, item) => offset >= (offsets[item - 1] ?? 0));
  if (offsets.length !== items + 1 || !ascending || entries !== terms.length) {
    throw new InteractionsError("the offsets of the content do not fit the catalogue");
  }
  if (weights.length !== entries || !weights.every(Number.isFinite)) {
    throw new InteractionsError("the content has values that are missing or not finite");
  }
  if (!terms.every((term) => term >= 0 && term < size)) {
    throw new InteractionsError(`the content has a term that is not one of its ${size}`);
  }
}

function isAboveZero(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

/** Dense features, `dims` numbers per item, as content: every feature is a term. */
export function denseContent(values: Float32Array, dims: number): ItemContent {
  const items = values.length / dims;
  return {
    size: dims,
    offsets: Int32Array.from({ length: items + 1 }, (_, item) => item * dims),
    terms: Int32Array.from({ length: values.length }, (_, at) => at % dims),
    weights: values,
  };
}

/** Every place in a sequence that has something before it: what is to be predicted from what. */
export interface Predictions {
  sequence: Int32Array;
  position: Int32Array;
}

export function predictionsOf({ sequences }: Interactions): Predictions {
  const count = sequences.reduce((sum, { length }) => sum + Math.max(length - 1, 0), 0);
  const sequence = new Int32Array(count);
  const position = new Int32Array(count);
  let at = 0;
  for (let index = 0; index < sequences.length; index++) {
    for (let place = 1; place < sequences[index]!.length; place++) {
      sequence[at] = index;
      position[at++] = place;
    }
  }
  return { sequence, position };
}

/** How often each item is met, each sequence by its weight. */
export function itemCounts({ items, sequences, weights }: Interactions): Float64Array {
  const counts = new Float64Array(items);
  for (let index = 0; index < sequences.length; index++) {
    const weight = weights?.[index] ?? 1;
    for (const row of sequences[index]!) counts[row] = counts[row]! + weight;
  }
  return counts;
}
