import type { ArchivedEvent } from "./checker/archive.ts";
import type { AcceptedEvent } from "./ledger.ts";

/** From when on a fault reigned: until the next one. */
export interface FaultWindow {
  fault: string;
  /** Epoch ms. */
  from: number;
}

/**
 * The longest time between the answer to an event and its being seen applied, in milliseconds, by
 * the fault that had begun last when it was applied. What is never applied is not a stall but lost.
 */
export function stallsByFault(options: {
  accepted: readonly AcceptedEvent[];
  archived: readonly ArchivedEvent[];
  /** In order of time. */
  windows: readonly FaultWindow[];
  appliedAt: (shard: number, number: number) => number | undefined;
}): Map<string, number> {
  const { accepted, archived, windows, appliedAt } = options;
  const hubs = new Map(archived.map(({ id, hub }) => [id, hub]));
  const stalls = new Map(windows.map(({ fault }): [string, number] => [fault, 0]));
  for (const { id, acceptedAt } of accepted) {
    const hub = hubs.get(id);
    const at = hub && appliedAt(hub.shard, hub.number);
    const fault = at && windows.findLast(({ from }) => from <= at)?.fault;
    if (!fault) continue;
    stalls.set(fault, Math.max(stalls.get(fault) ?? 0, at - acceptedAt));
  }
  return stalls;
}
