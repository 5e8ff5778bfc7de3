import type {
  ClientMessage,
  HubMessage,
  Rail,
  RailSubscription,
} from "@slipstream/contracts/rail-socket";
import { backoffMs } from "../tracking/backoff.ts";

/** Sockets that failed in a row before the page asks by polling instead. */
export const FAILURES_BEFORE_POLLING = 3;
export const POLL_MS = 4_000;
/** While polling, every this many polls the socket is tried again. */
export const POLLS_BETWEEN_TRIES = 8;
export const PING_MS = 25_000;
const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 15_000;

/** The event that changed a rail. */
export type RailCause = Extract<HubMessage, { kind: "rail" }>["cause"];

export type LiveMode = "off" | "connecting" | "open" | "waiting" | "polling";

export interface LiveState {
  readonly mode: LiveMode;
  readonly rails: readonly RailSubscription[];
  readonly failures: number;
  readonly polls: number;
  readonly awaitingPong: boolean;
}

export type LiveEvent =
  | { type: "start" }
  | { type: "stop" }
  | { type: "follow"; rails: readonly RailSubscription[] }
  | { type: "opened" }
  | { type: "closed" }
  | { type: "message"; message: HubMessage }
  | { type: "pong" }
  /** The timer asked for by the last `wait` effect. */
  | { type: "timer" };

export type LiveEffect =
  | { do: "open" }
  | { do: "close" }
  | { do: "send"; message: ClientMessage }
  | { do: "ping" }
  | { do: "poll"; rails: readonly RailSubscription[] }
  /** Replaces the timer before it. */
  | { do: "wait"; delayMs: number }
  | { do: "deliver"; rail: Rail; cause?: RailCause | undefined };

export interface LiveStep {
  state: LiveState;
  effects: LiveEffect[];
}

export const offState: LiveState = {
  mode: "off",
  rails: [],
  failures: 0,
  polls: 0,
  awaitingPong: false,
};

/** One step of the conversation with the hub: pure, so that every path of it can be tested. */
export function liveStep(state: LiveState, event: LiveEvent, random?: () => number): LiveStep {
  switch (event.type) {
    case "start":
      return state.mode === "off" ? connect({ ...state, failures: 0 }) : stay(state);
    case "stop":
      return { state: { ...offState, rails: state.rails }, effects: [{ do: "close" }] };
    case "follow":
      return follow(state, event.rails);
    case "opened":
      return {
        state: { ...state, mode: "open", failures: 0, polls: 0, awaitingPong: false },
        effects: [subscribe(state.rails), { do: "wait", delayMs: PING_MS }],
      };
    case "closed":
      return closed(state, random);
    case "message":
      return delivered(state, event.message);
    case "pong":
      return stay({ ...state, awaitingPong: false });
    case "timer":
      return timer(state, random);
  }
}

function stay(state: LiveState): LiveStep {
  return { state, effects: [] };
}

function subscribe(rails: readonly RailSubscription[]): LiveEffect {
  return { do: "send", message: { kind: "subscribe", rails: [...rails] } };
}

function connect(state: LiveState): LiveStep {
  return { state: { ...state, mode: "connecting" }, effects: [{ do: "open" }] };
}

function follow(state: LiveState, rails: readonly RailSubscription[]): LiveStep {
  const next = { ...state, rails };
  return { state: next, effects: state.mode === "open" ? [subscribe(rails)] : [] };
}

function closed(state: LiveState, random?: () => number): LiveStep {
  if (state.mode === "off") return stay(state);
  const failures = state.failures + 1;
  if (failures >= FAILURES_BEFORE_POLLING) {
    const next = { ...state, failures, polls: 0, mode: "polling" as const, awaitingPong: false };
    return {
      state: next,
      effects: [
        { do: "poll", rails: state.rails },
        { do: "wait", delayMs: POLL_MS },
      ],
    };
  }
  const delayMs = backoffMs({ failures, baseMs: RETRY_BASE_MS, capMs: RETRY_CAP_MS, random });
  return {
    state: { ...state, mode: "waiting", failures, awaitingPong: false },
    effects: [{ do: "wait", delayMs }],
  };
}

function delivered(state: LiveState, message: HubMessage): LiveStep {
  // A page that has moved on still hears of the rails that it followed a moment ago.
  const wanted =
    message.kind === "rail" && state.rails.some((rail) => rail.key === message.rail.key);
  return {
    state: { ...state, awaitingPong: false },
    effects: wanted ? [{ do: "deliver", rail: message.rail, cause: message.cause }] : [],
  };
}

function timer(state: LiveState, random?: () => number): LiveStep {
  if (state.mode === "waiting") return connect(state);
  if (state.mode === "open") {
    // A socket that does not answer is dead, though nobody told us: leave it and begin again.
    if (state.awaitingPong) {
      const step = closed(state, random);
      return { state: step.state, effects: [{ do: "close" }, ...step.effects] };
    }
    return {
      state: { ...state, awaitingPong: true },
      effects: [{ do: "ping" }, { do: "wait", delayMs: PING_MS }],
    };
  }
  if (state.mode === "polling") {
    const polls = state.polls + 1;
    const effects: LiveEffect[] = [
      { do: "poll", rails: state.rails },
      { do: "wait", delayMs: POLL_MS },
    ];
    if (polls % POLLS_BETWEEN_TRIES === 0) effects.push({ do: "open" });
    return { state: { ...state, polls }, effects };
  }
  return stay(state);
}
