import { describe, expect, test } from "vitest";
import {
  emptySession,
  queryVector,
  readSession,
  SESSION_HALF_LIFE_MS,
  SESSION_SCALE,
  SESSION_STEP_DECAY,
  stepSession,
} from "./session-vector.ts";

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const start = 1_700_000_000_000;

describe("a session's steps", () => {
  test("by hand: one half-life between two views", () => {
    const first = stepSession(emptySession(2, start), {
      input: east,
      weight: 2,
      occurredAt: start,
    });
    expect([...first.vector]).toEqual([2, 0]);
    const later = start + SESSION_HALF_LIFE_MS;
    const second = stepSession(first, { input: north, weight: 1, occurredAt: later });
    expect(second.decayedAt).toBe(later);
    expect(second.vector[0]).toBeCloseTo(2 * SESSION_STEP_DECAY * 0.5, 6);
    expect(second.vector[1]).toBe(1);
    expect([...first.vector]).toEqual([2, 0]);
  });

  test("a late event counts less and does not turn time back", () => {
    const first = stepSession(emptySession(2, start), {
      input: east,
      weight: 1,
      occurredAt: start,
    });
    const late = { input: north, weight: 1, occurredAt: start - SESSION_HALF_LIFE_MS };
    const second = stepSession(first, late);
    expect(second.decayedAt).toBe(start);
    expect(second.vector[1]).toBeCloseTo(0.5, 6);
  });

  test("a hidden item pushes away", () => {
    const state = stepSession(emptySession(2, start), {
      input: east,
      weight: -3,
      occurredAt: start,
    });
    expect([...readSession(state)]).toEqual([-1, 0]);
  });

  test("refuses what does not fit", () => {
    const state = emptySession(2, start);
    const wrong = { input: new Float32Array(3), weight: 1, occurredAt: start };
    expect(() => stepSession(state, wrong)).toThrow(RangeError);
    const infinite = { input: east, weight: Number.NaN, occurredAt: start };
    expect(() => stepSession(state, infinite)).toThrow(RangeError);
  });
});

test("reading normalises; an empty session reads as zeros", () => {
  expect([...readSession({ vector: Float32Array.of(0, 5) })]).toEqual([0, 1]);
  expect([...readSession(emptySession(2, start))]).toEqual([0, 0]);
});

test("the query is the user's factor plus the scaled direction of the session", () => {
  const userFactor = Float32Array.of(0.5, 0.25);
  const session = { vector: Float32Array.of(0, 7) };
  expect([...queryVector({ dimensions: 2, userFactor, session })]).toEqual([
    0.5,
    0.25 + SESSION_SCALE,
  ]);
  expect([...queryVector({ dimensions: 2, userFactor })]).toEqual([0.5, 0.25]);
  expect([...queryVector({ dimensions: 2, session })]).toEqual([0, SESSION_SCALE]);
  expect([...queryVector({ dimensions: 2 })]).toEqual([0, 0]);
});
