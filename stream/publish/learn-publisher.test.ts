import { decodeFactors } from "@slipstream/contracts/factors";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { parseLearnSubject } from "@slipstream/contracts/subjects";
import { expect, test } from "vitest";
import { learnMessages } from "./learn-publisher.ts";

test("a turn's steps go out before the factors that learnt from them", () => {
  const vector = new Float32Array(FACTOR_DIMENSIONS);
  const learnt = { version: 1, index: 0, popularity: 0, bias: 0, input: vector, output: vector };
  const seen = { visitorId: "v", sessionId: "s", itemId: "lamp", quantity: 1, occurredAt: 1 };
  const steps = [3, 9].map((partition) => ({
    shop: "demo",
    partition,
    steps: [{ ...seen, type: "view" as const, eventSequence: 7 }],
  }));
  const records = [{ ...learnt, itemId: "lamp" }];
  const factors = [{ shop: "demo", partition: 3, spaceId: 0, records, absorbed: [] }];
  const tokens = new Map([3, 9].map((partition) => [partition, 5]));
  const messages = learnMessages({ steps, factors, lastSequence: 7, tokens });
  const kinds = messages.map(({ subject }) => parseLearnSubject(subject)?.kind);
  expect(kinds).toEqual(["steps", "steps", "factors"]);
  expect(decodeFactors(messages[2]!.payload).eventSequence).toBe(7);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(3);
});
