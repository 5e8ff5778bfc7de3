import { setImmediate as yieldToLoop } from "node:timers/promises";
import hnswlib, { type HierarchicalNSW } from "hnswlib-node";
import { HeldDirections } from "./held-directions.ts";
import { ItemGraph, NO_LABEL } from "./item-graph.ts";
import type { ItemVectors } from "./item-vectors.ts";
import { findKeptGraph, type KeptGraph } from "./kept-graph.ts";

/** Rows looked at before the event loop gets its turn: about 1 ms. */
const CHUNK_ROWS = 2048;

/**
 * The graph that an earlier process built and kept, over the rows as they are now: undefined when
 * there is none that can be read or has room for them. Rows that it holds nowhere, or not where they
 * are by now, are the caller's to find.
 */
export async function restoreGraph(options: {
  name: string;
  vectors: ItemVectors;
  spaceId: number | undefined;
  version: number;
  /** Labels without an item that a search may have to walk over. */
  maxGone: number;
}): Promise<ItemGraph | undefined> {
  const { name, vectors, spaceId, version, maxGone } = options;
  const kept = await findKeptGraph(name);
  if (kept === undefined || kept.dims !== vectors.dims) return undefined;
  if (vectors.size > kept.capacity) return undefined;
  const { dims, capacity, ef, ids } = kept;
  const graph = new hnswlib.HierarchicalNSW("ip", dims);
  await graph.readIndex(kept.file);
  graph.setEf(ef);
  const { gone, ...placed } = await place({ graph, vectors, kept });
  const found = { graph, size: ids.length, capacity, ef, spaceId, version, ...placed };
  const restored = new ItemGraph(found);
  if (gone <= maxGone) return restored;
  await restored.empty();
  return undefined;
}

/** Finds the row of each label by its item; an item without a vector is taken out of the graph. */
async function place(options: { graph: HierarchicalNSW; vectors: ItemVectors; kept: KeptGraph }) {
  const { graph, vectors, kept } = options;
  const { dims, capacity, ids } = kept;
  const held = new HeldDirections(capacity, dims);
  const labelOfRow = new Int32Array(capacity).fill(NO_LABEL);
  let gone = 0;
  for (let label = 0; label < ids.length; label++) {
    if (label % CHUNK_ROWS === 0) await yieldToLoop();
    const row = vectors.rowOf(ids[label]!);
    if (row === undefined || row >= capacity) {
      graph.markDelete(label);
      gone++;
      continue;
    }
    labelOfRow[row] = label;
    held.put(row, kept.held.subarray(label * dims, (label + 1) * dims));
  }
  return { held, labelOfRow, gone };
}
