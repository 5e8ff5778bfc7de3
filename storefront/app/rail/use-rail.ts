import type { Placement } from "@slipstream/contracts/placements";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useState, useSyncExternalStore } from "react";
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

interface Latest {
  itemId: string | undefined;
  rail: Rail;
  /** It was asked for under the visitor's consent. */
  granted: boolean;
}

let mounted = 0;

/**
 * The visitor's own version of a rail: asked for once after hydration where there is something to
 * go by, then pushed. Undefined until the first answer; a new spec begins anew.
 */
export function useRail({ name, placement, itemId, limit }: RailSpec, live: boolean) {
  const { consent } = useConsent();
  const [latest, setLatest] = useState<Latest>();

  useEffect(() => {
    if (!live || consent === "loading") return;
    // A key of its own for every mount: a push meant for the page before cannot land here.
    const key = `${name}.${++mounted}`;
    const subscription = { key, placement, limit, ...(itemId === undefined ? {} : { itemId }) };
    const unfollow = railFeed.follow(subscription, (rail) =>
      setLatest({ itemId, rail, granted: consent === "granted" }),
    );
    if (consent === "granted" || seenItems().length > 0) void railFeed.ask(key);
    return unfollow;
  }, [live, consent, name, placement, itemId, limit]);

  // What was made from a visitor's record goes when they take their consent back.
  const allowed = latest !== undefined && (!latest.granted || consent === "granted");
  return allowed && latest.itemId === itemId ? latest.rail : undefined;
}

/**
 * The visitor's own version of a rail that the stream does not move: asked for once, where something
 * is being tried out and the page came from a cache that knows nobody. Undefined without one.
 */
export function useTriedRail(
  { name, placement, itemId, limit }: RailSpec,
  shared: Rail | undefined,
): Rail | undefined {
  const { consent } = useConsent();
  const [own, setOwn] = useState<Rail>();
  const isWanted = shared?.tried === true && consent === "granted";
  useEffect(() => {
    if (!isWanted) return;
    let left = false;
    const subscription = { key: name, placement, limit, ...(itemId ? { itemId } : {}) };
    void railFeed.once(subscription).then((rail) => {
      if (!left) setOwn(rail);
    });
    return () => {
      left = true;
    };
  }, [isWanted, name, placement, itemId, limit]);
  return isWanted ? own : undefined;
}

/** How the rails of this tab are kept current. */
export function useLiveMode(): LiveMode {
  return useSyncExternalStore(
    railFeed.onMode,
    () => railFeed.mode,
    () => "off",
  );
}
