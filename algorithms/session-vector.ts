import { unit } from "./vector.ts";

/** Share of the session vector that one more step leaves of what was there before. */
export const SESSION_STEP_DECAY = 0.6;
/** How much the session counts beside the user's factor, κ: the length of a session's say. */
export const SESSION_SCALE = 2.5;
/** Event time after which half of a session's interest is gone. */
export const SESSION_HALF_LIFE_MS = 10 * 60 * 1000;

/** The part of a session's state that the vector lives in; `vector` is not normalised. */
export interface SessionVector {
  vector: Float32Array;
  /** Event time, epoch ms, that `vector` is decayed to. */
  decayedAt: number;
}

export interface SessionStepInput {
  /** The item's input vector a, as many numbers as the session's vector. */
  input: Float32Array;
  /** Weight of the event's type; negative takes interest back. */
  weight: number;
  /** Event time, epoch ms. */
  occurredAt: number;
}

/**
 * s ← ρ · 2^(−Δt / h) · s + w · a, a new state; the old one is left alone. ρ is
 * SESSION_STEP_DECAY, h SESSION_HALF_LIFE_MS. An event that is older than the state (clocks of
 * two devices) adds w · 2^(−age / h) · a and does not turn time back. The decayed sum of item
 * vectors follows "session vector, sampled softmax" of our own trials; the online learner trains
 * on the same ρ with Δt = 0 (`OnlineFactorization.learn`).
 * @throws RangeError when lengths differ or a number is not finite.
 */
export function stepSession(state: SessionVector, step: SessionStepInput): SessionVector {
  const { vector } = state;
  if (step.input.length !== vector.length) {
    throw new RangeError(
      `a vector of ${step.input.length} does not fit a session of ${vector.length}`,
    );
  }
  if (!Number.isFinite(step.weight) || !Number.isFinite(step.occurredAt)) {
    throw new RangeError("a session step needs a finite weight and time");
  }
  const decayedAt = Math.max(state.decayedAt, step.occurredAt);
  const keep = SESSION_STEP_DECAY * halving(decayedAt - state.decayedAt);
  const gain = step.weight * halving(decayedAt - step.occurredAt);
  const next = new Float32Array(vector.length);
  for (let d = 0; d < next.length; d++) next[d] = keep * vector[d]! + gain * step.input[d]!;
  return { vector: next, decayedAt };
}

/** An empty session of `dimensions` numbers at an event time. */
export function emptySession(dimensions: number, decayedAt: number): SessionVector {
  return { vector: new Float32Array(dimensions), decayedAt };
}

/**
 * The vector q that items are scored with: score_j = bias_j + q · b_j, q = u + κŝ, with ŝ the unit
 * session vector and κ SESSION_SCALE. Either part may be missing.
 */
export function queryVector(options: {
  dimensions: number;
  userFactor?: Float32Array | undefined;
  session?: Pick<SessionVector, "vector"> | undefined;
}): Float32Array {
  const { dimensions, userFactor, session } = options;
  const query = new Float32Array(dimensions);
  if (userFactor !== undefined) query.set(userFactor);
  if (session !== undefined) {
    const direction = readSession(session);
    for (let d = 0; d < dimensions; d++) query[d] = query[d]! + SESSION_SCALE * direction[d]!;
  }
  return query;
}

/**
 * The session vector as it is scored: of unit length, or zeros for a session that knows nothing.
 * Decay scales all of it alike, so the time of reading does not matter.
 */
export function readSession(state: Pick<SessionVector, "vector">): Float32Array {
  return unit(state.vector);
}

function halving(elapsedMs: number): number {
  return 2 ** (-elapsedMs / SESSION_HALF_LIFE_MS);
}
