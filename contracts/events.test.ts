import { describe, expect, it } from "vitest";
import {
  eventTypeCodes,
  eventTypeOf,
  eventTypes,
  eventWeights,
  isPositive,
} from "./event-types.ts";
import {
  browserBatchSchema,
  decodeEvent,
  encodeEvent,
  itemsOf,
  type ShopEvent,
  serverEventSchema,
} from "./events.ts";
import { armOf } from "./experiments.ts";
import { TRENDING_HALF_LIFE_MS, trendingScore } from "./keys.ts";
import { HUB_SHARDS, MAX_BROWSER_BATCH, PARTITIONS } from "./limits.ts";
import { partitionOf, shardOf, stableHash } from "./partition.ts";
import { ProblemError } from "./problems.ts";
import { signBody, verifyBody } from "./signature.ts";
import { parseLearnSubject, subjects } from "./subjects.ts";

const view = {
  id: "0199c5a0-0000-7000-8000-000000000001",
  type: "view",
  itemId: "ida",
  occurredAt: 1,
};
const stored: ShopEvent = {
  v: 1,
  id: view.id,
  shop: "demo",
  type: "view",
  visitorId: "v1",
  sessionId: "s1",
  itemId: "ida",
  occurredAt: 1,
  receivedAt: 2,
  consent: "granted",
  hub: { shard: 3, epoch: "e", number: 1 },
};

describe("events at the door", () => {
  const parse = (event: object) => browserBatchSchema.safeParse({ events: [event] });

  it("takes a view", () => expect(parse(view).success).toBe(true));
  it("refuses unknown fields", () =>
    expect(parse({ ...view, visitorId: "v2" }).success).toBe(false));
  it("refuses types that only servers may send", () =>
    expect(parse({ ...view, type: "purchase" }).success).toBe(false));
  it("refuses a view of nothing", () =>
    expect(parse({ ...view, itemId: undefined }).success).toBe(false));
  it("refuses NaN, fractions and negative times", () => {
    for (const occurredAt of [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY]) {
      expect(parse({ ...view, occurredAt }).success).toBe(false);
    }
  });
  it("refuses text that the archive cannot hold", () => {
    for (const query of ["a\0b", "a\nb", "\x7f", "\x85", "\ud800", "\udc00\ud800"]) {
      expect(parse({ ...view, query }).success).toBe(false);
    }
    expect(parse({ ...view, query: "Größe 42 🧣 “wool”" }).success).toBe(true);
  });
  it("reads an id in lower case", () => {
    const id = "0199C5A0-AbCd-7000-8000-000000000001";
    expect(parse({ ...view, id }).data?.events[0]?.id).toBe(id.toLowerCase());
  });
  it("takes any time of a browser, whose clock is set right, and none beyond 2100 of a server", () => {
    const far = { ...view, occurredAt: 8_640_000_000_000_000 };
    expect(parse(far).success).toBe(true);
    expect(serverEventSchema.safeParse({ ...far, visitorId: "v1" }).success).toBe(false);
  });
  it("refuses an empty and an oversized batch", () => {
    expect(browserBatchSchema.safeParse({ events: [] }).success).toBe(false);
    const events = Array.from({ length: MAX_BROWSER_BATCH + 1 }, () => view);
    expect(browserBatchSchema.safeParse({ events }).success).toBe(false);
  });
  it("takes a purchase with lines from a server", () => {
    const purchase = {
      ...view,
      type: "purchase",
      itemId: undefined,
      visitorId: "v1",
      lines: [{ itemId: "ida", quantity: 2 }],
    };
    expect(serverEventSchema.safeParse(purchase).success).toBe(true);
    expect(serverEventSchema.safeParse({ ...purchase, lines: [] }).success).toBe(false);
  });
});

describe("events on the stream", () => {
  it("survive the round trip", () => expect(decodeEvent(encodeEvent(stored))).toEqual(stored));
  it("are refused when poisonous", () => {
    expect(() => decodeEvent(new TextEncoder().encode("{"))).toThrow(SyntaxError);
    expect(() => decodeEvent(new Uint8Array([0xff, 0xfe]))).toThrow(TypeError);
    expect(() => decodeEvent(encodeEvent({ ...stored, v: 2 as 1 }))).toThrow("v");
    const outside: Partial<ShopEvent>[] = [
      { query: "a\0b" },
      { query: "\ud800" },
      { arms: { layer: "\0" } },
      { arms: { "\0": "a" } },
      { traceparent: "\0" },
      { hub: { ...stored.hub, epoch: "\0" } },
      { occurredAt: Date.UTC(2101, 0, 1) },
    ];
    for (const fields of outside) {
      expect(() => decodeEvent(encodeEvent({ ...stored, ...fields }))).toThrow();
    }
  });
  it("name their items, their own first", () =>
    expect(itemsOf({ itemId: "a", lines: [{ itemId: "b" }, { itemId: "c" }] })).toEqual([
      "a",
      "b",
      "c",
    ]));
});

