import type { RailCard as Card, Rail } from "@slipstream/contracts/rail-socket";
import Ellipsis from "lucide-react/icons/ellipsis";
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
        <div className="pointer-events-none absolute inset-x-0 top-0 aspect-square">
          <button
            ref={why}
            type="button"
            aria-label={t("Why this? {product}", { product: card.title })}
            onPointerEnter={() => loadPanel().catch(() => {})}
            onFocus={() => loadPanel().catch(() => {})}
            onClick={() => onToggle(true)}
            className="why pointer-events-auto absolute right-1 bottom-0 inline-flex min-h-11 min-w-11 items-center justify-center rounded-full text-12"
          >
            <span className="inline-flex h-7 items-center rounded-full bg-float">
              <span className="why-words px-2.5">{t("Why this?")}</span>
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

function Closing({ onClose }: WhyPanelProps) {
  useEffect(onClose, [onClose]);
  return null;
}
