import type { ConsumerInfo } from "@nats-io/jetstream";
import type { PartitionStatus } from "@slipstream/contracts/stream-status";
import { type AckObservation, consumerState, WINDOW_OBSERVATIONS } from "./consumer-state.ts";

/** Between two observations that are kept: the window is half a minute long. */
export const OBSERVE_MS = 3_000;
/** Rates are taken over about so long. */
const RATE_MS = 10_000;

/** An observation with the counts that rates come from. */
interface Counted extends AckObservation {
  /** Which making of the consumer the counts belong to: they start again with it. */
  madeAt: string;
  acknowledged: number;
  arrived: number;
}

type Noted = Pick<PartitionStatus, "state" | "inPerSecond" | "outPerSecond">;

/**
 * The last half minute of one partition's consumer, from which its state and its rates are told.
 * Counts are JetStream's own, so that any process tells them of any partition.
 */
export class PartitionWindow {
  readonly #kept: Counted[] = [];

  /** Adds what was seen just now. Without a consumer nothing can be told: `ok`, and no rates. */
  note(seen: { atMs: number; info: ConsumerInfo | undefined; held: boolean }): Noted {
    const { atMs, info, held } = seen;
    if (info === undefined) return { state: "ok", inPerSecond: 0, outPerSecond: 0 };
    const behind = info.num_pending + info.num_ack_pending;
    const acknowledged = info.ack_floor.consumer_seq;
    const now: Counted = {
      atMs,
      ackFloor: info.ack_floor.stream_seq,
      behind,
      held,
      madeAt: info.created,
      acknowledged,
      arrived: acknowledged + behind,
    };
    const window = [...this.#kept, now];
    if (atMs - (this.#kept.at(-1)?.atMs ?? 0) >= OBSERVE_MS) {
      this.#kept.push(now);
      if (this.#kept.length > 2 * WINDOW_OBSERVATIONS) this.#kept.shift();
    }
    return { state: consumerState(window, atMs), ...ratesOf(window, now) };
  }
}

function ratesOf(
  window: readonly Counted[],
  now: Counted,
): Pick<Noted, "inPerSecond" | "outPerSecond"> {
  const since = window.find(
    ({ atMs, madeAt }) => madeAt === now.madeAt && atMs >= now.atMs - RATE_MS - OBSERVE_MS,
  );
  const seconds = (now.atMs - (since?.atMs ?? now.atMs)) / 1000;
  if (since === undefined || seconds < 1) return { inPerSecond: 0, outPerSecond: 0 };
  return {
    inPerSecond: Math.max(0, now.arrived - since.arrived) / seconds,
    outPerSecond: Math.max(0, now.acknowledged - since.acknowledged) / seconds,
  };
}
