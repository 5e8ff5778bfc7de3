import type { ConsumerState } from "@slipstream/contracts/stream-status";

/** Observations that a state is decided by. */
export const WINDOW_OBSERVATIONS = 10;

/** Where the consumer of one partition stood at a moment. */
export interface AckObservation {
  atMs: number;
  /** The stream sequence up to which everything is acknowledged. */
  ackFloor: number;
  /** Events that are not acknowledged: not delivered yet, or in hand. */
  behind: number;
  /** Somebody's lease on the partition was alive. */
  held: boolean;
}

/**
 * How a consumer does, by the way that its ack floor went through a sliding window, not by a
 * threshold of lag: the rules of LinkedIn's Burrow (wiki, "Consumer Lag Evaluation Rules"; order as
 * in `calculatePartitionStatus`), with the ack floor for the committed offset, and a lease that is
 * alive for a commit, as Kafka's consumers commit without progress too.
 *
 * - nothing is behind now: `ok`
 * - `stopped`: no lease for longer than the leases seen in the window are apart
 * - nothing was behind at some time in the window: `ok`
 * - `stalled`: the floor has not moved, and no less is behind from one observation to the next
 * - `warning`: the floor moves, but no less is behind from one observation to the next
 *
 * `window` is in the order of time; what is older than WINDOW_OBSERVATIONS leases does not count.
 * While there are fewer, only `ok` and `stopped` can be told.
 */
export function consumerState(window: readonly AckObservation[], nowMs: number): ConsumerState {
  const last = window.at(-1);
  if (last === undefined || last.behind === 0) return "ok";
  const held = window.filter((each) => each.held).slice(-WINDOW_OBSERVATIONS);
  if (isStopped(window, held, nowMs)) return "stopped";
  if (held.length < WINDOW_OBSERVATIONS || held.some(({ behind }) => behind === 0)) return "ok";
  if (!neverLess(held.map(({ behind }) => behind))) return "ok";
  return held.every(({ ackFloor }) => ackFloor === held[0]?.ackFloor) ? "stalled" : "warning";
}

function isStopped(
  window: readonly AckObservation[],
  held: readonly AckObservation[],
  nowMs: number,
): boolean {
  const [first, last] = [held[0], held.at(-1)];
  if (first === undefined || last === undefined) return window.length >= WINDOW_OBSERVATIONS;
  return nowMs - last.atMs > last.atMs - first.atMs && window.at(-1)?.held === false;
}

function neverLess(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= values[index - 1]!);
}
