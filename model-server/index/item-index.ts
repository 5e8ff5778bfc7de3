import { exactScan } from "@slipstream/algorithms/exact-scan";
import { dotAt } from "@slipstream/algorithms/vector";
import { buildGraph } from "./build-graph.ts";
import type { ItemVectors } from "./item-vectors.ts";
import { type Neighbour, nearestFirst, RecallOracle } from "./recall-oracle.ts";
import type { Snapshot } from "./snapshot.ts";

export interface ItemIndexOptions {
  spaceId?: number | undefined;
  /** Fewer items than this are scanned exactly: under 1 ms, and no graph to keep. */
  exactBelow?: number;
  /** How long after a build that failed the next one begins; doubled each time. */
  firstRetryMs?: number;
  /** Share of searches through the graph that the oracle checks. */
  sampleShare?: number;
  onRecall?: (recall: number) => void;
  onError?: (error: unknown) => void;
}

const EXACT_BELOW = 20_000;
const SAMPLE_SHARE = 0.01;
/** Vectors outside of the graph that each query scans. */
export const SIDE_LIMIT = 512;
/** A vector that has turned further than this from the graph's is refreshed. */
const REFRESH_BELOW_COSINE = 0.98;
/** Refreshed in place before a new build: many in-place changes make points unreachable. */
const REBUILD_SHARE = 0.2;
/** Waiting rows at which in-place refreshing is given up for a new build. */
const REBUILD_DIRTY = 8 * SIDE_LIMIT;
const MAINTENANCE_INTERVAL_MS = 10;
/** Time of one round of refreshing: at most a tenth of the thread. */
const MAINTENANCE_BUDGET_MS = 1;
/** Extra neighbours asked of the graph, for those that the side index overrules. */
const OVERFETCH = 16;
/** A build that failed is tried again after this long, then twice as long, up to the last. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Nearest items by cosine, always current: an exact scan while there are few; then a graph that a
 * worker thread builds, plus a side index of at most 512 changed or new vectors, searched exactly,
 * while the dirty rows are refreshed in the graph a few at a time. Everything that a query uses of
 * the graph is one object, swapped between two queries. While builds fail, queries go on: by the graph
 * that there is and its side index, or exactly, where there is none or the side is too small.
 */
export class ItemIndex {
  readonly #vectors: ItemVectors;
  readonly #options: ItemIndexOptions;
  readonly #oracle: RecallOracle;
  readonly #closing = new AbortController();
  #snapshot: Snapshot | undefined;
  #builds = 0;
  #building: Promise<void> | undefined;
  #changedWhileBuilding = new Set<number>();
  /** Rows that the graph holds wrongly or not at all, oldest first. */
  readonly #dirty = new Set<number>();
  /** The dirty rows that queries scan. */
  readonly #side = new Set<number>();
  #refreshed = 0;
  /** Builds that failed since the last that did not. */
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(vectors: ItemVectors, options: ItemIndexOptions = {}) {
    this.#vectors = vectors;
    this.#options = options;
    this.#oracle = new RecallOracle(vectors, options.onRecall);
  }

