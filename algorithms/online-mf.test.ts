import { createHash } from "node:crypto";
import type { FactorRecord } from "@slipstream/contracts/factors";
import { decodeFactorRecord, encodeFactorRecord } from "@slipstream/contracts/factors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_HISTORY } from "./history-query.ts";
import { pessimisticRank } from "./metrics/rank.ts";
import { MAX_NEGATIVES, OnlineFactorization } from "./online-mf.ts";
import { randomFrom } from "./random.ts";
import { emptySession, queryVector, stepSession } from "./session-vector.ts";
import { dotAt } from "./vector.ts";

const dims = 16;
const start = 1_700_000_000_000;

interface Step {
  visitor: number;
  itemId: string;
  history: readonly string[];
}

/** Sessions of shoppers who each stay with one of 12 kinds of 20 items; kinds differ in size. */
function structuredSteps(sessions: number): Step[] {
  const random = randomFrom([42]);
  const steps: Step[] = [];
  for (let visitor = 0; visitor < sessions; visitor++) {
    const kind = Math.floor(12 * random.unit() ** 1.5);
    const history: string[] = [];
    for (let view = 0; view < 5; view++) {
      const itemId = `k${kind}-${Math.floor(20 * random.unit() ** 1.5)}`;
      steps.push({ visitor, itemId, history: [...history] });
      history.unshift(itemId);
    }
  }
  return steps;
}

type Users = Map<number, Float32Array>;

function learn(model: OnlineFactorization, users: Users, steps: readonly Step[], from = 0): void {
  steps.forEach(({ visitor, itemId, history }, index) => {
    const userFactor = users.get(visitor) ?? new Float32Array(dims);
    users.set(visitor, userFactor);
    const sequence = from + index;
    const random = randomFrom([1, sequence]);
    const occurredAt = start + sequence * 60_000;
    const weight = 1 + (sequence % 3);
    model.learn({ userFactor, history, itemId, weight, negatives: 6, random, occurredAt });
    if (sequence % 4 === 0) {
      model.learn({
        userFactor,
        history,
        itemId,
        weight: 1,
        negatives: 2,
        random,
        occurredAt,
        replay: true,
      });
    }
  });
}

function bytesOf(records: Iterable<FactorRecord>): string[] {
  return [...records].map((record) => {
    const digest = createHash("sha256").update(encodeFactorRecord(record)).digest("hex");
    return `${record.index} ${record.itemId} ${digest.slice(0, 16)}`;
  });
}

describe("restored from records", () => {
  const steps = structuredSteps(200);
  const straight = new OnlineFactorization(dims);
  const straightUsers: Users = new Map();
  learn(straight, straightUsers, steps);

  test.each(["in order", "backwards"])("it goes on bit by bit: %s", (order) => {
    const first = new OnlineFactorization(dims);
    const users: Users = new Map();
    learn(first, users, steps.slice(0, 500));
    const stored = [...first.records()].map(encodeFactorRecord);
    if (order === "backwards") stored.reverse();
    const second = new OnlineFactorization(dims);
    for (const bytes of stored) second.restore(decodeFactorRecord(bytes));
    learn(second, users, steps.slice(500), 500);
    expect(bytesOf(second.records())).toEqual(bytesOf(straight.records()));
    expect(users).toEqual(straightUsers);
  });

  test("records of touched items, laid over each other, are all that is needed", () => {
    const model = new OnlineFactorization(dims);
    const users: Users = new Map();
    const store = new Map<string, Uint8Array>();
    steps.slice(0, 500).forEach((step, index) => {
      learn(model, users, [step], index);
      const touched = [...model.touched()];
      expect(touched.length).toBeLessThanOrEqual(1 + MAX_NEGATIVES + MAX_HISTORY);
      for (const record of touched) store.set(record.itemId, encodeFactorRecord(record));
      model.clearTouched();
    });
    const stored = [...store.values()].map(decodeFactorRecord).sort((a, b) => a.index - b.index);
    expect(bytesOf(stored)).toEqual(bytesOf(model.records()));
  });
});

test("versions count changes, and touched names exactly what changed", () => {
  const model = new OnlineFactorization(dims);
  learn(model, new Map(), structuredSteps(40));
  const before = new Map([...model.records()].map((r) => [r.itemId, encodeFactorRecord(r)]));
  model.clearTouched();
  learn(model, new Map(), [{ visitor: 1, itemId: "k1-1", history: ["k1-2", "never-seen"] }], 999);
  const touched = new Set([...model.touched()].map(({ itemId }) => itemId));
  expect(touched.has("k1-1")).toBe(true);
  expect(model.has("never-seen")).toBe(false);
  for (const record of model.records()) {
    const old = before.get(record.itemId);
    const changed = old === undefined || Buffer.compare(old, encodeFactorRecord(record)) !== 0;
    expect(touched.has(record.itemId)).toBe(changed);
    if (changed && old !== undefined) {
      expect(record.version).toBeGreaterThan(decodeFactorRecord(old).version);
    }
  }
});