describe("event types", () => {
  it("have a weight and a code each, and codes lead back", () => {
    for (const type of eventTypes) {
      expect(Number.isFinite(eventWeights[type])).toBe(true);
      expect(eventTypeOf(eventTypeCodes[type])).toBe(type);
    }
    expect(new Set(Object.values(eventTypeCodes)).size).toBe(eventTypes.length);
  });
  it("never learn from what the rail itself showed", () =>
    expect(isPositive("impression")).toBe(false));
});

describe("partitions", () => {
  it("hash as they always did", () => {
    expect([stableHash(""), stableHash("visitor-1"), stableHash("ü")]).toEqual([
      2872998923, 2559955787, 134528209,
    ]);
  });
  it("are fed by whole shards", () => {
    expect(HUB_SHARDS % PARTITIONS).toBe(0);
    const partitionsOfShard = new Map<number, Set<number>>();
    for (let index = 0; index < 2000; index++) {
      const visitor = `visitor-${index}`;
      const seen = partitionsOfShard.get(shardOf(visitor)) ?? new Set();
      partitionsOfShard.set(shardOf(visitor), seen.add(partitionOf(visitor)));
    }
    expect([...partitionsOfShard.values()].every((seen) => seen.size === 1)).toBe(true);
    expect(partitionsOfShard.size).toBe(HUB_SHARDS);
  });
  it("are even: no shard has more than twice its share of similar ids", () => {
    const counts = new Array<number>(HUB_SHARDS).fill(0);
    for (let index = 0; index < 16_000; index++) counts[shardOf(`v${index}`)]! += 1;
    expect(Math.max(...counts)).toBeLessThan((2 * 16_000) / HUB_SHARDS);
  });
});

describe("forward decay", () => {
  it("doubles the worth of an event one half-life later", () => {
    const now = Date.UTC(2026, 5, 1);
    expect(trendingScore(1, now + TRENDING_HALF_LIFE_MS) / trendingScore(1, now)).toBeCloseTo(
      2,
      10,
    );
  });
  it("stays finite to the end of 2032", () =>
    expect(Number.isFinite(trendingScore(1e6, Date.UTC(2032, 11, 31)))).toBe(true));
});

describe("subjects", () => {
  it("of LEARN are read back", () => {
    expect(parseLearnSubject(subjects.steps("online-retail", 11))).toEqual({
      shop: "online-retail",
      kind: "steps",
      partition: 11,
    });
    expect(parseLearnSubject("learn.demo.unknown")).toBeUndefined();
  });
});

describe("signatures between our parts", () => {
  const secret = "a-secret-of-some-length";
  it("hold for the signed body, the same secret and a minute", async () => {
    const signature = await signBody({ secret, body: "{}", nowMs: 1000 });
    expect(await verifyBody({ secret, body: "{}", signature, nowMs: 30_000 })).toBe(true);
    expect(await verifyBody({ secret, body: "{ }", signature, nowMs: 30_000 })).toBe(false);
    expect(await verifyBody({ secret: "other", body: "{}", signature, nowMs: 30_000 })).toBe(false);
    expect(await verifyBody({ secret, body: "{}", signature, nowMs: 100_000 })).toBe(false);
    expect(await verifyBody({ secret, body: "{}", signature: "t=1,v1=zz", nowMs: 1 })).toBe(false);
    expect(await verifyBody({ secret, body: "{}", signature: undefined, nowMs: 1 })).toBe(false);
  });
});

describe("arms", () => {
  const arms = [
    { name: "control", share: 0.5 },
    { name: "treatment", share: 0.3 },
  ];
  it("are kept by a visitor and get their shares", () => {
    const counts: Record<string, number> = {};
    for (let index = 0; index < 20_000; index++) {
      const options = { visitorId: `v${index}`, layer: "rails", salt: "s1", arms };
      const arm = armOf(options) ?? "none";
      expect(armOf(options) ?? "none").toBe(arm);
      counts[arm] = (counts[arm] ?? 0) + 1;
    }
    expect(counts.control! / 20_000).toBeCloseTo(0.5, 1);
    expect(counts.treatment! / 20_000).toBeCloseTo(0.3, 1);
    expect(counts.none! / 20_000).toBeCloseTo(0.2, 1);
  });
});

describe("problems", () => {
  it("carry status, code and what is wrong", () => {
    const problem = new ProblemError("invalid_events", {
      issues: [{ path: "events.0.itemId", message: "missing" }],
    });
    expect(problem.toDocument()).toEqual({
      type: "/problems/invalid_events",
      title: "Some events do not fit the schema; none was taken",
      status: 422,
      code: "invalid_events",
      issues: [{ path: "events.0.itemId", message: "missing" }],
    });
  });
});
