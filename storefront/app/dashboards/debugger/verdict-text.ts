import type { Refusal, Verdict } from "@slipstream/contracts/debugger";

const refusals: Readonly<Record<Refusal, string>> = {
  unknown_item: "the model server does not know such a product",
  not_published: "it is not published",
  out_of_stock: "it is sold out",
  hidden_by_visitor: "this person said “not interested”",
  own_product: "this person sells it",
  excluded_by_request: "the page shows it already",
  excluded_by_rule: "a rule takes it out",
  is_the_page: "it is what the page is about",
  in_cart: "it lies in the cart",
  not_a_candidate: "it is not in the list that is re-ranked",
  other_category: "it is of another category",
  outside_price_range: "its price is outside of what was asked for",
  not_alike: "it is too unlike the page's product",
};

/** Why something is, or is not, in a rail: one sentence without a full stop. */
export function verdictText(verdict: Verdict): string {
  switch (verdict.code) {
    case "shown":
      return `It is shown, at place ${verdict.position + 1}`;
    case "filtered":
      return verdict.rule
        ? `It was kept out: the rule “${verdict.rule.name}” takes it out`
        : `It was kept out: ${refusals[verdict.refusal]}`;
    case "not_retrieved":
      return "No source proposed it: nothing that is known of this person and page leads to it";
    case "switched_off":
      return "A switch has turned this rail off";
    case "ranked_below":
      return `It was ranked, as number ${verdict.rank} of ${verdict.of}: others were better`;
  }
}
