import { pino } from "pino";
import type { Comparison, Difference } from "../rebuild/compare.ts";
import { type RebuildReport, rebuild } from "../rebuild/rebuild.ts";
import { openStores, type StoreAddresses } from "../rebuild/stores.ts";

const LEARNT = /:(factors|factor-homes|reservoir|session)(:|$)|:factor$/;

/** Builds the state anew from the log, compares, and puts it in place unless a namespace is named. */
export async function rebuilt(
  addresses: StoreAddresses,
  namespace?: string,
): Promise<RebuildReport> {
  const log = pino({ level: "silent" });
  const stores = await openStores(addresses, log);
  try {
    const settings = { from: "log", compare: true, replays: 2, namespace } as const;
    return await rebuild(settings, { stores, holder: "the rebuild", log });
  } finally {
    await stores.close();
  }
}

/** Differences in what is not learnt: what several have learnt apart is other in its bits. */
export function countingOf(comparison: Comparison | undefined): Difference[] {
  return (comparison?.told ?? []).filter(({ key }) => !LEARNT.test(key));
}
