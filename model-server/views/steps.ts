import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Query } from "@slipstream/algorithms/engine/query";
import type { StandardEngine } from "@slipstream/algorithms/engine/standard";
import type { Trending } from "@slipstream/algorithms/sources/trending";
import { eventWeights, isPositive } from "@slipstream/contracts/event-types";
import type { ForgetMessage } from "@slipstream/contracts/forget";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type { SessionStep } from "@slipstream/contracts/steps";
import type { BasketsView } from "./baskets.ts";
import { SessionNumbers } from "./session-numbers.ts";
import { VisitorsView } from "./visitors.ts";

/** What steps are told to. */
export interface StepsParts {
  ids: ItemIds;
  engine: StandardEngine;
  trending: Trending;
  baskets: BasketsView;
  categoriesAt: (row: number) => readonly string[];
}

/** A visit of LEARN, just before anything has learnt of it. */
export interface ComingVisit {
  row: number;
  before: Query;
}

/** Everything that is made of session steps: from the archive at the start, then from LEARN. */
export class StepsView {
  readonly visitors = new VisitorsView();
  readonly sessions = new SessionNumbers();
  /** Told of each new visit before it is learnt, so that it can be predicted. */
  onVisit: ((visit: ComingVisit) => void) | undefined;
  /** Told of each step as it comes. */
  onStep: ((step: SessionStep) => void) | undefined;
  readonly #parts: StepsParts;
  /** Highest EVENTS sequence applied, per partition. */
  readonly #seen = new Float64Array(PARTITIONS);
  #applied = 0;

  constructor(parts: StepsParts) {
    this.#parts = parts;
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
      this.#observe(step, this.onVisit);
      this.onStep?.(step);
      latest = Math.max(latest, step.eventSequence);
    }
    this.#seen[partition] = latest;
  }

  /** Lets go of visitors who asked for it; what many did together stays, it names nobody. */
  forget({ visitorIds, sessionIds }: ForgetMessage): void {
    for (const visitorId of visitorIds) this.visitors.forget(visitorId);
    for (const sessionId of sessionIds) {
      this.#parts.engine.forget(this.sessions.numberOf(sessionId));
      this.sessions.forget(sessionId);
    }
  }

  #observe(step: SessionStep, onVisit?: (visit: ComingVisit) => void): void {
    this.#applied++;
    const { ids, engine, trending, baskets, categoriesAt } = this.#parts;
    const { visitorId, type, orderId, occurredAt } = step;
    const row = ids.ensure(step.itemId);
    const session = this.sessions.ensure(step.sessionId);
    const own = { visitorId, session, row, type, orderId, occurredAt };
    const before = isPositive(type) ? this.visitors.beforeVisit(own) : undefined;
    if (before !== undefined) {
      onVisit?.({ row, before });
      engine.observe({ row, weight: eventWeights[type], at: occurredAt }, before);
    }
    if (isPositive(type)) {
      const weight = eventWeights[type];
      trending.count({ row, categories: categoriesAt(row), weight, occurredAt });
    }
    baskets.apply(step, this.visitors.lastOrderOf(own));
    this.visitors.apply(own, before !== undefined);
  }
}
