import {
  emptySession,
  queryVector,
  readSession,
  type SessionVector,
  stepSession,
} from "@slipstream/algorithms/session-vector";
import type { FactorsView } from "./views/factors.ts";

/**
 * Where a session points, of unit length, in the model's space: `stored` and on top of it items that
 * it does not know, newest first. Undefined when nothing is known.
 */
export function sessionDirection(
  { space }: FactorsView,
  rows: readonly number[],
  stored?: SessionVector,
): Float32Array | undefined {
  if (space === undefined) return undefined;
  const { vectors, places } = space;
  let state = stored ?? emptySession(vectors.dims, 0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const place = places.vectorOf(rows[at]!);
    if (place < 0) continue;
    const input = vectors.inputAt(place);
    state = stepSession(state, { input, weight: 1, occurredAt: state.decayedAt });
  }
  const vector = readSession(state);
  return vector.some((value) => value !== 0) ? vector : undefined;
}

/** What the model scores items with in a session, u + κŝ. */
export function sessionQuery(
  vector: Float32Array,
  userFactor: Float32Array | undefined,
): Float32Array {
  return queryVector({ dimensions: vector.length, userFactor, session: { vector } });
}
