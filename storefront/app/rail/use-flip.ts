import type { Rail } from "@slipstream/contracts/rail-socket";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { whenIdle } from "../ui/when-idle.ts";

interface Flip {
  /** The rail as it stands on the page: `incoming`, or the one before while `held`. */
  shown: Rail | undefined;
  /** Grows with every change of the order of cards. */
  changes: number;
}

/** Fetched when the page has nothing else to do: a rail that changes before then changes at once. */
let motion: typeof import("./flip-cards.ts") | undefined;

function loadMotion(): void {
  import("./flip-cards.ts").then(
    (loaded) => {
      motion = loaded;
    },
    () => {},
  );
}

function idsOf(rail: Rail | undefined): string[] {
  return rail?.cards.map(({ itemId }) => itemId) ?? [];
}

/**
 * Lets a new version of a rail take the old one's place: cards that moved slide, new ones appear
 * over those that go, once and in 320 ms; cards that kept their place do not stir. While `held`
 * (someone reads a card) the new version waits.
 */
export function useFlip(
  track: RefObject<HTMLElement | null>,
  incoming: Rail | undefined,
  held: boolean,
): Flip {
  const [flip, setFlip] = useState<Flip>({ shown: incoming, changes: 0 });
  const play = useRef<() => void>(undefined);
  useEffect(() => whenIdle(loadMotion), []);

  // Before the change: copies of the cards that go are laid over their places.
  useLayoutEffect(() => {
    if (held || incoming === flip.shown) return;
    const [before, after] = [idsOf(flip.shown), idsOf(incoming)];
    const changed = flip.shown !== undefined && before.join() !== after.join();
    if (changed && track.current) play.current = motion?.prepare(track.current, before, after);
    setFlip({ shown: incoming, changes: flip.changes + (changed ? 1 : 0) });
  }, [incoming, held, flip, track]);

  // After it, before the paint: everything starts where it was.
  useLayoutEffect(() => {
    if (flip.changes === 0) return;
    play.current?.();
    play.current = undefined;
  }, [flip.changes]);

  return flip;
}
