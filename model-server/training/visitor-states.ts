import { MAX_EARLIER, MAX_RECENT, type Query } from "@slipstream/algorithms/engine/query";

/** What a visitor did, as sources see it, kept up event by event. */
interface VisitorState {
  session: number;
  recent: number[];
  recentAt: number[];
  earlier: number[];
  seen: Set<number>;
}

/** The states of all visitors of a log, as they are before each event. */
export class VisitorStates {
  readonly #states = new Map<number, VisitorState>();

  /** The question that an event answers. `visitor`: the user, or the session of a guest. */
  before(visitor: number, session: number, now: number): Query & { seen: ReadonlySet<number> } {
    const state = this.#stateOf(visitor, session);
    return { ...state, now };
  }

  /** Takes what happened. */
  add(visitor: number, session: number, event: { row: number; at: number }): void {
    const state = this.#stateOf(visitor, session);
    state.recent = [event.row, ...state.recent.slice(0, MAX_RECENT - 1)];
    state.recentAt = [event.at, ...state.recentAt.slice(0, MAX_RECENT - 1)];
    state.seen.add(event.row);
  }

  #stateOf(visitor: number, session: number): VisitorState {
    let state = this.#states.get(visitor);
    if (state === undefined) {
      state = { session, recent: [], recentAt: [], earlier: [], seen: new Set() };
      this.#states.set(visitor, state);
    }
    if (state.session !== session) {
      state.session = session;
      state.earlier = [...new Set([...state.recent, ...state.earlier])].slice(0, MAX_EARLIER);
      state.recent = [];
      state.recentAt = [];
    }
    return state;
  }
}
