/**
 * What is known of a visitor at one moment: all that sources and features go by. Rows are those of
 * `ItemIds`.
 */
export interface Query {
  /** Items of the session that asks, newest first, repeats kept: for a basket, its lines so far. */
  recent: readonly number[];
  /** Event time of each, epoch ms. */
  recentAt: readonly number[];
  /** Items of the visitor's earlier sessions, newest first, each once. */
  earlier: readonly number[];
  /** Event time of the question, epoch ms. */
  now: number;
  /** Number of the session that asks: no neighbour of itself. */
  session: number;
  /** What the learner scores items with in this session, u + κŝ; its session part; the user's. */
  vector?: Float32Array | undefined;
  /** The user's part of `vector`, u. */
  userVector?: Float32Array | undefined;
  /** Items that item-to-item sources start from, where a rail is about some: else `recent`. */
  seeds?: readonly number[] | undefined;
  /** Candidates that the caller named, in its order. */
  given?: readonly number[] | undefined;
  /** The category that candidates are wanted of. */
  category?: string | undefined;
}

/** One positive event, in log order. */
export interface Interaction {
  row: number;
  /** Above 0. */
  weight: number;
  /** Event time, epoch ms. */
  at: number;
}

/** Items that a query carries of its session, and of earlier ones. */
export const MAX_RECENT = 50;
export const MAX_EARLIER = 100;
