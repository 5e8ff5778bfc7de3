import { setImmediate as yieldToLoop } from "node:timers/promises";
import { bestPlaces } from "@slipstream/algorithms/engine/best-first";
import { exactScan } from "@slipstream/algorithms/exact-scan";
import { dotAt } from "@slipstream/algorithms/vector";
import { buildGraph } from "./build-graph.ts";
import type { ItemGraph } from "./item-graph.ts";
import type { ItemVectors } from "./item-vectors.ts";
import { type Neighbour, RecallOracle } from "./recall-oracle.ts";
import { restoreGraph } from "./restore-graph.ts";

export interface ItemIndexOptions {
  spaceId?: number | undefined;
  /** The name, a path, that graphs are kept under for the next start; absent: they are not. */
  keptAs?: string | undefined;
  /** Fewer items than this are scanned exactly: under 1 ms, and no graph to keep. */
  exactBelow?: number;
  /** How long after a build that failed the next one begins; doubled each time. */
  firstRetryMs?: number;
  /** Share of searches through the graph that the oracle checks. */
  sampleShare?: number;
  onRecall?: (recall: number) => void;
  onError?: (error: unknown) => void;
  /** How long the event loop was held by a round of refreshing. */
  onRefreshed?: (tookMs: number) => void;
}

/** How an index stands, for health and metrics. */
export interface IndexStatus {
  /** Of the graph in use; 0 while there is none. */
  version: number;
  /** Candidates that a search of the graph keeps; 0 while there is none. */
  ef: number;
  /** Rows that the graph holds wrongly or not at all, and how many of them queries scan. */
  dirty: number;
  side: number;
  building: boolean;
  /** Builds that failed, ever. */
  failedBuilds: number;
}

const EXACT_BELOW = 20_000;
const SAMPLE_SHARE = 0.01;
/** Vectors outside of the graph that each query scans; with more of them a new build is due. */
export const SIDE_LIMIT = 4096;
/** A vector that has turned further than this from the graph's is refreshed. */
const REFRESH_BELOW_COSINE = 0.98;
/** A first graph is not used when, once built, it lacks so large a share of the rows. */
const OUTGROWN_SHARE = 0.2;
const MAINTENANCE_INTERVAL_MS = 10;
/** Rows of a restored graph looked at before the event loop gets its turn: about 1 ms. */
const RESTORE_CHUNK_ROWS = 8192;
/** Time of one round of refreshing, but for its last row: at most a tenth of the thread. */
const MAINTENANCE_BUDGET_MS = 1;
/** Extra neighbours asked of the graph, for those that have moved a little or are overruled. */
const OVERFETCH = 16;
/** A build that failed is tried again after this long, then twice as long, up to the last. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Nearest items by cosine, always current: an exact scan while there are few; then a graph that a
 * worker thread builds. Rows that are new or have turned are dirty: queries scan up to 4096 of them
 * exactly beside the graph, while they are refreshed in it a few at a time. Everything that a query
 * uses of the graph is one object, swapped between two queries. While builds fail, queries go on: by
 * the graph that there is and the dirty rows, or exactly, where there is none or too many are dirty.
 */
export class ItemIndex {
  readonly #vectors: ItemVectors;
  readonly #options: ItemIndexOptions;
  readonly #oracle: RecallOracle;
  readonly #closing = new AbortController();
  /** The library takes plain arrays: one, used again and again. */
  readonly #point: number[];
  #graph: ItemGraph | undefined;
  #builds = 0;
  #building: Promise<void> | undefined;
  #changedWhileBuilding = new Set<number>();
  /** Rows that the graph holds wrongly or not at all, oldest first. */
  readonly #dirty = new Set<number>();
  #failedBuilds = 0;
  /** Builds that failed since the last that did not. */
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(vectors: ItemVectors, options: ItemIndexOptions = {}) {
    this.#vectors = vectors;
    this.#options = options;
    this.#oracle = new RecallOracle(vectors, options.onRecall);
    this.#point = new Array<number>(vectors.dims).fill(0);
  }

