import type { Rule, RulesMessage } from "@slipstream/contracts/merchandising";

/** The merchandising rules of one shop: from PostgreSQL at the start, from LEARN afterwards. */
export class RulesView {
  #readAt = Number.NEGATIVE_INFINITY;
  #rules: readonly Rule[] = [];

  /** In their order: where two say different things, the earlier one comes first. */
  get all(): readonly Rule[] {
    return this.#rules;
  }

  /** Takes a whole set, unless a later one is here. */
  apply({ readAt, rules }: RulesMessage): void {
    if (readAt < this.#readAt) return;
    this.#readAt = readAt;
    this.#rules = rules;
  }
}
