import {
  decodeFactors,
  encodeFactorRecord,
  encodeFactors,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OnlineFactorization } from "../online-mf.ts";
import { randomFrom } from "../random.ts";
import { type ComponentMessage, type OwnChanges, SharedFactors } from "./shared-factors.ts";

const dims = 8;
const start = 1_700_000_000_000;
const items = Array.from({ length: 12 }, (_, number) => `item-${number}`);

function sharedAt(home: number, held: readonly number[] = [home]): SharedFactors {
  return new SharedFactors({ dims, home, isHeld: (each) => held.includes(each) });
}

/** One event of a visitor of a home, numbered by its place in the stream. */
function learn(model: OnlineFactorization, users: Map<string, Float32Array>, sequence: number) {
  const random = randomFrom([5, sequence]);
  const visitor = `v${random.below(4)}`;
  const userFactor = users.get(visitor) ?? new Float32Array(dims);
  users.set(visitor, userFactor);
  const [itemId, before] = [items[random.below(12)]!, items[random.below(12)]!];
  model.learn({
    ...{ userFactor, itemId, history: [before], random },
    ...{ weight: 1, negatives: 4, occurredAt: start + sequence * 1000 },
  });
}

/** What was told, over bytes, so that no one sees anything that comes later. */
function told(home: number, stamp: number, { records, absorbed }: OwnChanges): ComponentMessage {
  const head = { spaceId: 1, dimensions: dims, eventSequence: stamp, absorbed };
  const { absorbed: homes = [], ...read } = decodeFactors(encodeFactors({ ...head, records }));
  return { home, stamp, absorbed: homes, records: read.records };
}

/** What a learner learns on: everything but the rows, which are each learner's own. */
function values(model: OnlineFactorization): Map<string, string> {
  const bytesOf = (record: FactorRecord) =>
    Buffer.from(encodeFactorRecord({ ...record, index: 0 })).toString("hex");
  return new Map([...model.records()].map((record) => [record.itemId, bytesOf(record)] as const));
}

function expectAlike(left: OnlineFactorization, right: OnlineFactorization): void {
  expect(new Map([...values(left)].sort())).toEqual(new Map([...values(right)].sort()));
}

describe("learners that hear of each other", () => {
  test("one alone is the online learner, bit by bit", () => {
    const [shared, plain] = [sharedAt(0), new OnlineFactorization(dims)];
    const [users, others] = [new Map(), new Map()];
    for (let sequence = 1; sequence <= 200; sequence++) {
      learn(shared.model, users, sequence);
      learn(plain, others, sequence);
      if (sequence % 7 !== 0) continue;
      const own = shared.takeOwn();
      expect(own).toMatchObject({ absorbed: [], removed: [] });
      const bytes = own.records.map((record) => encodeFactorRecord(record));
      expect(bytes).toEqual([...plain.touched()].map((record) => encodeFactorRecord(record)));
      plain.clearTouched();
      shared.merge();
    }
    expect(values(shared.model)).toEqual(values(plain));
  });

  test("end alike, whatever comes twice, late or in another order", () => {
    const turns = fc.array(
      fc.record({ home: fc.integer({ min: 0, max: 2 }), events: fc.integer({ min: 1, max: 6 }) }),
      { minLength: 1, maxLength: 12 },
    );
    const orders = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(turns, orders, (plan, order) => {
        const learners = [0, 1, 2].map((home) => sharedAt(home));
        const users = new Map<string, Float32Array>();
        const messages: ComponentMessage[] = [];
        const heard = learners.map(() => 0);
        let sequence = 0;
        for (const [turn, { home, events }] of plan.entries()) {
          const learner = learners[home]!;
          // Of what was told it has heard some, and some of that again.
          const upTo = order[turn]! % (messages.length + 1);
          for (const message of messages.slice(Math.min(upTo, heard[home]!), upTo)) {
            learner.receive(message);
          }
          heard[home] = upTo;
          learner.merge();
          for (let event = 0; event < events; event++) learn(learner.model, users, ++sequence);
          messages.push(told(home, turn + 1, learner.takeOwn()));
        }
        const again = [...messages, ...messages];
        for (const [at, learner] of learners.entries()) {
          const key = (index: number) => order[(index * 7 + at * 13) % order.length]!;
          const shuffled = again.map((message, index) => ({ message, key: key(index) }));
          shuffled.sort((left, right) => left.key - right.key);
          for (const { message } of shuffled) learner.receive(message);
          learner.merge();
        }
        expectAlike(learners[0]!.model, learners[1]!.model);
        expectAlike(learners[0]!.model, learners[2]!.model);
      }),
      { numRuns: 100 },
    );
  });

  test("counts of an item add up", () => {
    const [left, right] = [sharedAt(0), sharedAt(1)];
    const users = new Map<string, Float32Array>();
    for (let sequence = 1; sequence <= 60; sequence++) {
      learn((sequence % 3 === 0 ? left : right).model, users, sequence);
      if (sequence % 5 !== 0) continue;
      const [ours, theirs] = [left.takeOwn(), right.takeOwn()];
      right.receive(told(0, sequence, ours));
      left.receive(told(1, sequence, theirs));
      left.merge();
      right.merge();
    }
    const plain = new OnlineFactorization(dims);
    const others = new Map<string, Float32Array>();
    for (let sequence = 1; sequence <= 60; sequence++) learn(plain, others, sequence);
    for (const { itemId, popularity } of plain.records()) {
      expect(left.model.factorOf(itemId)?.popularity).toBeCloseTo(popularity, 9);
    }
  });
});

