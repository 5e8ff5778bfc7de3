import { compareOrders, type RailChange } from "./flip.ts";

const SWAP_MS = 320;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";

/**
 * Before a rail's cards change their order: notes what is going to move. Call the answer when they
 * have, before they are painted.
 */
export function prepare(
  track: HTMLElement,
  before: readonly string[],
  after: readonly string[],
): () => void {
  const change = compareOrders(before, after);
  const ghosts = ghostsOf(track, change);
  return () => play(track, change, ghosts);
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
