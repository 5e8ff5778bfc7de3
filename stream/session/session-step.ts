import { emptySession, stepSession } from "@slipstream/algorithms/session-vector";
import { eventWeights, isPositive } from "@slipstream/contracts/event-types";
import { FACTOR_DIMENSIONS, SESSION_ITEMS } from "@slipstream/contracts/limits";
import type { RecentItem, SessionState } from "@slipstream/contracts/session-state";
import { withRecent } from "./recent.ts";

/**
 * A session after one more event about an item. `input` is the item's input vector; an item that
 * the learner does not know moves nothing. A session of another vector space starts its vector
 * anew: vectors of two spaces are never added.
 */
export function stepSessionState(
  session: SessionState | undefined,
  step: { item: RecentItem; input: Float32Array | undefined; spaceId: number },
): SessionState {
  const { item, input, spaceId } = step;
  const same = session?.spaceId === spaceId;
  const before = same
    ? { vector: session.vector, decayedAt: session.decayedAt }
    : emptySession(FACTOR_DIMENSIONS, item.occurredAt);
  const after =
    input === undefined
      ? before
      : stepSession(before, {
          input,
          weight: eventWeights[item.type],
          occurredAt: item.occurredAt,
        });
  const recent = session?.recent ?? [];
  return {
    spaceId,
    decayedAt: after.decayedAt,
    steps: (session?.steps ?? 0) + 1,
    vector: after.vector,
    recent: isPositive(item.type) ? withRecent(recent, item, SESSION_ITEMS) : [...recent],
  };
}
