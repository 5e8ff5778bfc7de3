import type { RailCard as Card } from "@slipstream/contracts/rail-socket";
import X from "lucide-react/icons/x";
import { t } from "../language/text.ts";
import { useCategoryName } from "../shop.ts";
import { reasonSentence } from "./reasons.ts";

export interface WhyPanelProps {
  card: Card;
  onClose: () => void;
  onHide: (how: { byKeyboard: boolean }) => void;
}

/** Says why a card stands there, over its picture, and lets it be sent away. */
export default function WhyPanel({ card, onClose, onHide }: WhyPanelProps) {
  const sentence = reasonSentence(card.reason, useCategoryName());
  return (
    <section
      aria-label={t("Why {product} stands here", { product: card.title })}
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
        {t("Not interested")}
      </button>
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: the button that opened this is gone
        autoFocus
        aria-label={t("Close")}
        onClick={onClose}
        className="absolute top-0 right-0 inline-flex size-11 items-center justify-center rounded-full"
      >
        <X size={16} aria-hidden="true" />
      </button>
    </section>
  );
}
