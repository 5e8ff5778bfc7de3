import type { JetStreamManager } from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";

/** Messages that stay on EVENTS although all have read them: for people, and short rebuilds. */
const KEPT_TAIL = 200_000;
/** Purging less than this is not worth a call. */
const MIN_PURGED = 10_000;

/**
 * Takes from EVENTS what is both archived and applied, save a tail: the stream refuses what does
 * not fit, so it must not fill with what nobody needs. Answers how many messages went.
 */
export async function purgeEvents(
  manager: JetStreamManager,
  done: { archived: number; applied: number },
): Promise<number> {
  const { state } = await manager.streams.info(streams.events);
  const keepFrom = Math.min(done.archived, done.applied, state.last_seq - KEPT_TAIL) + 1;
  if (keepFrom - state.first_seq < MIN_PURGED) return 0;
  const { purged } = await manager.streams.purge(streams.events, { seq: keepFrom });
  return purged;
}
