import { useEffect, useRef, useState } from "react";
import { legTimes, pointAt, stations, stationTimes } from "./loop-shape.ts";
import type { Run } from "./use-live-run.ts";

/** From the page to the hub, before it is known how long anything took. */
const FIRST_LEG_MS = 1_000;
/** Parts of the pulse behind its head, and how far apart they are, in stations. */
const TAIL = 4;
const TAIL_GAP = 0.035;

/**
 * Runs a pulse round the line for an event: to the hub at once, on from there as soon as it is known
 * how long each stretch took. Give `pulse` to the group of circles that are the pulse, head first.
 */
export function useRound(run: Run | undefined) {
  const pulse = useRef<SVGGElement>(null);
  const [round, setRound] = useState({ eventId: "", reached: 0 });
  const latest = useRef(run);
  latest.current = run;
  const eventId = run?.eventId;

  useEffect(() => {
    if (eventId === undefined) return;
    const reach = (reached: number) => setRound({ eventId, reached });
    reach(0);
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let progress = 0;
    let before = performance.now();
    let frame = requestAnimationFrame(function advance(now) {
      const stages = latest.current?.stages;
      const legsMs = stages && legTimes(stationTimes(stages)).legsMs;
      // A frame may be of a time before this began.
      const elapsedMs = Math.max(0, now - before);
      before = now;
      const reached = Math.floor(progress);
      progress = isCalm
        ? (stages && stations.length) || 0
        : advanced(progress, elapsedMs, legsMs ?? [FIRST_LEG_MS]);
      if (Math.floor(progress) !== reached) reach(Math.floor(progress));
      place(pulse.current, progress);
      if (progress < stations.length) frame = requestAnimationFrame(advance);
    });
    return () => cancelAnimationFrame(frame);
  }, [eventId]);

  return { pulse, reached: round.eventId === eventId ? round.reached : 0 };
}

/** Never past a station in one step, so that each is seen to be reached. */
function advanced(progress: number, elapsedMs: number, legsMs: readonly number[]): number {
  const station = Math.floor(progress);
  const legMs = legsMs[station];
  if (legMs === undefined) return progress;
  return Math.min(station + 1, progress + elapsedMs / legMs);
}

function place(pulse: SVGGElement | null, progress: number): void {
  const parts = [...(pulse?.children ?? [])];
  parts.forEach((part, at) => {
    const { x, y } = pointAt(Math.max(0, progress - at * TAIL_GAP));
    part.setAttribute("cx", x.toFixed(1));
    part.setAttribute("cy", y.toFixed(1));
  });
}

/** Radii of the pulse's parts, head first. */
export const pulseRadii = Array.from({ length: TAIL + 1 }, (_, at) => 8 - at * 1.3);
