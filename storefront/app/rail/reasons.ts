import type { RailCard } from "@slipstream/contracts/rail-socket";

export type NameOfCategory = (slug: string) => string | undefined;

/** Why a product stands there, as one plain sentence without a full stop. */
export function reasonSentence(reason: RailCard["reason"], nameOf: NameOfCategory): string {
  const { title } = reason;
  const category = reason.category === undefined ? undefined : nameOf(reason.category);
  switch (reason.code) {
    case "because_you_viewed":
      return title ? `Because you looked at ${title}` : "Because of what you just looked at";
    case "because_you_bought":
      return title ? `Because you bought ${title}` : "Because of what you bought";
    case "similar_to":
      return title ? `Much like ${title}` : "Much like what you are looking at";
    case "bought_together":
      return title ? `Often bought together with ${title}` : "Often bought together";
    case "people_like_you":
      return "People who looked at the same things liked this";
    case "for_you":
      return "It fits what you have looked at lately";
    case "trending":
      return "Popular this week";
    case "trending_in_category":
      return category ? `Popular in ${category} this week` : "Popular in its category this week";
    case "picked":
      return "Picked by the shop";
    case "new":
      return category ? `New in ${category}` : "New in the shop";
    case "seen_before":
      return "You looked at this before";
  }
}

/** True for a reason that is about the visitor, not about the shop at large. */
export function isPersonal({ code }: RailCard["reason"]): boolean {
  return (
    code !== "trending" && code !== "trending_in_category" && code !== "new" && code !== "picked"
  );
}
