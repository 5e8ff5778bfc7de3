import { useEffect, useRef, useState } from "react";

const SHOWN_MS = 8_000;

interface Offer {
  text: string;
  undo: () => void;
  /** For who came by keyboard: the offer takes the focus, and gives it back with this. */
  returnFocus: (() => void) | undefined;
}

let show: ((offer: Offer) => void) | undefined;

/** Says what was just done and lets it be taken back for eight seconds. */
export function offerUndo(offer: Offer): void {
  show?.(offer);
}

/** Where the offer floats. It stays while the pointer or the focus is on it. */
export function UndoBar() {
  const [offer, setOffer] = useState<Offer>();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    show = setOffer;
    return () => {
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (offer?.returnFocus) button.current?.focus();
  }, [offer]);
  const held = hovered || focused;
  useEffect(() => {
    if (!offer || held) return;
    const timer = setTimeout(() => setOffer(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [offer, held]);
  const close = () => {
    offer?.returnFocus?.();
    setOffer(undefined);
    setHovered(false);
    setFocused(false);
  };
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-6 z-50 flex justify-center"
    >
      {offer && (
        <p
          className="pointer-events-auto flex items-center gap-4 rounded-full bg-ink py-1 pr-2 pl-6 text-14 text-paper"
          onPointerEnter={() => setHovered(true)}
          onPointerLeave={() => setHovered(false)}
        >
          <span className="line-clamp-1">{offer.text}</span>
          <button
            ref={button}
            type="button"
            className="min-h-11 rounded-full px-4 font-medium underline underline-offset-4"
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onKeyDown={(event) => {
              if (event.key === "Escape") close();
              if (event.key === "Tab" && offer.returnFocus) {
                // The focus was brought here; it goes on where it came from.
                event.preventDefault();
                offer.returnFocus();
              }
            }}
            onClick={() => {
              offer.undo();
              close();
            }}
          >
            Undo
          </button>
        </p>
      )}
    </div>
  );
}
