import type { JetStreamManager } from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";

/**
 * From which sequence on EVENTS has every event that was ever on it. Before that it lacks what was
 * purged, and what was erased because somebody asked to be forgotten; the archive has both, the
 * latter without names.
 */
export async function readLogStart(manager: JetStreamManager): Promise<{ wholeFrom: number }> {
  const { state } = await manager.streams.info(streams.events);
  if ((state.num_deleted ?? 0) === 0) return { wholeFrom: state.first_seq };
  const detailed = await manager.streams.info(streams.events, { deleted_details: true });
  let wholeFrom = detailed.state.first_seq;
  for (const sequence of detailed.state.deleted ?? []) {
    wholeFrom = Math.max(wholeFrom, sequence + 1);
  }
  return { wholeFrom };
}
