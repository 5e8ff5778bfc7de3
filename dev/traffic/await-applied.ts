import { setTimeout as sleep } from "node:timers/promises";
import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { opsStatusSchema } from "@slipstream/contracts/ops-status";
import type { EdgeClient } from "./edge-client.ts";

const POLL_MS = 500;
/** Quiet polls in a row that count as done. */
const QUIET_POLLS = 3;
/** Other shoppers' events between two polls that do not count as work still going on. */
const OTHER_TRAFFIC = 50;
/** Without any progress for so long, waiting is given up. */
const STALLED_MS = 60_000;

export interface AppliedState {
  /** Nothing waits in the outboxes or on the stream. */
  done: boolean;
  applied: number;
  archived: number;
  pending: number;
  lagSeconds: number;
  waitedMs: number;
}

/**
 * `GET /api/ops/status`; undefined when the edge does not answer as it should, or the key
 * lacks the scope `operations:read`.
 */
export async function readOpsStatus(client: EdgeClient): Promise<OpsStatus | undefined> {
  const answer = await client
    .request({ method: "GET", path: "/api/ops/status" })
    .catch(() => undefined);
  const parsed = opsStatusSchema.safeParse(answer?.body);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Waits until the stream processor has applied all that the hubs accepted, or until nothing moves
 * any more. `onProgress` hears the state at each look.
 */
export async function awaitApplied(options: {
  client: EdgeClient;
  onProgress?: (state: AppliedState) => void;
}): Promise<AppliedState> {
  const startedAt = performance.now();
  let movedAt = startedAt;
  let quiet = 0;
  let before = { pending: 0, counted: 0 };
  for (;;) {
    const state = stateOf(await readOpsStatus(options.client), performance.now() - startedAt);
    options.onProgress?.(state);
    quiet = state.pending === 0 ? quiet + 1 : 0;
    const now = { pending: state.pending, counted: state.applied + state.archived };
    if (now.pending !== before.pending || now.counted !== before.counted) {
      movedAt = performance.now();
    }
    // The archive follows in batches of its own: quiet begins when it rests, too.
    if (Math.abs(now.counted - before.counted) > OTHER_TRAFFIC) quiet = Math.min(quiet, 1);
    before = now;
    if (quiet >= QUIET_POLLS) return { ...state, done: true };
    if (performance.now() - movedAt > STALLED_MS) return state;
    await sleep(POLL_MS);
  }
}

function stateOf(status: OpsStatus | undefined, waitedMs: number): AppliedState {
  const totals = status?.stream?.totals;
  if (!status || !totals) {
    return { done: false, applied: 0, archived: 0, pending: Infinity, lagSeconds: 0, waitedMs };
  }
  const partitions = status.stream?.partitions ?? [];
  // Where nothing lies behind the watermark all is applied, though an acknowledgement may lag.
  const behind = partitions.filter(({ lagSeconds }) => lagSeconds > 0);
  const ackPending = behind.reduce((sum, partition) => sum + partition.ackPending, 0);
  return {
    done: false,
    applied: totals.applied,
    archived: totals.archived,
    pending: totals.pending + ackPending + status.hubs.outboxDepth,
    lagSeconds: totals.lagSeconds,
    waitedMs,
  };
}
