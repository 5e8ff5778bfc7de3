import type { BrowserEvent } from "@slipstream/contracts/events";
import { describe, expect, test } from "vitest";
import type { EventQueue } from "./queue.ts";
import {
  emptyQueue,
  enqueue,
  MAX_BATCH,
  MAX_QUEUED,
  outcomeOf,
  settle,
  takeBatch,
  unsent,
} from "./queue.ts";

function events(count: number, type: BrowserEvent["type"] = "view", prefix = type): BrowserEvent[] {
  return Array.from({ length: count }, (_, place) => ({
    id: `${prefix}-${place}`,
    type,
    itemId: `p${place}`,
    occurredAt: place,
  }));
}

function ids(list: readonly BrowserEvent[]): string[] {
  return list.map(({ id }) => id);
}

function sending(count: number): EventQueue {
  return takeBatch(enqueue(emptyQueue, events(count)), 0).queue;
}

describe("enqueue", () => {
  test("keeps the order and takes an id once", () => {
    const queue = enqueue(enqueue(emptyQueue, events(2)), events(3));
    expect(ids(queue.waiting)).toEqual(["view-0", "view-1", "view-2"]);
  });

  test("does not take again what is under way", () => {
    expect(enqueue(sending(2), events(2)).waiting).toEqual([]);
  });

  test("gives up impressions before anything that tells more", () => {
    const full = enqueue(enqueue(emptyQueue, events(1, "impression")), events(MAX_QUEUED));
    expect(full.waiting).toHaveLength(MAX_QUEUED);
    expect(full.waiting.some(({ type }) => type === "impression")).toBe(false);
    expect(enqueue(full, events(1, "hide")).waiting[0]?.id).toBe("view-1");
  });
});

test("an edge that does not know stand-ins takes the event without that word", () => {
  const seen = { ...events(1, "impression")[0]!, standIn: true };
  const { queue } = takeBatch(enqueue(emptyQueue, [seen]), 0);
  const again = settle(queue, { kind: "refused" }, 0);
  expect(again.waiting).toEqual(events(1, "impression"));
  expect(settle(takeBatch(again, 0).queue, { kind: "refused" }, 0).waiting).toEqual([]);
});

describe("takeBatch", () => {
  test("takes one batch and nothing more while it is under way", () => {
    const { queue, batch } = takeBatch(enqueue(emptyQueue, events(MAX_BATCH + 5)), 0);
    expect(batch).toHaveLength(MAX_BATCH);
    expect(queue.waiting).toHaveLength(5);
    expect(takeBatch(queue, 0).batch).toEqual([]);
  });

  test("waits out the pause that was asked for", () => {
    const queue = { ...enqueue(emptyQueue, events(1)), notBefore: 1_000 };
    expect(takeBatch(queue, 999).batch).toEqual([]);
    expect(takeBatch(queue, 1_000).batch).toHaveLength(1);
  });
});

describe("settle", () => {
  test("forgets what was accepted", () => {
    expect(unsent(settle(sending(3), { kind: "accepted" }, 0))).toEqual([]);
  });

  test("keeps everything in order for later, and waits longer each time", () => {
    const first = settle(sending(2), { kind: "later" }, 10_000, () => 1);
    expect(ids(first.waiting)).toEqual(["view-0", "view-1"]);
    expect(first.notBefore).toBe(11_000);
    const second = settle(takeBatch(first, 11_000).queue, { kind: "later" }, 11_000, () => 1);
    expect(second.notBefore).toBe(13_000);
  });

  test("honours Retry-After where it is longer than the back-off", () => {
    const queue = settle(sending(1), { kind: "later", retryAfterMs: 30_000 }, 0, () => 0);
    expect(queue.notBefore).toBe(30_000);
  });

  test("finds the one bad event by sending one by one, and loses only that", () => {
    let queue = settle(sending(3), { kind: "refused" }, 0);
    const accepted: string[] = [];
    for (let turn = 0; turn < 10 && queue.waiting.length > 0; turn++) {
      const taken = takeBatch(queue, 0);
      expect(taken.batch).toHaveLength(1);
      const bad = taken.batch[0]?.id === "view-1";
      if (!bad) accepted.push(...ids(taken.batch));
      queue = settle(taken.queue, { kind: bad ? "refused" : "accepted" }, 0);
    }
    expect(accepted).toEqual(["view-0", "view-2"]);
    expect(queue).toEqual(emptyQueue);
  });
});

test("what an HTTP status means", () => {
  expect(outcomeOf(202, null)).toEqual({ kind: "accepted" });
  expect(outcomeOf(422, null)).toEqual({ kind: "refused" });
  expect(outcomeOf(429, "7")).toEqual({ kind: "later", retryAfterMs: 7_000 });
  expect(outcomeOf(503, null)).toEqual({ kind: "later" });
  expect(outcomeOf(401, null)).toEqual({ kind: "later" });
});
