import { placeOnPage } from "@slipstream/contracts/page-rails";
import type { RailCard as Card, Rail } from "@slipstream/contracts/rail-socket";
import type { ReactNode } from "react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { t } from "../language/text.ts";
import { useConsent } from "../tracking/consent.tsx";
import { tracker } from "../tracking/tracker.ts";
import { useImpressions } from "../tracking/use-impressions.ts";
import { announce } from "../ui/announcer.tsx";
import { CardSkeletons } from "../ui/skeleton.tsx";
import { offerUndo } from "../ui/undo.tsx";
import { STILL, useShownBefore, useShows } from "./apart.ts";
import { FlowingLine } from "./flowing-line.tsx";
import { hideItem, unhideItem, useHiddenItems } from "./hidden.ts";
import { RailCard } from "./rail-card.tsx";
import { RailPlace } from "./rail-place.tsx";
import { ScrollArrows } from "./scroll-arrows.tsx";
import { useFlip } from "./use-flip.ts";
import { useLiveMode } from "./use-rail.ts";

const FLOW_MS = 900;

interface RailViewProps {
  /** The heading; may say what the rail speaks of. */
  title: (rail: Rail | undefined) => ReactNode;
  /** The heading for screen readers, when the rail has changed. */
  spoken: (rail: Rail) => string;
  rail: Rail | undefined;
  /** What experiments made of it, where that is another than the rail that is shown. */
  made?: Rail | undefined;
  /** The stream moves this rail: it carries the line. */
  live?: boolean;
  /** Shown over the reserved room when there is nothing to show. */
  empty?: ReactNode;
  eager?: boolean;
}

/** A row of cards that keeps its height, whatever comes. */
export function RailView({
  title,
  spoken,
  rail,
  made = rail,
  live = false,
  empty,
  eager = false,
}: RailViewProps) {
  const headingId = useId();
  const track = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<string>();
  const hidden = useHiddenItems();
  // One in which somebody reads stands still.
  const place = live && rail && open === undefined ? 1 + placeOnPage(rail.placement) : STILL;
  const before = useShownBefore(place);
  const wanted = useMemo(() => without(rail, [...hidden, ...before]), [rail, hidden, before]);
  const { shown, changes } = useFlip(track, wanted, open !== undefined);
  const { consent } = useConsent();
  const flowing = useFlowing(changes, shown, spoken, live);
  const cards = shown?.cards ?? [];
  const itemIds = cards.map(({ itemId }) => itemId);
  useShows(headingId, { place, itemIds });
  useImpressions(track, {
    requestId: shown?.requestId ?? "",
    placement: shown?.placement ?? "trending",
    arms: shown?.arms,
    standIn: shown?.standIn,
    itemIds,
    enabled: consent === "granted",
  });

  // A small shop may have nothing left for a rail that comes late on its page.
  const isBare = live && shown !== undefined && cards.length === 0 && empty === undefined;
  if (rail?.hidden || isBare) return <RailPlace rail={made} />;
  return (
    <section aria-labelledby={headingId} data-waiting={cards.length === 0 || undefined}>
      <RailPlace rail={made} />
      <div className="flex items-end justify-between gap-6">
        <h2 id={headingId} className="text-20 md:text-28">
          {shown?.title ?? title(shown)}
        </h2>
        <div className="flex shrink-0 items-center gap-4">
          {live && <LiveMark flowing={flowing} />}
          <ScrollArrows track={track} cards={cards.length} />
        </div>
      </div>
      {live ? <FlowingLine flowing={flowing} /> : <div className="h-6" />}
      <div className="relative mt-4">
        <ul
          ref={track}
          tabIndex={-1}
          data-invites={(cards.length === 0 && empty !== undefined) || undefined}
          className="rail-track outline-none"
        >
          {cards.map((card, place) => (
            <RailCard
              key={card.itemId}
              rail={shown!}
              card={card}
              eager={eager && place < 5}
              open={open === card.itemId}
              onToggle={(isOpen) => setOpen(isOpen ? card.itemId : undefined)}
              onHide={({ byKeyboard }) => {
                setOpen(undefined);
                // The control that had the focus is gone with its card.
                track.current?.focus();
                const returnFocus = () => focusNext(track.current, card.itemId, place);
                hide(card, shown!, byKeyboard ? returnFocus : undefined);
              }}
            />
          ))}
          {cards.length === 0 && <CardSkeletons count={6} />}
        </ul>
        {cards.length === 0 && empty && (
          <div className="absolute inset-0 flex items-center">{empty}</div>
        )}
      </div>
    </section>
  );
}

function without(rail: Rail | undefined, itemIds: readonly string[]): Rail | undefined {
  if (!rail?.cards.some(({ itemId }) => itemIds.includes(itemId))) return rail;
  return { ...rail, cards: rail.cards.filter(({ itemId }) => !itemIds.includes(itemId)) };
}

/** Gives the focus to the card that took the place of a hidden one, or to the last. */
function focusNext(track: HTMLElement | null, hiddenId: string, place: number): void {
  const cards = [...(track?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
  const others = cards.filter((card) => card.dataset.card !== hiddenId);
  const next = others[Math.min(place, others.length - 1)]?.querySelector("a");
  (next ?? track)?.focus();
}

function hide(
  { itemId, title }: Card,
  { placement, requestId }: Rail,
  returnFocus: (() => void) | undefined,
): void {
  hideItem(itemId);
  tracker.record({ type: "hide", itemId, placement, requestId });
  offerUndo({
    text: t("You will not see {product} again.", { product: title }),
    returnFocus,
    undo: () => {
      unhideItem(itemId);
      tracker.record({ type: "unhide", itemId, placement, requestId });
    },
  });
}

/** True for a moment after each change; tells screen readers of it too. */
function useFlowing(
  changes: number,
  shown: Rail | undefined,
  spoken: (rail: Rail) => string,
  live: boolean,
): boolean {
  const [flowing, setFlowing] = useState(false);
  const latest = useRef({ shown, spoken });
  latest.current = { shown, spoken };
  useEffect(() => {
    const { shown: rail, spoken: say } = latest.current;
    if (changes === 0 || !live || !rail) return;
    setFlowing(true);
    announce(say(rail));
    const timer = setTimeout(() => setFlowing(false), FLOW_MS);
    return () => clearTimeout(timer);
  }, [changes, live]);
  return flowing;
}

function LiveMark({ flowing }: { flowing: boolean }) {
  const mode = useLiveMode();
  if (mode !== "open" && mode !== "polling") return null;
  return (
    <span
      className="live-mark inline-flex items-center gap-2 text-12 text-ink-soft"
      data-flowing={flowing || undefined}
    >
      {mode === "open" ? t("Live") : t("Every few seconds")}
    </span>
  );
}
