import type { Rail } from "@slipstream/contracts/rail-socket";
import { t } from "../language/text.ts";
import { PageRail } from "./page-rail.tsx";
import { isPersonal } from "./reasons.ts";

/** "For you" only when a card is truly chosen for the visitor. */
function heading(rail: Rail | undefined): string {
  return rail?.cards.some(({ reason }) => isPersonal(reason))
    ? t("For you")
    : t("Popular this week");
}

/** Begins with what is popular, becomes the visitor's own as soon as there is something to go by. */
export function ForYouRail({ initial }: { initial: Promise<Rail | undefined> }) {
  return (
    <PageRail
      live
      spec={{ name: "for-you", placement: "home_for_you", limit: 12 }}
      initial={initial}
      title={heading}
      spoken={(rail) => t("{rail} has changed", { rail: heading(rail) })}
    />
  );
}
