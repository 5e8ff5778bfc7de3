import { queryVector } from "@slipstream/algorithms/session-vector";
import { dotAt } from "@slipstream/algorithms/vector";
import { expect, test } from "vitest";
import type { VisitorState } from "../session-reader.ts";
import { describeSituation } from "../situation.ts";
import { DIMS, factor, NOW, requestFor, smallShop } from "../testing/shop.ts";
import { itemVectorSource } from "./item-vector.ts";
import { sessionVectorSource } from "./session-vector.ts";
import { userFactorSource } from "./user-factor.ts";

const outputs = ["cups-0", "lamps-0", "rugs-0"].map((itemId, axis) =>
  factor(itemId, axis * 2, { bias: 0.3 * axis }),
);
const userFactor = Float32Array.from({ length: DIMS }, (_, d) => 0.4 - 0.1 * d);
const vector = Float32Array.from({ length: DIMS }, (_, d) => d);

function situationOf(visitor: Partial<VisitorState>) {
  const model = smallShop();
  model.factors.apply({ spaceId: 1, dimensions: DIMS, eventSequence: 2, records: outputs });
  const state = { recent: [], hidden: new Set<string>(), complete: true, ...visitor };
  const request = requestFor({ visitorId: "v" });
  return { model, situation: describeSituation({ model, request, visitor: state, nowMs: NOW }) };
}

const user = { spaceId: 1, vector: userFactor };
const session = { spaceId: 1, vector, decayedAt: NOW, steps: 3, recent: [] };

test.each([
  ["u + κŝ", { userFactor: user, session }, sessionVectorSource],
  ["κŝ", { session }, sessionVectorSource],
  ["u", { userFactor: user }, userFactorSource],
])("scores with %s are what the learner trains, bias + q · b", (_, visitor, source) => {
  const { model, situation } = situationOf(visitor);
  const parts = { dimensions: DIMS, userFactor: undefined, session: undefined };
  const query = queryVector({
    ...parts,
    ...("userFactor" in visitor ? { userFactor: visitor.userFactor.vector } : {}),
    ...("session" in visitor ? { session: visitor.session } : {}),
  });
  const scores = new Map(source.propose(model, situation, 99).map((c) => [c.itemId, c.score]));
  for (const { itemId, output, bias } of outputs) {
    expect(scores.get(itemId)).toBeCloseTo(bias + dotAt(query, 0, output, 0, DIMS), 5);
  }
});

test("without a session or a factor of this space there is nothing to search with", () => {
  const { model, situation } = situationOf({ userFactor: { ...user, spaceId: 9 } });
  expect(sessionVectorSource.propose(model, situation, 9)).toEqual([]);
  expect(userFactorSource.propose(model, situation, 9)).toEqual([]);
});

test("an item's vector is trusted as far as it and the other have been visited", () => {
  const { model, situation } = situationOf({});
  const trustOf = (seed: string, itemId: string) => {
    const found = itemVectorSource.propose(model, { ...situation, seeds: [seed] }, 99);
    return found.find((candidate) => candidate.itemId === itemId)!.trust!;
  };
  // Thirty visitors looked at cups 0, 1 and 2; nobody at lamps or at cup 5.
  expect(trustOf("cups-0", "cups-1")).toBeGreaterThan(0.6);
  expect(trustOf("cups-0", "cups-5")).toBeLessThan(0.01);
  expect(trustOf("lamps-0", "lamps-1")).toBeLessThan(0.01);
});
