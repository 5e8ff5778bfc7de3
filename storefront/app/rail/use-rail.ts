import type { Placement } from "@slipstream/contracts/placements";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useConsent } from "../tracking/consent.tsx";
import { seenItems } from "../tracking/seen.ts";
import { shownByMoving } from "./apart.ts";
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

/** Rails of a page that stand still, as they come with it. */
export type StillRails = readonly Promise<Rail | undefined>[];
const none: StillRails = [];

async function itemsOf(rails: StillRails): Promise<string[]> {
  const settled = await Promise.all(rails.map((rail) => rail.catch(() => undefined)));
  return settled.flatMap((rail) => rail?.cards.map(({ itemId }) => itemId) ?? []);
}

interface Latest {
  itemId: string | undefined;
  rail: Rail;
  /** It was asked for under the visitor's consent. */
  granted: boolean;
}

/** Products that a request for a rail names as shown elsewhere: the release before refuses more. */
const MAX_STILL = 24;

let mounted = 0;

/**
 * The visitor's own version of a rail: asked for once after hydration where there is something to
 * go by, then pushed; it goes round what the page shows in rails that stand still. Undefined until
 * the first answer; a new spec begins anew.
 */
export function useRail(
  { name, placement, itemId, limit }: RailSpec,
  { live, around = none }: { live: boolean; around?: StillRails | undefined },
) {
  const { consent } = useConsent();
  const [latest, setLatest] = useState<Latest>();
  // New with every run of the loader, the same products as long as the page is about the same one.
  const latestAround = useRef(around);
  latestAround.current = around;

  useEffect(() => {
    if (!live || consent === "loading") return;
    // A key of its own for every mount: a push meant for the page before cannot land here.
    const key = `${name}.${++mounted}`;
    const follow = (still: string[]) => {
      const exclude = still.slice(0, MAX_STILL);
      const unfollow = railFeed.follow({ key, placement, limit, itemId, exclude }, (rail) =>
        setLatest({ itemId, rail, granted: consent === "granted" }),
      );
      if (consent === "granted" || seenItems().length > 0) railFeed.ask(key);
      return unfollow;
    };
    let leave = () => {};
    let left = false;
    void itemsOf(latestAround.current).then((still) => {
      if (!left) leave = follow(still);
    });
    return () => {
      left = true;
      leave();
    };
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
    const exclude = shownByMoving().slice(0, MAX_STILL);
    void railFeed.once({ key: name, placement, limit, itemId, exclude }).then((rail) => {
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