test("of two that move an item in the same turn each moves it by 1/√2 of its step", () => {
  const [learner, other] = [sharedAt(0), sharedAt(1)];
  const users = new Map<string, Float32Array>();
  for (let sequence = 1; sequence <= 40; sequence++) {
    learn((sequence % 2 === 0 ? learner : other).model, users, sequence);
  }
  learner.takeOwn();
  const news = told(1, 1, other.takeOwn());
  learner.receive(news);
  learner.merge();
  const moved = new Set(news.records.map(({ itemId }) => itemId));
  const before = new Map(
    items.map((itemId) => [itemId, learner.model.factorOf(itemId)?.bias ?? 0]),
  );
  for (let sequence = 41; sequence <= 60; sequence++) learn(learner.model, users, sequence);
  const after = new Map(items.map((itemId) => [itemId, learner.model.factorOf(itemId)?.bias ?? 0]));
  learner.takeOwn();
  const biasOf = (itemId: string) => learner.model.factorOf(itemId)?.bias ?? 0;
  for (const itemId of items) {
    const step = after.get(itemId)! - before.get(itemId)!;
    const share = moved.has(itemId) ? Math.SQRT1_2 : 1;
    expect(biasOf(itemId) - before.get(itemId)!).toBeCloseTo(share * step, 6);
  }
});

describe("a home whose writer is gone", () => {
  /** Two have learnt; then the second goes, and the first holds both partitions. */
  function afterOneIsGone() {
    const [first, gone] = [sharedAt(0), sharedAt(8)];
    const users = new Map<string, Float32Array>();
    for (let sequence = 1; sequence <= 40; sequence++) {
      learn((sequence % 2 === 0 ? first : gone).model, users, sequence);
    }
    const messages = [told(0, 1, first.takeOwn()), told(8, 2, gone.takeOwn())];
    const heir = sharedAt(0, [0, 8]);
    heir.restore(messages[0]!.records);
    heir.load(8, messages[1]!.records);
    return { messages, heir, users };
  }

  test("is taken into another's as its items are learnt, and readers see one change", () => {
    const { messages, heir, users } = afterOneIsGone();
    const reader = sharedAt(3);
    for (const message of messages) reader.receive(message);
    reader.merge();
    expectAlike(reader.model, heir.model);
    const gone = new Set(messages[1]!.records.map(({ itemId }) => itemId));
    const removed = new Set<string>();
    for (let turn = 0; turn < 60; turn++) {
      learn(heir.model, users, 100 + turn);
      const own = heir.takeOwn();
      for (const { home, itemId } of own.removed) {
        expect(home).toBe(8);
        removed.add(itemId);
      }
      if (own.removed.length > 0) expect(own.absorbed).toEqual([8]);
      messages.push(told(0, 3 + turn, own));
    }
    expect(removed).toEqual(gone);
    expect(messages.at(-1)?.absorbed).toEqual([]);
    for (const message of [...messages].reverse()) reader.receive(message);
    reader.merge();
    expectAlike(reader.model, heir.model);
    // Somebody else may have the partition later.
    const later = sharedAt(8);
    learn(later.model, new Map(), 500);
    const news = told(8, 99, later.takeOwn());
    reader.receive(news);
    reader.merge();
    const { itemId, version } = news.records[0]!;
    expect(reader.model.factorOf(itemId)?.version).toBe(
      (heir.model.factorOf(itemId)?.version ?? 0) + version,
    );
  });

  test("is read again from the store when its partition comes", () => {
    const { messages, heir } = afterOneIsGone();
    const other = sharedAt(0, [0, 8]);
    other.restore(messages[0]!.records);
    // What was told and never stored does not count.
    other.load(8, messages[1]!.records.slice(0, 2));
    other.load(8, messages[1]!.records);
    expectAlike(other.model, heir.model);
    other.load(8, []);
    const alone = sharedAt(0);
    alone.restore(messages[0]!.records);
    for (const { itemId } of alone.model.records()) {
      const ours = other.model.factorOf(itemId)!;
      expect(encodeFactorRecord(ours)).toEqual(encodeFactorRecord(alone.model.factorOf(itemId)!));
    }
  });
});

test("rolled back, a learner sets its own component back and leaves the others'", () => {
  const [left, right] = [sharedAt(0), sharedAt(1)];
  const users = new Map<string, Float32Array>();
  for (let sequence = 1; sequence <= 20; sequence++) learn(left.model, users, sequence);
  const good = told(0, 1, left.takeOwn());
  for (let sequence = 21; sequence <= 40; sequence++) learn(right.model, users, sequence);
  const theirs = told(1, 2, right.takeOwn());
  left.receive(theirs);
  left.merge();
  const before = values(left.model);
  for (let sequence = 41; sequence <= 60; sequence++) learn(left.model, users, sequence);
  left.takeOwn();
  left.rollBack(good.records);
  const known = new Set(good.records.map(({ itemId }) => itemId));
  for (const itemId of known) expect(values(left.model).get(itemId)).toBe(before.get(itemId));
  const all = left.takeAllOwn().records.map(({ itemId }) => itemId);
  expect(new Set(all)).toEqual(new Set([...known, ...all]));
});
