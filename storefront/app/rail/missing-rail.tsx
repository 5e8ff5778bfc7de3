import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useRef } from "react";
import { tracker } from "../tracking/tracker.ts";

/** As long as a card has to be seen. */
const SECOND_MS = 1_000;

/**
 * Where a rail would be that an experiment has taken away. It tells when its place was seen, as a rail
 * does of its cards: else nobody could be counted who saw that there was none.
 */
export function MissingRail({ rail, enabled }: { rail: Rail; enabled: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const { placement, requestId } = rail;
  const arms = JSON.stringify(rail.arms ?? {});
  useEffect(() => {
    const element = place.current;
    if (!element || !enabled) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (!entry?.isIntersecting) return;
      timer = setTimeout(() => {
        observer.disconnect();
        tracker.record({ type: "impression", placement, requestId, arms: JSON.parse(arms) });
      }, SECOND_MS);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [placement, requestId, arms, enabled]);
  return <div ref={place} className="h-px" />;
}