  /** How the index stands, for health and metrics. */
  status(): { version: number; side: number; dirty: number; building: boolean } {
    const version = this.#snapshot?.version ?? 0;
    const building = this.#building !== undefined;
    return { version, side: this.#side.size, dirty: this.#dirty.size, building };
  }

  /** Resolves when no build is under way. */
  async settled(): Promise<void> {
    while (this.#building !== undefined) await this.#building;
  }

  /** Stops timers and a build that is under way. */
  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
  }

  /** Says that a row is new or has changed. */
  changed(row: number): void {
    if (this.#building !== undefined) this.#changedWhileBuilding.add(row);
    if (this.#snapshot === undefined) {
      if (this.#vectors.size >= (this.#options.exactBelow ?? EXACT_BELOW)) this.#rebuild();
      return;
    }
    if (!this.#hasTurned(this.#snapshot, row)) return;
    this.#dirty.add(row);
    if (this.#side.size < SIDE_LIMIT) this.#side.add(row);
    this.#timer ??= setTimeout(() => this.#maintain(), MAINTENANCE_INTERVAL_MS);
  }

  /** The `k` rows nearest to a unit vector, nearest first. */
  nearest(query: Float32Array, k: number): Neighbour[] {
    const count = this.#vectors.size;
    if (count === 0 || k < 1) return [];
    const snapshot = this.#snapshot;
    if (snapshot === undefined || this.#hasOutgrownSide) return scan(this.#vectors, query, k);
    const found = this.#searchGraph(snapshot, query, k);
    if (Math.random() < (this.#options.sampleShare ?? SAMPLE_SHARE)) {
      this.#oracle.check(query.slice(), k, found);
    }
    return found;
  }

  /** More is new or moved than the side index holds, and no new graph comes. */
  get #hasOutgrownSide(): boolean {
    return this.#failures > 0 && this.#dirty.size > SIDE_LIMIT;
  }

  #searchGraph(snapshot: Snapshot, query: Float32Array, k: number): Neighbour[] {
    const { units, dims } = this.#vectors;
    const wanted = Math.min(k + OVERFETCH, snapshot.ids.length);
    const labels = snapshot.graph.searchKnn(Array.from(query), wanted).neighbors;
    const rows = new Set(labels);
    for (const row of this.#side) rows.add(row);
    const found: Neighbour[] = [];
    for (const row of rows) found.push({ row, cosine: dotAt(query, 0, units, row * dims, dims) });
    return found.sort(nearestFirst).slice(0, k);
  }

  #hasTurned(snapshot: Snapshot, row: number): boolean {
    if (row >= snapshot.ids.length) return true;
    const { units, dims } = this.#vectors;
    return dotAt(units, row * dims, snapshot.vectors, row * dims, dims) < REFRESH_BELOW_COSINE;
  }

  /** Refreshes what it can in its budget, refills the side index, and asks for a build if due. */
  #maintain(): void {
    this.#timer = undefined;
    const snapshot = this.#snapshot;
    if (snapshot === undefined || this.#closing.signal.aborted) return;
    const until = performance.now() + MAINTENANCE_BUDGET_MS;
    // Lowest rows first would starve; sets keep their order of insertion. A row that the graph has
    // no room for stays until the next build.
    for (const row of this.#dirty) {
      if (performance.now() > until) break;
      if (!this.#refresh(snapshot, row)) continue;
      this.#dirty.delete(row);
      this.#side.delete(row);
      this.#refreshed++;
    }
    for (const row of this.#dirty) {
      if (this.#side.size >= SIDE_LIMIT) break;
      this.#side.add(row);
    }
    const worn = this.#refreshed > REBUILD_SHARE * snapshot.ids.length;
    const full = snapshot.ids.length >= snapshot.capacity;
    if (worn || full || this.#dirty.size > REBUILD_DIRTY) this.#rebuild();
    if (this.#dirty.size > 0) {
      this.#timer = setTimeout(() => this.#maintain(), MAINTENANCE_INTERVAL_MS);
    }
  }

  #refresh(snapshot: Snapshot, row: number): boolean {
    // New labels must come in order, so that ids stays dense.
    if (row > snapshot.ids.length || row >= snapshot.capacity) return false;
    const unit = this.#vectors.unitAt(row);
    snapshot.graph.addPoint(Array.from(unit), row);
    snapshot.vectors.set(unit, row * this.#vectors.dims);
    if (row === snapshot.ids.length) snapshot.ids.push(this.#vectors.idOf(row));
    return true;
  }

  #rebuild(): void {
    const idle = this.#building === undefined && this.#retry === undefined;
    if (!idle || this.#closing.signal.aborted) return;
    this.#changedWhileBuilding = new Set();
    this.#building = this.#build()
      .catch((error: unknown) => {
        if (this.#closing.signal.aborted) return;
        this.#retryLater();
        this.#options.onError?.(error);
      })
      .finally(() => {
        this.#building = undefined;
      });
  }

  #retryLater(): void {
    const first = this.#options.firstRetryMs ?? FIRST_RETRY_MS;
    const pauseMs = Math.min(first * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures++;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#rebuild();
    }, pauseMs);
    this.#retry.unref();
  }

  async #build(): Promise<void> {
    const snapshot = await buildGraph({
      vectors: this.#vectors,
      spaceId: this.#options.spaceId,
      version: ++this.#builds,
      signal: this.#closing.signal,
    });
    this.#failures = 0;
    this.#snapshot = snapshot;
    this.#dirty.clear();
    this.#side.clear();
    this.#refreshed = 0;
    for (const row of this.#changedWhileBuilding) this.changed(row);
  }
}

function scan(vectors: ItemVectors, query: Float32Array, k: number): Neighbour[] {
  const { units, dims, size } = vectors;
  const found = exactScan({ matrix: units, dims, count: size, query, k, metric: "inner" });
  return Array.from(found.rows, (row, at) => ({ row, cosine: found.scores[at]! }));
}
