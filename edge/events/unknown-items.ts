import { serverEventTypes } from "@slipstream/contracts/event-types";
import { itemsOf, type ShopEvent } from "@slipstream/contracts/events";
import { ProblemError, type ProblemIssue } from "@slipstream/contracts/problems";
import type { Catalogue } from "../catalogue/catalogue.ts";

type Subject = Pick<ShopEvent, "type" | "itemId" | "lines">;

const factTypes: ReadonlySet<string> = new Set(serverEventTypes);

/**
 * Throws `unknown_items`, naming every event that speaks of a product that the shop does not have
 * or does not show. A fact (a purchase, a return) may speak of one that was hidden since.
 */
export async function refuseUnknownItems(
  events: readonly Subject[],
  catalogue: Catalogue,
): Promise<void> {
  if (!events.some((event) => unknownItem(event, catalogue) !== undefined)) return;
  await catalogue.recheck();
  const issues: ProblemIssue[] = [];
  for (const [index, event] of events.entries()) {
    const itemId = unknownItem(event, catalogue);
    if (itemId !== undefined) {
      issues.push({ path: `events.${index}`, message: `there is no product ${itemId}` });
    }
  }
  if (issues.length > 0) {
    throw new ProblemError("unknown_items", { detail: "none of the batch was taken", issues });
  }
}

function unknownItem(event: Subject, catalogue: Catalogue): string | undefined {
  const mayBeHidden = factTypes.has(event.type);
  return itemsOf(event).find((itemId) => {
    const visible = catalogue.visibility(itemId);
    return visible === undefined || (!visible && !mayBeHidden);
  });
}
