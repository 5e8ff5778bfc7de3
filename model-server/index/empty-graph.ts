import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import hnswlib, { type HierarchicalNSW } from "hnswlib-node";

/**
 * Frees a graph that is no longer searched, by reading an empty one in its place: in a thread of
 * the pool, and now. The garbage collector, which sees but a small object, would let hundreds of
 * megabytes lie, and then free them at once on the thread that answers.
 */
export async function emptyGraph(graph: HierarchicalNSW, dims: number): Promise<void> {
  const file = join(tmpdir(), `slipstream-empty-${randomUUID()}`);
  try {
    const empty = new hnswlib.HierarchicalNSW("ip", dims);
    empty.initIndex({ maxElements: 1, m: 2 });
    empty.writeIndexSync(file);
    // The library does not survive a bad file in place of a good graph: try it on an empty one.
    new hnswlib.HierarchicalNSW("ip", dims).readIndexSync(file);
    await graph.readIndex(file);
  } finally {
    await rm(file, { force: true });
  }
}
