import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RefObject } from "react";
import { useLayoutEffect, useRef, useState } from "react";
import type { RailChange } from "./flip.ts";
import { compareOrders, isUnchanged } from "./flip.ts";

const SWAP_MS = 320;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";

interface Flip {
  /** The rail as it stands on the page: `incoming`, or the one before while `held`. */
  shown: Rail | undefined;
  /** Grows with every change of the order of cards. */
  changes: number;
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
  const pending = useRef<{ change: RailChange; ghosts: HTMLElement[] }>(undefined);

  // Before the change: copies of the cards that go are laid over their places.
  useLayoutEffect(() => {
    if (held || incoming === flip.shown) return;
    const change = compareOrders(idsOf(flip.shown), idsOf(incoming));
    const changed = !isUnchanged(change) && flip.shown !== undefined;
    if (changed && track.current)
      pending.current = { change, ghosts: ghostsOf(track.current, change) };
    setFlip({ shown: incoming, changes: flip.changes + (changed ? 1 : 0) });
  }, [incoming, held, flip, track]);

  // After it, before the paint: everything starts where it was.
  useLayoutEffect(() => {
    const todo = pending.current;
    if (!todo || !track.current || flip.changes === 0) return;
    pending.current = undefined;
    play(track.current, todo.change, todo.ghosts);
  }, [flip.changes, track]);

  return flip;
}

function cardsOf(track: HTMLElement): HTMLElement[] {
  return [...track.querySelectorAll<HTMLElement>("[data-card]")];
}

function ghostsOf(track: HTMLElement, { left }: RailChange): HTMLElement[] {
  const cards = cardsOf(track);
  return left.flatMap(({ from }) => {
    const card = cards[from];
    if (!card) return [];
    const ghost = card.cloneNode(true) as HTMLElement;
    ghost.removeAttribute("data-card");
    ghost.inert = true;
    Object.assign(ghost.style, {
      position: "absolute",
      left: `${card.offsetLeft}px`,
      top: `${card.offsetTop}px`,
      width: `${card.offsetWidth}px`,
      pointerEvents: "none",
    });
    return [ghost];
  });
}

function play(track: HTMLElement, change: RailChange, ghosts: readonly HTMLElement[]): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const cards = cardsOf(track);
  const timing = { duration: SWAP_MS, easing: EASE };
  for (const { from, to } of change.moved) {
    const [start, end] = [cards[from], cards[to]];
    if (!end) continue;
    // A place beyond the new end was just outside: one card's width further.
    const startLeft = start?.offsetLeft ?? end.offsetLeft + end.offsetWidth;
    end.animate(
      [{ transform: `translateX(${startLeft - end.offsetLeft}px)` }, { transform: "none" }],
      timing,
    );
  }
  const entered = new Set(change.entered);
  for (const card of cards) {
    if (entered.has(card.dataset.card ?? ""))
      card.animate([{ opacity: 0 }, { opacity: 1 }], timing);
  }
  for (const ghost of ghosts) {
    track.appendChild(ghost);
    const fade = ghost.animate([{ opacity: 1 }, { opacity: 0 }], { ...timing, fill: "forwards" });
    fade.finished.then(
      () => ghost.remove(),
      () => ghost.remove(),
    );
  }
}
