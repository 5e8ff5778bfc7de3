import type { RailCard as Card, Rail } from "@slipstream/contracts/rail-socket";
import { Ellipsis, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useCategoryName } from "../shop.ts";
import { tracker } from "../tracking/tracker.ts";
import { ProductCard } from "../ui/product-card.tsx";
import { reasonSentence } from "./reasons.ts";

interface RailCardProps {
  rail: Pick<Rail, "placement" | "requestId" | "arms">;
  card: Card;
  eager: boolean;
  /** The card shows why it stands there. */
  open: boolean;
  onToggle: (open: boolean) => void;
  onHide: (how: { byKeyboard: boolean }) => void;
}

export function RailCard({ rail, card, eager, open, onToggle, onHide }: RailCardProps) {
  const { placement, requestId } = rail;
  const { itemId, position } = card;
  const why = useReturnedFocus(open);
  const click = () =>
    tracker.record({
      type: "click",
      itemId,
      placement,
      requestId,
      ...(rail.arms ? { arms: { ...rail.arms, ...card.arms } } : {}),
      lines: [{ itemId, position }],
    });
  return (
    <li data-card={itemId} className="relative">
      <ProductCard
        product={{ ...card, tint: card.tint ?? "" }}
        eager={eager}
        state={{ placement, requestId }}
        onClick={click}
      />
      {open ? (
        <WhyPanel card={card} onClose={() => onToggle(false)} onHide={onHide} />
      ) : (
        <div className="pointer-events-none absolute inset-x-0 top-0 aspect-square">
          <button
            ref={why}
            type="button"
            aria-label={`Why this? ${card.title}`}
            onClick={() => onToggle(true)}
            className="why pointer-events-auto absolute right-1 bottom-0 inline-flex min-h-11 min-w-11 items-center justify-center rounded-full text-12"
          >
            <span className="inline-flex h-7 items-center rounded-full bg-float">
              <span className="why-words px-2.5">Why this?</span>
              <Ellipsis size={16} aria-hidden="true" className="why-dots mx-1.5" />
            </span>
          </button>
        </div>
      )}
    </li>
  );
}

/** For the button that opened a panel: it gets the focus back when the panel closes. */
function useReturnedFocus(open: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return button;
}

interface WhyPanelProps {
  card: Card;
  onClose: () => void;
  onHide: RailCardProps["onHide"];
}

function WhyPanel({ card, onClose, onHide }: WhyPanelProps) {
  const sentence = reasonSentence(card.reason, useCategoryName());
  return (
    <section
      aria-label={`Why ${card.title} stands here`}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="why-panel absolute inset-0 flex flex-col justify-between rounded-picture bg-shade p-3 md:p-4"
    >
      <p className="line-clamp-6 pt-8 text-14">{sentence}.</p>
      <button
        type="button"
        // A click that no pointer made has no count.
        onClick={({ detail }) => onHide({ byKeyboard: detail === 0 })}
        className="-mb-2 min-h-11 self-start text-left text-14 underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
      >
        Not interested
      </button>
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: the button that opened this is gone
        autoFocus
        aria-label="Close"
        onClick={onClose}
        className="absolute top-0 right-0 inline-flex size-11 items-center justify-center rounded-full"
      >
        <X size={16} aria-hidden="true" />
      </button>
    </section>
  );
}
