import type { Query } from "@slipstream/algorithms/engine/query";
import { queryVector } from "@slipstream/algorithms/session-vector";
import { dotAt } from "@slipstream/algorithms/vector";
import { expect, test } from "vitest";
import type { VisitorState } from "../session-reader.ts";
import type { ShopModel } from "../shop-model.ts";
import { describeSituation } from "../situation.ts";
import { DIMS, factor, NOW, requestFor, smallShop } from "../testing/shop.ts";

const outputs = ["cups-0", "lamps-0", "rugs-0"].map((itemId, axis) =>
  factor(itemId, axis * 2, { bias: 0.3 * axis }),
);
const userFactor = Float32Array.from({ length: DIMS }, (_, d) => 0.4 - 0.1 * d);
const vector = Float32Array.from({ length: DIMS }, (_, d) => d);

function situationOf(visitor: Partial<VisitorState>) {
  const model = smallShop();
  model.factors.apply(
    { spaceId: 1, dimensions: DIMS, eventSequence: 2, records: outputs },
    { sequence: 1 },
  );
  const state = { recent: [], hidden: new Set<string>(), complete: true, ...visitor };
  const request = requestFor({ visitorId: "v" });
  return { model, situation: describeSituation({ model, request, visitor: state, nowMs: NOW }) };
}

/** What one source makes of a query: its score and the trust in its rank, by item. */
function proposals(model: ShopModel, source: string, query: Query) {
  const { names, rows, values } = model.engine.table(query, {
    perSource: 99,
    asks: ({ name }) => name === source,
  });
  const column = (name: string) => names.indexOf(`${source}.${name}`);
  const found = Array.from(rows, (row, at) => {
    const said = (name: string) => values[at * names.length + column(name)]!;
    return { itemId: model.ids.idOf(row), score: said("score"), rr: said("rr") };
  });
  const rankOf = (score: number) =>
    found.filter((other) => other.score > score).length +
    (1 + found.filter((other) => other.score === score).length) / 2;
  return new Map(
    found.map(({ itemId, score, rr }) => [itemId, { score, trust: rr * rankOf(score) }]),
  );
}

const user = { spaceId: 1, vector: userFactor };
const session = { spaceId: 1, vector, decayedAt: NOW, steps: 3, recent: [] };

test.each([
  ["u + κŝ", { userFactor: user, session }, "session_vector"],
  ["κŝ", { session }, "session_vector"],
  ["u", { userFactor: user }, "user_factor"],
])("scores with %s are what the learner trains, bias + q · b", (_, visitor, source) => {
  const { model, situation } = situationOf(visitor);
  const parts = { dimensions: DIMS, userFactor: undefined, session: undefined };
  const query = queryVector({
    ...parts,
    ...("userFactor" in visitor ? { userFactor: visitor.userFactor.vector } : {}),
    ...("session" in visitor ? { session: visitor.session } : {}),
  });
  const found = proposals(model, source, situation.query);
  for (const { itemId, output, bias } of outputs) {
    expect(found.get(itemId)!.score).toBeCloseTo(bias + dotAt(query, 0, output, 0, DIMS), 5);
  }
});

test("without a session or a factor of this space there is nothing to search with", () => {
  const { model, situation } = situationOf({ userFactor: { ...user, spaceId: 9 } });
  expect(proposals(model, "session_vector", situation.query).size).toBe(0);
  expect(proposals(model, "user_factor", situation.query).size).toBe(0);
});

test("an item's vector is trusted as far as it and the other have been visited", () => {
  const { model, situation } = situationOf({});
  const trustOf = (seed: string, itemId: string) => {
    const query = { ...situation.query, seeds: [model.ids.ensure(seed)] };
    return proposals(model, "item_vector", query).get(itemId)!.trust;
  };
  // Thirty visitors looked at cups 0, 1 and 2; nobody at lamps or at cup 5.
  expect(trustOf("cups-0", "cups-1")).toBeGreaterThan(0.6);
  expect(trustOf("cups-0", "cups-5")).toBeLessThan(0.01);
  expect(trustOf("lamps-0", "lamps-1")).toBeLessThan(0.01);
});
