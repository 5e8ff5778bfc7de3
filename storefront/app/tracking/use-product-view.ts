import type { Placement } from "@slipstream/contracts/placements";
import { useEffect } from "react";
import type { Location } from "react-router";
import { useConsent } from "./consent.tsx";
import { rememberSeen } from "./seen.ts";
import { tracker } from "./tracker.ts";

/** What a card leaves in the history entry of the page that it leads to. */
export interface ArrivedFrom {
  placement: Placement;
  requestId: string;
}

/**
 * Tells the shop, at once, that this product is being looked at; each visit of the page counts
 * once. Before the visitor has agreed it is only remembered in memory.
 */
export function useProductView(itemId: string, location: Location): void {
  const { consent } = useConsent();
  const { key } = location;
  const from = location.state as ArrivedFrom | null;
  const placement = from?.placement;
  const requestId = from?.requestId;
  // The key stands for the visit: the same product opened again is looked at again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    rememberSeen(itemId);
    if (consent !== "granted") return;
    tracker.record({ type: "view", itemId, placement, requestId });
  }, [itemId, key, consent]);
}
