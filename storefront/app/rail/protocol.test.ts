import type { Rail, RailSubscription } from "@slipstream/contracts/rail-socket";
import { describe, expect, test } from "vitest";
import type { LiveEvent, LiveState } from "./protocol.ts";
import {
  FAILURES_BEFORE_POLLING,
  liveStep,
  offState,
  PING_MS,
  POLL_MS,
  POLLS_BETWEEN_TRIES,
} from "./protocol.ts";

const rails: RailSubscription[] = [
  { key: "because.1", placement: "because_you_viewed", limit: 12 },
];
const rail: Rail = {
  key: "because.1",
  placement: "because_you_viewed",
  requestId: "r1",
  cards: [],
  degraded: false,
  stale: false,
  model: { name: "blend", version: "1" },
};

/** The state after some events, and the effects of the last. */
function after(...events: LiveEvent[]) {
  let step = {
    state: offState as LiveState,
    effects: liveStep(offState, { type: "stop" }).effects,
  };
  for (const event of events) step = liveStep(step.state, event, () => 1);
  return step;
}

const start: LiveEvent = { type: "start" };
const follow: LiveEvent = { type: "follow", rails };
const opened: LiveEvent = { type: "opened" };
const closed: LiveEvent = { type: "closed" };
const timer: LiveEvent = { type: "timer" };

describe("a page that may be live", () => {
  test("opens one socket, once", () => {
    expect(after(start).effects).toEqual([{ do: "open" }]);
    expect(after(start, start).effects).toEqual([]);
  });

  test("subscribes when the socket opens, and again when its rails change", () => {
    const subscribe = { do: "send", message: { kind: "subscribe", rails } };
    expect(after(follow, start, opened).effects).toEqual([
      subscribe,
      { do: "wait", delayMs: PING_MS },
    ]);
    expect(after(start, opened, follow).effects).toEqual([subscribe]);
    expect(after(start, follow).effects).toEqual([]);
  });

  test("delivers pushes for rails that it still follows, and no others", () => {
    const push: LiveEvent = { type: "message", message: { kind: "rail", rail } };
    expect(after(start, opened, follow, push).effects).toEqual([{ do: "deliver", rail }]);
    expect(after(start, opened, push).effects).toEqual([]);
  });
});

describe("a page that may not", () => {
  test("closes and ignores what comes after", () => {
    const { state, effects } = after(start, opened, { type: "stop" });
    expect(effects).toEqual([{ do: "close" }]);
    expect(liveStep(state, closed)).toEqual({ state, effects: [] });
    expect(liveStep(state, timer)).toEqual({ state, effects: [] });
  });
});

describe("a socket that fails", () => {
  test("is tried again after a wait that grows", () => {
    expect(after(start, closed).effects).toEqual([{ do: "wait", delayMs: 500 }]);
    expect(after(start, closed, timer).effects).toEqual([{ do: "open" }]);
    expect(after(start, closed, timer, closed).effects).toEqual([{ do: "wait", delayMs: 1_000 }]);
  });

  test("gives way to polling after some failures, and comes back", () => {
    const failing = Array.from({ length: FAILURES_BEFORE_POLLING }, () => [closed, timer]).flat();
    const polling = after(follow, start, ...failing.slice(0, -1));
    expect(polling.state.mode).toBe("polling");
    expect(polling.effects).toEqual([
      { do: "poll", rails },
      { do: "wait", delayMs: POLL_MS },
    ]);
    let step = polling;
    for (let poll = 1; poll <= POLLS_BETWEEN_TRIES; poll++) step = liveStep(step.state, timer);
    expect(step.effects).toContainEqual({ do: "open" });
    const back = liveStep(step.state, opened).state;
    expect(back).toMatchObject({ mode: "open", failures: 0, polls: 0 });
  });

  test("starts counting anew once it was open", () => {
    expect(after(start, closed, timer, opened, closed).effects).toEqual([
      { do: "wait", delayMs: 500 },
    ]);
  });
});

describe("a quiet socket", () => {
  test("is pinged, and kept when it answers", () => {
    const pinged = after(start, opened, timer);
    expect(pinged.effects).toEqual([{ do: "ping" }, { do: "wait", delayMs: PING_MS }]);
    const answered = liveStep(pinged.state, { type: "pong" }).state;
    expect(liveStep(answered, timer).effects[0]).toEqual({ do: "ping" });
  });

  test("is left and replaced when it does not", () => {
    const { state, effects } = after(start, opened, timer, timer);
    expect(effects).toEqual([{ do: "close" }, { do: "wait", delayMs: 500 }]);
    expect(liveStep(state, timer).effects).toEqual([{ do: "open" }]);
  });
});
