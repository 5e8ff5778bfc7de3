import { useState } from "react";
import { t } from "../language/text.ts";
import { tracker } from "../tracking/tracker.ts";
import { Button } from "../ui/button.tsx";
import { unhideItem } from "./hidden.ts";

/** Takes back a "not interested", long after the offer to undo it is gone. */
export function ShowAgain({ itemId, title }: { itemId: string; title: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <span role="status" className="text-14">
      {isShown ? (
        t("You will see it again.")
      ) : (
        <Button
          look="plain"
          aria-label={t("Show {product} again", { product: title })}
          onClick={() => {
            unhideItem(itemId);
            tracker.record({ type: "unhide", itemId });
            setShown(true);
          }}
        >
          {t("Show again")}
        </Button>
      )}
    </span>
  );
}
