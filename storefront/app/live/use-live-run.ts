import type { BrowserEvent } from "@slipstream/contracts/events";
import type { LiveTrace } from "@slipstream/contracts/live-api";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useRef, useState } from "react";
import { railFeed } from "../rail/feed.ts";
import { useConsent } from "../tracking/consent.tsx";
import { rememberSeen } from "../tracking/seen.ts";
import { tracker } from "../tracking/tracker.ts";
import { askPlace, askTrace } from "./live-answers.ts";
import { extended, type MapPath } from "./map-shape.ts";

const KEY = "live";
const CARDS = 12;

/** One's own event on its way round the loop. */
export interface Run {
  eventId: string;
  /** On the clock of `performance`. */
  startedAt: number;
  /** From the click to the changed shelf, as this page measured it, milliseconds. */
  totalMs?: number;
  /** The stages as the parts measured them; present when nothing more will come. */
  stages?: LiveTrace["stages"];
}

/** What is opened, and where it was found. */
export interface Opening {
  itemId: string;
  from?: Pick<Rail, "placement" | "requestId"> | undefined;
}

/**
 * The page's half of the loop: tells of what is opened under a trace of its own, follows the shelf
 * that changes because of it, and asks where the session points by then.
 */
export function useLiveRun() {
  const { consent } = useConsent();
  const [rail, setRail] = useState<Rail>();
  const [run, setRun] = useState<Run>();
  const [path, setPath] = useState<MapPath>();
  const latest = useRef<string>(undefined);
  const change = (eventId: string, more: Partial<Run>) =>
    setRun((now) => (now?.eventId === eventId ? { ...now, ...more } : now));
  const step = () =>
    void askPlace().then((place) => place && setPath((now) => extended(now, place)));

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it calls only sets state
  useEffect(() => {
    if (consent === "loading") return;
    tracker.traceOf = traceparentOf;
    const unfollow = railFeed.follow(
      { key: KEY, placement: "because_you_viewed", limit: CARDS },
      (pushed, cause) => {
        if (!pushed.anchor) return;
        setRail(pushed);
        if (!cause) return;
        step();
        if (cause.eventId !== latest.current) return;
        const at = performance.now();
        setRun((now) =>
          now?.eventId === cause.eventId && now.totalMs === undefined
            ? { ...now, totalMs: at - now.startedAt }
            : now,
        );
      },
    );
    railFeed.ask(KEY);
    step();
    return () => {
      unfollow();
      tracker.traceOf = undefined;
      latest.current = undefined;
    };
  }, [consent]);

  const open = ({ itemId, from }: Opening) => {
    const startedAt = performance.now();
    rememberSeen(itemId);
    const found = from && { placement: from.placement, requestId: from.requestId };
    const eventId = tracker.record({ type: "view", itemId, ...found });
    latest.current = eventId;
    if (eventId === undefined) {
      railFeed.ask(KEY);
      step();
      return;
    }
    setRun({ eventId, startedAt });
    void askTrace(eventId, () => latest.current === eventId).then((trace) =>
      change(eventId, { stages: trace?.stages ?? [] }),
    );
  };
  return { rail, run, path, open };
}

/** A sampled trace, named by the first event that the page waits for. */
function traceparentOf(events: readonly BrowserEvent[]): string {
  const { id } = events.find(({ type }) => type === "view") ?? events[0]!;
  return `00-${id.replaceAll("-", "")}-${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}-01`;
}
