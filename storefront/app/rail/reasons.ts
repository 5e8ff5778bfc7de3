import type { RailCard } from "@slipstream/contracts/rail-socket";
import { t } from "../language/text.ts";

export type NameOfCategory = (slug: string) => string | undefined;

/** Why a product stands there, as one plain sentence without a full stop. */
export function reasonSentence(reason: RailCard["reason"], nameOf: NameOfCategory): string {
  const { title } = reason;
  const category = reason.category === undefined ? undefined : nameOf(reason.category);
  switch (reason.code) {
    case "because_you_viewed":
      return title
        ? t("Because you looked at {product}", { product: title })
        : t("Because of what you just looked at");
    case "because_you_bought":
      return title
        ? t("Because you bought {product}", { product: title })
        : t("Because of what you bought");
    case "similar_to":
      return title
        ? t("Much like {product}", { product: title })
        : t("Much like what you are looking at");
    case "bought_together":
      return title
        ? t("Often bought together with {product}", { product: title })
        : t("Often bought together");
    case "people_like_you":
      return t("People who looked at the same things liked this");
    case "for_you":
      return t("It fits what you have looked at lately");
    case "trending":
      return t("Popular this week");
    case "trending_in_category":
      return category
        ? t("Popular in {category} this week", { category })
        : t("Popular in its category this week");
    case "picked":
      return t("Picked by the shop");
    case "new":
      return category ? t("New in {category}", { category }) : t("New in the shop");
    case "seen_before":
      return t("You looked at this before");
  }
}

/** True for a reason that is about the visitor, not about the shop at large. */
export function isPersonal({ code }: RailCard["reason"]): boolean {
  return (
    code !== "trending" && code !== "trending_in_category" && code !== "new" && code !== "picked"
  );
}
