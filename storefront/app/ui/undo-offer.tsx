import { useEffect, useRef, useState } from "react";
import { t } from "../language/text.ts";

const SHOWN_MS = 8_000;

export interface UndoOfferProps {
  offer: {
    text: string;
    undo: () => void;
    /** For who came by keyboard: the offer takes the focus, and gives it back with this. */
    returnFocus: (() => void) | undefined;
  };
  onClose: () => void;
}

/** Goes by itself after a while, but stays while the pointer or the focus is on it. */
export default function UndoOffer({ offer, onClose }: UndoOfferProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const latestClose = useRef(onClose);
  latestClose.current = onClose;
  useEffect(() => {
    if (offer.returnFocus) button.current?.focus();
  }, [offer]);
  const held = hovered || focused;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another offer has its own eight seconds
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => latestClose.current(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [offer, held]);
  const close = () => {
    offer.returnFocus?.();
    onClose();
  };
  return (
    <p
      className="pointer-events-auto flex items-center gap-4 rounded-[1.625rem] bg-ink py-1 pr-2 pl-6 text-14 text-paper"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <span className="line-clamp-2">{offer.text}</span>
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
        {t("Undo")}
      </button>
    </p>
  );
}
