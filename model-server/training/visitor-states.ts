import type { Query } from "@slipstream/algorithms/engine/query";
import { VisitHistory } from "@slipstream/algorithms/engine/visit-history";

interface VisitorState {
  history: VisitHistory;
  seen: Set<number>;
}

/** The states of all visitors of a log, as they are before each event. */
export class VisitorStates {
  readonly #states = new Map<number, VisitorState>();

  /** The question that an event answers. `visitor`: the user, or the session of a guest. */
  before(visitor: number, session: number, now: number): Query & { seen: ReadonlySet<number> } {
    const { history, seen } = this.#stateOf(visitor, session);
    return { ...history.query(now), seen };
  }

  /** Takes what happened. */
  add(visitor: number, session: number, event: { row: number; at: number }): void {
    const { history, seen } = this.#stateOf(visitor, session);
    history.add(event.row, event.at);
    seen.add(event.row);
  }

  #stateOf(visitor: number, session: number): VisitorState {
    let state = this.#states.get(visitor);
    if (state === undefined) {
      state = { history: new VisitHistory(), seen: new Set() };
      this.#states.set(visitor, state);
    }
    state.history.begin(session);
    return state;
  }
}
