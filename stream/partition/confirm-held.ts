import type { Holdings } from "./holdings.ts";
import { LeaseLost } from "./leases.ts";

/**
 * Before anything of a turn goes out: it may have been paused since messages came, and another may
 * hold the partitions. `interruption`: what was noticed since; of those only a lost lease stops it.
 * What is computed when it is asked to stop is written, before the checkpoint tells of it.
 * Throws `LeaseLost`.
 */
export async function confirmHeld(
  holdings: Pick<Holdings, "isFresh" | "confirm">,
  interruption: Error | undefined,
): Promise<void> {
  if (interruption instanceof LeaseLost) throw interruption;
  if (!holdings.isFresh) await holdings.confirm();
}