describe("examples that are not finite", () => {
  const good = { history: ["k0-0"], itemId: "k0-1", weight: 1, negatives: 6, occurredAt: start };
  test.each<[string, object]>([
    ["a NaN in the user's factor", { userFactor: new Float32Array(dims).fill(Number.NaN) }],
    ["an infinite user's factor", { userFactor: new Float32Array(dims).fill(Infinity) }],
    ["other dimensions", { userFactor: new Float32Array(3) }],
    ["no weight", { weight: 0 }],
    ["a negative weight", { weight: -5 }],
    ["an infinite weight", { weight: Infinity }],
    ["no time", { occurredAt: Number.NaN }],
  ])("are quarantined and change nothing: %s", (_, change) => {
    const model = new OnlineFactorization(dims);
    learn(model, new Map(), structuredSteps(20));
    model.clearTouched();
    const before = bytesOf(model.records());
    const example = {
      userFactor: new Float32Array(dims),
      random: randomFrom([1]),
      ...good,
      ...change,
    };
    const factor = example.userFactor.slice();
    const outcome = model.learn({ ...example, itemId: "brand-new" });
    expect(outcome.kind).toBe("quarantined");
    expect(bytesOf(model.records())).toEqual(before);
    expect(example.userFactor).toEqual(factor);
    expect([...model.touched()]).toEqual([]);
  });

  test("items that cancel each other out move a bounded way", () => {
    const model = new OnlineFactorization(2);
    const record = { version: 0, popularity: 0, bias: 0, output: Float32Array.of(1, 1) };
    model.restore({ ...record, itemId: "a", index: 0, input: Float32Array.of(0.6e-30, 0) });
    model.restore({ ...record, itemId: "b", index: 1, input: Float32Array.of(-1e-30, 1e-44) });
    model.restore({ ...record, itemId: "c", index: 2, input: Float32Array.of(1, 1) });
    const userFactor = new Float32Array(2);
    const common = { history: ["a", "b"], weight: 1, negatives: 6, occurredAt: start };
    model.learn({ ...common, userFactor, itemId: "c", random: randomFrom([1]) });
    model.learn({ ...common, userFactor, itemId: "d", random: randomFrom([2]) });
    for (const { input, output } of model.records()) {
      for (const value of [...input, ...output]) expect(Math.abs(value)).toBeLessThanOrEqual(10);
    }
  });

  test("whatever comes, the model stays finite", () => {
    const model = new OnlineFactorization(4);
    const ids = fc.integer({ min: 0, max: 8 }).map((item) => `i${item}`);
    const example = fc.record({
      userFactor: fc
        .array(fc.float(), { minLength: 4, maxLength: 4 })
        .map((numbers) => Float32Array.from(numbers)),
      history: fc.array(ids, { maxLength: 12 }),
      itemId: ids,
      weight: fc.double(),
      negatives: fc.integer({ min: -3, max: 50 }),
      occurredAt: fc.nat(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(example, ({ seed, ...rest }) => {
        model.learn({ ...rest, random: randomFrom([seed]) });
        for (const record of model.records()) {
          const numbers = [record.bias, ...record.input, ...record.output];
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("scores as a server does with a session's vector", () => {
  const model = new OnlineFactorization(dims);
  const steps = structuredSteps(60);
  learn(model, new Map(), steps);
  const history = ["k1-3", "k1-0", "k2-2"].filter((itemId) => model.has(itemId));
  let session = emptySession(dims, start);
  for (const itemId of history.toReversed()) {
    const { input } = model.factorOf(itemId)!;
    session = stepSession(session, { input, weight: 1, occurredAt: start });
  }
  const userFactor = Float32Array.from({ length: dims }, (_, d) => Math.sin(d));
  const query = queryVector({ dimensions: dims, userFactor, session });
  const scores = new Float64Array(model.rowCount);
  model.aim(userFactor, history);
  model.scoreAimed(scores);
  for (const { index, bias, output } of model.records()) {
    expect(scores[index]).toBeCloseTo(bias + dotAt(query, 0, output, 0, dims), 4);
  }
});

test("prequentially it beats decayed popularity on shoppers who stay with one kind", () => {
  const model = new OnlineFactorization(dims);
  const counts = new Map<string, number>();
  let [learnt, popular, predictions] = [0, 0, 0];
  structuredSteps(1500).forEach((step, index) => {
    const target = model.factorOf(step.itemId);
    if (index > 2000 && step.history.length > 0 && target !== undefined) {
      const scores = new Float64Array(model.rowCount);
      model.aim(new Float32Array(dims), step.history);
      model.scoreAimed(scores);
      predictions++;
      if (pessimisticRank(scores, target.index) <= 20) learnt++;
      const ids = [...counts.keys()];
      const byCount = ids.map((itemId) => counts.get(itemId)!);
      if (pessimisticRank(byCount, ids.indexOf(step.itemId)) <= 20) popular++;
    }
    learn(model, new Map(), [step], index);
    counts.set(step.itemId, (counts.get(step.itemId) ?? 0) + 2 ** (index / 2000));
  });
  expect(predictions).toBeGreaterThan(3000);
  expect(learnt / predictions).toBeGreaterThan(0.6);
  expect(learnt).toBeGreaterThan(2 * popular);
});
