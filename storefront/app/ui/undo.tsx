import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import type { UndoOfferProps } from "./undo-offer.tsx";

const loadOffer = () => import("./undo-offer.tsx");
/** Fetched with the first offer; where it does not come, what was done stays done. */
const UndoOffer = lazy<ComponentType<UndoOfferProps>>(() =>
  loadOffer().catch(() => ({ default: () => null })),
);

type Offer = UndoOfferProps["offer"];

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
  return (
    <div role="status">
      <Suspense>
        {offer && <UndoOffer offer={offer} onClose={() => setOffer(undefined)} />}
      </Suspense>
    </div>
  );
}