  status(): IndexStatus {
    const { version = 0, ef = 0 } = this.#graph ?? {};
    const dirty = this.#dirty.size;
    const building = this.#building !== undefined;
    const side = Math.min(dirty, SIDE_LIMIT);
    return { version, ef, dirty, side, building, failedBuilds: this.#failedBuilds };
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
    const graph = this.#graph;
    if (graph === undefined) {
      this.#begin();
      return;
    }
    if (this.#dirty.has(row) || !this.#hasTurned(graph, row)) return;
    this.#dirty.add(row);
    this.#timer ??= setTimeout(() => this.#maintain(), MAINTENANCE_INTERVAL_MS);
  }

  /** Says that any of the rows may be new or have changed. */
  changedMany(): void {
    // Without a graph, a build that is under way is begun anew if it lacks too many.
    if (this.#graph === undefined && this.#building === undefined) this.#begin();
    else for (let row = 0; row < this.#vectors.size; row++) this.changed(row);
  }

  /** The `k` rows nearest to a unit vector, nearest first. */
  nearest(query: Float32Array, k: number): Neighbour[] {
    const count = this.#vectors.size;
    if (count === 0 || k < 1) return [];
    const graph = this.#graph;
    if (graph === undefined || this.#hasOutgrownSide) return scan(this.#vectors, query, k);
    const found = this.#searchGraph(graph, query, k);
    if (Math.random() < (this.#options.sampleShare ?? SAMPLE_SHARE)) {
      this.#oracle.check(query.slice(), k, found);
    }
    return found;
  }

  /** More is new or moved than queries scan, and no new graph comes. */
  get #hasOutgrownSide(): boolean {
    return this.#failures > 0 && this.#dirty.size > SIDE_LIMIT;
  }

  #searchGraph(graph: ItemGraph, query: Float32Array, k: number): Neighbour[] {
    const { units, dims } = this.#vectors;
    const cosineOf = (row: number) => dotAt(query, 0, units, row * dims, dims);
    const rows = graph.nearest(this.#asPoint(query), k + OVERFETCH);
    const cosines = rows.map(cosineOf);
    const found = nearestOf(rows, cosines, k);
    const last = found[k - 1]?.cosine ?? Number.NEGATIVE_INFINITY;
    const ofGraph = rows.length;
    let scanned = 0;
    for (const row of this.#dirty) {
      if (++scanned > SIDE_LIMIT) break;
      const cosine = cosineOf(row);
      if (!(cosine >= last) || rows.includes(row)) continue;
      rows.push(row);
      cosines.push(cosine);
    }
    return rows.length > ofGraph ? nearestOf(rows, cosines, k) : found;
  }

  #asPoint(vector: Float32Array): number[] {
    for (let d = 0; d < vector.length; d++) this.#point[d] = vector[d]!;
    return this.#point;
  }

  #hasTurned(graph: ItemGraph, row: number): boolean {
    const cosine = graph.cosineTo(row, this.#vectors.unitAt(row));
    return cosine === undefined || cosine < REFRESH_BELOW_COSINE;
  }

  /** Refreshes what it can in its budget, and asks for a build if due. */
  #maintain(): void {
    this.#timer = undefined;
    const graph = this.#graph;
    if (graph === undefined || this.#closing.signal.aborted) return;
    const begun = performance.now();
    // Lowest rows first would starve; sets keep their order of insertion. A row that the graph has
    // no room for stays until the next build.
    for (const row of this.#dirty) {
      if (performance.now() - begun > MAINTENANCE_BUDGET_MS) break;
      const unit = this.#vectors.unitAt(row);
      if (graph.put(row, unit, this.#asPoint(unit))) this.#dirty.delete(row);
    }
    this.#options.onRefreshed?.(performance.now() - begun);
    if (graph.isWorn || this.#dirty.size > SIDE_LIMIT) this.#rebuild();
    if (this.#dirty.size > 0) {
      this.#timer = setTimeout(() => this.#maintain(), MAINTENANCE_INTERVAL_MS);
    }
  }

  /** The first graph, once there are items enough. */
  #begin(): void {
    if (this.#vectors.size >= (this.#options.exactBelow ?? EXACT_BELOW)) this.#rebuild();
  }

  #rebuild(): void {
    const idle = this.#building === undefined && this.#retry === undefined;
    if (!idle || this.#closing.signal.aborted) return;
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
    this.#failedBuilds++;
    this.#failures++;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#rebuild();
    }, pauseMs);
    this.#retry.unref();
  }

  async #build(): Promise<void> {
    let built = (await this.#restored()) ?? (await this.#buildOnce());
    // While a whole catalogue is read, the first graph is begun long before the last row is there.
    while (this.#graph === undefined && this.#isOutgrown(built)) built = await this.#buildOnce();
    const old = this.#graph;
    this.#failures = 0;
    this.#graph = built;
    this.#dirty.clear();
    for (const row of this.#changedWhileBuilding) this.changed(row);
    if (old !== undefined) await this.#free(old);
  }

  /** Another graph is in use, whatever becomes of this one. */
  async #free(graph: ItemGraph): Promise<void> {
    await graph.empty().catch((error: unknown) => this.#options.onError?.(error));
  }

  /** The graph of an earlier process; whatever is wrong with it, there is another way. */
  async #restored(): Promise<ItemGraph | undefined> {
    const { keptAs: name, spaceId, onError } = this.#options;
    if (name === undefined || this.#builds > 0) return undefined;
    const vectors = this.#vectors;
    this.#changedWhileBuilding = new Set();
    const kept = { name, vectors, spaceId, version: this.#builds + 1, maxGone: SIDE_LIMIT };
    const graph = await restoreGraph(kept).catch((error: unknown) => void onError?.(error));
    if (graph === undefined || !(await this.#isLike(graph))) return undefined;
    this.#builds++;
    return graph;
  }

  /** Whether a graph has nearly all rows where they are now; the others count as changed. */
  async #isLike(graph: ItemGraph): Promise<boolean> {
    for (let row = 0; row < this.#vectors.size; row++) {
      if (row % RESTORE_CHUNK_ROWS === 0) await yieldToLoop();
      if (this.#hasTurned(graph, row)) this.#changedWhileBuilding.add(row);
    }
    if (this.#changedWhileBuilding.size <= SIDE_LIMIT) return true;
    await this.#free(graph);
    return false;
  }

  #buildOnce(): Promise<ItemGraph> {
    this.#changedWhileBuilding = new Set();
    return buildGraph({
      vectors: this.#vectors,
      spaceId: this.#options.spaceId,
      version: ++this.#builds,
      keptAs: this.#options.keptAs,
      onError: this.#options.onError,
      signal: this.#closing.signal,
    });
  }

  #isOutgrown({ size }: ItemGraph): boolean {
    const missing = this.#vectors.size - size;
    return missing > SIDE_LIMIT && missing > OUTGROWN_SHARE * size;
  }
}

function nearestOf(rows: readonly number[], cosines: readonly number[], k: number): Neighbour[] {
  const by = { rows: Int32Array.from(rows), values: Float64Array.from(cosines) };
  const places = bestPlaces({ ...by, count: rows.length }, k);
  return Array.from(places, (place) => ({ row: rows[place]!, cosine: cosines[place]! }));
}

function scan(vectors: ItemVectors, query: Float32Array, k: number): Neighbour[] {
  const { units, dims, size } = vectors;
  const found = exactScan({ matrix: units, dims, count: size, query, k, metric: "inner" });
  return Array.from(found.rows, (row, at) => ({ row, cosine: found.scores[at]! }));
}
