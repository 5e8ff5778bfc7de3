import {
  CoVisitation,
  nextItemCoVisitation,
  symmetricCoVisitation,
} from "@slipstream/algorithms/co-visitation";
import { SessionKnn } from "@slipstream/algorithms/session-knn";
import { Trending } from "@slipstream/algorithms/trending";
import { eventWeights, isPositive } from "@slipstream/contracts/event-types";
import type { ForgetMessage } from "@slipstream/contracts/forget";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type { SessionStep } from "@slipstream/contracts/steps";
import { BasketsView } from "./baskets.ts";
import { VisitorsView } from "./visitors.ts";

/** Everything that is made of session steps: from the archive at the start, then from LEARN. */
export class StepsView {
  readonly coVisitation = new CoVisitation(symmetricCoVisitation);
  readonly nextItem = new CoVisitation(nextItemCoVisitation);
  readonly sessionKnn = new SessionKnn();
  readonly trending = new Trending();
  readonly baskets = new BasketsView();
  readonly visitors = new VisitorsView();
  readonly #categoriesOf: (itemId: string) => readonly string[];
  /** Highest EVENTS sequence applied, per partition. */
  readonly #seen = new Float64Array(PARTITIONS);
  #positives = 0;
  #applied = 0;

  constructor(categoriesOf: (itemId: string) => readonly string[]) {
    this.#categoriesOf = categoriesOf;
  }

  /** Steps applied since the start of the process. */
  get applied(): number {
    return this.#applied;
  }

  /** Takes a step from the archive; those come in order of sequence. */
  load(step: SessionStep): void {
    this.#observe(step);
  }

  /** Everything up to this EVENTS sequence came from the archive. */
  loadedUpTo(eventSequence: number): void {
    this.#seen.fill(eventSequence);
  }

  /** Takes a partition's message of LEARN, without the steps that it has seen. */
  apply(partition: number, steps: readonly SessionStep[]): void {
    const seen = this.#seen[partition] ?? 0;
    let latest = seen;
    for (const step of steps) {
      // Lines of one event share its sequence: compare with what was seen before the message.
      if (step.eventSequence <= seen) continue;
      this.#observe(step);
      latest = Math.max(latest, step.eventSequence);
    }
    this.#seen[partition] = latest;
  }

  /** Lets go of visitors who asked for it; what many did together stays, it names nobody. */
  forget({ visitorIds, sessionIds }: ForgetMessage): void {
    for (const visitorId of visitorIds) this.visitors.forget(visitorId);
    for (const sessionId of sessionIds) this.sessionKnn.forget(sessionId);
  }

  #observe(step: SessionStep): void {
    this.#applied++;
    const { itemId, sessionId, type, occurredAt } = step;
    if (isPositive(type) && !this.visitors.isImmediateRepeat(step)) this.#observeVisit(step);
    if (isPositive(type)) {
      this.sessionKnn.observe({ sessionId, itemId });
      const categories = this.#categoriesOf(itemId);
      this.trending.observe({ itemId, categories, weight: eventWeights[type], occurredAt });
    }
    this.baskets.apply(step, this.visitors.lastOrderOf(step));
    this.visitors.apply(step);
  }

  #observeVisit(step: SessionStep): void {
    const event = {
      visitorHistory: this.visitors.historyBefore(step),
      itemId: step.itemId,
      weight: eventWeights[step.type],
      eventIndex: ++this.#positives,
    };
    this.coVisitation.observe(event);
    this.nextItem.observe(event);
  }
}
