import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useRef } from "react";
import { useConsent } from "../tracking/consent.tsx";
import { tracker } from "../tracking/tracker.ts";

/** As long as a card has to be seen. */
const SECOND_MS = 1_000;

/**
 * The line at the top of a rail that experiments have a say in, or of where one has taken it away. It
 * tells, once, when it was seen. It is the same in every arm, whatever stands below it: visitors whom
 * one arm counts and another does not would make the two differ.
 */
export function RailPlace({ rail }: { rail: Rail | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const { consent } = useConsent();
  const latest = useRef(rail);
  latest.current = rail;
  const arms = rail?.arms && JSON.stringify(rail.arms);
  const isWatched = arms !== undefined && consent === "granted";
  useEffect(() => {
    const element = place.current;
    if (!element || !isWatched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (!entry?.isIntersecting) return;
      timer = setTimeout(() => {
        observer.disconnect();
        if (latest.current) tellSeen(latest.current, JSON.parse(arms));
      }, SECOND_MS);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [arms, isWatched]);
  return isWatched ? <div ref={place} className="-mb-px h-px" /> : null;
}

function tellSeen({ placement, requestId, tookMs }: Rail, arms: Record<string, string>): void {
  const time = tookMs === undefined ? {} : { tookMs };
  tracker.record({ type: "impression", placement, requestId, arms, ...time });
}
