import type { Placement } from "@slipstream/contracts/placements";
import type { RefObject } from "react";
import { useEffect } from "react";
import { tracker } from "./tracker.ts";

/** Half of a card for a second is an impression. */
const SHARE = 0.5;
const SECOND_MS = 1_000;
/** Cards seen together are told together. */
const GATHER_MS = 150;

export interface ImpressionSource {
  requestId: string;
  /** What experiments made of it. */
  arms?: Readonly<Record<string, string>> | undefined;
  standIn?: boolean | undefined;
  placement: Placement;
  /** The ids of the cards, in the order of the children of the container. */
  itemIds: readonly string[];
  /** Nothing is observed while false. */
  enabled: boolean;
}

/** Reports the children of `container` that were truly seen, each once per recommendation. */
export function useImpressions(
  container: RefObject<HTMLElement | null>,
  { requestId, placement, arms, standIn, itemIds, enabled }: ImpressionSource,
): void {
  const key = itemIds.join(" ");
  const made = JSON.stringify(arms ? { arms, standIn } : {});
  useEffect(() => {
    const element = container.current;
    if (!element || !enabled || requestId === "") return;
    const ids = key.split(" ");
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    let lines: { itemId: string; position: number }[] = [];
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      clearTimeout(gathering);
      gathering = undefined;
      if (lines.length > 0) {
        tracker.record({ type: "impression", placement, requestId, ...JSON.parse(made), lines });
      }
      lines = [];
    };
    const report = (child: Element, position: number) => {
      observer.unobserve(child);
      lines.push({ itemId: ids[position]!, position });
      gathering ??= setTimeout(flush, GATHER_MS);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio } of entries) {
          clearTimeout(timers.get(target));
          if (intersectionRatio < SHARE) continue;
          const position = children.indexOf(target);
          timers.set(
            target,
            setTimeout(() => report(target, position), SECOND_MS),
          );
        }
      },
      { threshold: SHARE },
    );
    const children = [...element.querySelectorAll("[data-card]")].slice(0, ids.length);
    for (const child of children) observer.observe(child);
    return () => {
      observer.disconnect();
      for (const timer of timers.values()) clearTimeout(timer);
      flush();
    };
  }, [container, requestId, placement, made, key, enabled]);
}
