import { useEffect, useState } from "react";

const SHOWN_MS = 8_000;

interface Offer {
  text: string;
  undo: () => void;
}

let show: ((offer: Offer) => void) | undefined;

/** Says what was just done and lets it be taken back for eight seconds. */
export function offerUndo(offer: Offer): void {
  show?.(offer);
}

/** Where the offer floats. */
export function UndoBar() {
  const [offer, setOffer] = useState<Offer>();
  useEffect(() => {
    show = setOffer;
    return () => {
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (!offer) return;
    const timer = setTimeout(() => setOffer(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [offer]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-6 z-50 flex justify-center"
    >
      {offer && (
        <p className="pointer-events-auto flex items-center gap-4 rounded-full bg-ink py-1 pr-2 pl-6 text-14 text-paper">
          <span className="line-clamp-1">{offer.text}</span>
          <button
            type="button"
            className="min-h-11 rounded-full px-4 font-medium underline underline-offset-4"
            onClick={() => {
              offer.undo();
              setOffer(undefined);
            }}
          >
            Undo
          </button>
        </p>
      )}
    </div>
  );
}
