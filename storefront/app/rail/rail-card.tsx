import type { RailCard as Card, Rail } from "@slipstream/contracts/rail-socket";
import { type ComponentType, lazy, Suspense, useEffect, useRef } from "react";
import { t } from "../language/text.ts";
import { tracker } from "../tracking/tracker.ts";
import { ProductCard } from "../ui/product-card.tsx";
import type { WhyPanelProps } from "./why-panel.tsx";

const loadPanel = () => import("./why-panel.tsx");
/** Fetched when somebody is about to ask; where it does not come, the card closes again. */
const WhyPanel = lazy<ComponentType<WhyPanelProps>>(() =>
  loadPanel().catch(() => ({ default: Closing })),
);

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
        <Suspense>
          <WhyPanel card={card} onClose={() => onToggle(false)} onHide={onHide} />
        </Suspense>
      ) : (
        <button
          ref={why}
          type="button"
          aria-label={t("Why this? {product}", { product: card.title })}
          onPointerEnter={() => loadPanel().catch(() => {})}
          onFocus={() => loadPanel().catch(() => {})}
          onClick={() => onToggle(true)}
          className="why"
        >
          <span>{t("Why this?")}</span>
        </button>
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

function Closing({ onClose }: WhyPanelProps) {
  useEffect(onClose, [onClose]);
  return null;
}
