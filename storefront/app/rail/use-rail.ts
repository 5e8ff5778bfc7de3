import type { Placement } from "@slipstream/contracts/placements";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useConsent } from "../tracking/consent.tsx";
import { seenItems } from "../tracking/seen.ts";
import { railFeed } from "./feed.ts";
import type { LiveMode } from "./protocol.ts";

export interface RailSpec {
  /** The page's short name for the rail. */
  name: string;
  placement: Placement;
  /** The product that the rail is about. */
  itemId?: string;
  /** Cards asked for. */
  limit: number;
}

let mounted = 0;

/**
 * A rail that begins as the server rendered it (or empty) and follows the visitor: asked once
 * after hydration, then pushed. A new spec or a new `initial` begins anew.
 */
export function useRail(spec: RailSpec, initial: Rail | undefined): Rail | undefined {
  const { consent } = useConsent();
  const { name, placement, itemId, limit } = spec;
  const [latest, setLatest] = useState<{ of: Rail | undefined; rail: Rail }>();
  const base = useRef(initial);
  base.current = initial;

  useEffect(() => {
    if (consent === "loading") return;
    // A key of its own for every mount: a push meant for the page before cannot land here.
    const key = `${name}.${++mounted}`;
    const subscription = { key, placement, limit, ...(itemId === undefined ? {} : { itemId }) };
    const unfollow = railFeed.follow(subscription, (rail) =>
      setLatest({ of: base.current, rail }),
    );
    if (consent === "granted" || seenItems().length > 0) void railFeed.ask(key);
    return unfollow;
  }, [consent, name, placement, itemId, limit]);

  return latest?.of === initial && latest !== undefined ? latest.rail : initial;
}

/** How the rails of this tab are kept current. */
export function useLiveMode(): LiveMode {
  return useSyncExternalStore(
    railFeed.onMode,
    () => railFeed.mode,
    () => "off",
  );
}
