import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BinaryFormatError, BinaryReader, BinaryWriter } from "./binary.ts";
import { decodeBlend, encodeBlend } from "./blend.ts";
import { decodeCatalogue, encodeCatalogue, keywordsOf } from "./catalogue.ts";
import {
  decodeFactorRecord,
  decodeFactors,
  decodeUserFactor,
  encodeFactorRecord,
  encodeFactors,
  encodeUserFactor,
} from "./factors.ts";
import { decodeForget, encodeForget } from "./forget.ts";
import { decodeRules, encodeRules } from "./merchandising.ts";
import { decodeModelsChanged, encodeModelsChanged } from "./models-changed.ts";
import { decodeServed, encodeServed } from "./served.ts";
import {
  decodeRecent,
  decodeSessionState,
  encodeRecent,
  encodeSessionState,
} from "./session-state.ts";
import { decodeSteps, encodeSteps } from "./steps.ts";
import { decodeSwitches, encodeSwitches } from "./switches.ts";
import { decodeUserItem, decodeUserItem1, encodeUserItem } from "./user-item.ts";

const record = {
  itemId: "ida-pendant",
  version: 7,
  index: 3,
  popularity: 12.5,
  bias: 0.25,
  input: Float32Array.of(0.5, -1),
  output: Float32Array.of(1.5, 2),
};
const recent = [
  { itemId: "ida-pendant", type: "view" as const, occurredAt: 1_760_000_000_123 },
  { itemId: "tove-kettle", type: "purchase" as const, occurredAt: 1_759_999_000_000 },
];

/** One value per format, with its codec. Golden bytes of a version are never edited. */
const formats: Record<
  string,
  {
    value: unknown;
    encode: () => Uint8Array;
    decode: (bytes: Uint8Array) => unknown;
    /** Where the version is: behind four letters, or behind one. */
    versionAt: number;
  }
> = {};
function format<T>(
  name: string,
  value: T,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
  versionAt = 4,
) {
  formats[name] = { value, encode: () => encode(value), decode, versionAt };
}

format("factor-record.v1", record, encodeFactorRecord, decodeFactorRecord);
format(
  "factors.v1",
  { spaceId: 1, dimensions: 2, eventSequence: 9_007_199_254_740_991, records: [record] },
  encodeFactors,
  decodeFactors,
);
format(
  "factors.v2",
  {
    ...{ spaceId: 1, dimensions: 2, eventSequence: 9_007_199_254_740_991, records: [record] },
    ...{ home: 2, absorbed: [8, 15] },
  },
  encodeFactors,
  decodeFactors,
);
format(
  "user-factor.v1",
  { spaceId: 1, vector: Float32Array.of(0.125, 3) },
  encodeUserFactor,
  decodeUserFactor,
);
format(
  "steps.v1",
  {
    steps: [
      {
        eventSequence: 41,
        visitorId: "v1",
        sessionId: "s1",
        itemId: "tove-kettle",
        type: "purchase" as const,
        orderId: "o-77",
        quantity: 2,
        occurredAt: 1_760_000_000_123,
      },
    ],
  },
  encodeSteps,
  decodeSteps,
);
const session = {
  ...{ spaceId: 1, decayedAt: 1_760_000_000_123, steps: 2 },
  ...{ vector: Float32Array.of(1, -0.5), recent },
};
format("session-state.v2", session, encodeSessionState, decodeSessionState);
format("recent.v2", recent, encodeRecent, decodeRecent);
const userItem = {
  ...{ views: 300, clicks: 1, addToCart: 0, purchases: 1 },
  ...{ lastInteractionAt: 1_760_000_000_123, lastOrderId: "o-77" },
};
format("user-item.v2", userItem, encodeUserItem, decodeUserItem, 1);
format(
  "catalogue.v1",
  {
    items: [
      {
        itemId: "ida-pendant",
        title: "Ida pendant lamp",
        categories: ["pendants", "lighting"],
        priceMinor: 12_900,
        currency: "EUR",
        status: "published" as const,
        inStock: true,
        consumable: false,
        createdAt: 1_750_000_000_000,
      },
    ],
  },
  encodeCatalogue,
  decodeCatalogue,
);
format(
  "catalogue-keywords.v1",
  {
    items: [
      {
        itemId: "tove-kettle",
        title: "Tove kettle",
        categories: ["pots-and-pans", "kitchen"],
        keywords: ["steel", "pale grey"],
        priceMinor: 8_900,
        currency: "EUR",
        status: "published" as const,
        inStock: true,
        consumable: false,
        createdAt: 1_750_000_000_000,
      },
    ],
  },
  encodeCatalogue,
  decodeCatalogue,
);
format(
  "blend.v1",
  {
    version: 4,
    features: ["covisitation.z", "covisitation.rank"],
    weights: Float32Array.of(0.75, 1.25),
  },
  encodeBlend,
  decodeBlend,
);
format(
  "rules.v1",
  {
    readAt: 1_760_000_000_123,
    rules: [
      {
        id: "r1",
        name: "Lamps first",
        kind: "pin" as const,
        target: { itemIds: ["ida-pendant"], category: "lighting" },
        placements: ["home_for_you" as const],
        contextCategory: "lighting",
        position: 0,
        startsAt: 1_750_000_000_000,
        endsAt: 1_770_000_000_000,
      },
      {
        id: "r2",
        name: "",
        kind: "bury" as const,
        target: { brand: "Tove" },
        placements: [],
        strength: 0.5,
      },
    ],
  },
  encodeRules,
  decodeRules,
);
format(
  "switches.v1",
  { readAt: 1_760_000_000_123, off: ["learning", "placement:cart"] },
  encodeSwitches,
  decodeSwitches,
);
format("forget.v1", { visitorIds: ["v1", "v2"], sessionIds: ["s1"] }, encodeForget, decodeForget);
format<void>("models-changed.v1", undefined, encodeModelsChanged, decodeModelsChanged);
format(
  "served.v2",
  {
    requestId: "r1",
    placement: "similar",
    visitorId: "v1",
    sessionId: "s1",
    servedAt: 1_760_000_000_123,
    model: "blend",
    modelVersion: "4",
    features: ["repeat.z", "repeat.rr", "ease.z", "ease.rr", "blend.score"],
    rows: [
      {
        ...{ itemId: "a", position: 0, score: 1.5, propensity: 1 },
        values: Float32Array.of(0, 0, Number.NaN, Number.NaN, 0.5),
      },
      {
        ...{ itemId: "b", position: -1, score: 0.5, propensity: 0.25 },
        values: Float32Array.of(1.5, -0.25, Number.NaN, 0, 2),
      },
    ],
  },
  encodeServed,
  decodeServed,
);

function goldenOf(name: string): string {
  return readFileSync(new URL(`./golden/${name}.hex`, import.meta.url), "utf8").trim();
}

describe.each(Object.entries(formats))("%s", (name, { value, encode, decode, versionAt }) => {
  const golden = goldenOf(name);

  it("writes its golden bytes", () => {
    expect(Buffer.from(encode()).toString("hex")).toBe(golden);
  });
  it("reads its golden bytes", () => {
    expect(decode(new Uint8Array(Buffer.from(golden, "hex")))).toEqual(value);
  });
  it("refuses a newer version, another magic and a torn message", () => {
    const newer = Uint8Array.from(encode());
    newer[versionAt] = 99;
    expect(() => decode(newer)).toThrow(BinaryFormatError);
    const foreign = Uint8Array.from(encode());
    foreign[0] = 0x58;
    expect(() => decode(foreign)).toThrow(BinaryFormatError);
    expect(() => decode(encode().slice(0, -1))).toThrow();
  });
});

it("what was written with version 1 of sessions is read", () => {
  const bytesOf = (name: string) => new Uint8Array(Buffer.from(goldenOf(name), "hex"));
  expect(decodeSessionState(bytesOf("session-state.v1"))).toEqual(session);
  expect(decodeRecent(bytesOf("recent.v1"))).toEqual(recent);
});

it("a user item of version 1 is read where it is asked for, and nowhere else", () => {
  const bytes = new Uint8Array(Buffer.from(goldenOf("user-item.v1"), "hex"));
  expect(decodeUserItem1(bytes)).toEqual({ ...userItem, views: 3 });
  expect(() => decodeUserItem(bytes)).toThrow(BinaryFormatError);
  expect(() => decodeUserItem1(encodeUserItem(userItem))).toThrow(BinaryFormatError);
});

it("whole numbers of any size survive in as few bytes as they need", () => {
  for (const [value, size] of [
    ...([
      [0, 1],
      [127, 1],
      [128, 2],
      [2 ** 32, 5],
      [Number.MAX_SAFE_INTEGER, 8],
    ] as const),
  ]) {
    const bytes = new BinaryWriter().varint(value).finish();
    expect(bytes.length).toBe(size);
    expect(new BinaryReader(bytes).varint()).toBe(value);
  }
});

it("a message longer than the writer's first buffer survives", () => {
  const steps = Array.from({ length: 500 }, (_, index) => ({
    eventSequence: index,
    visitorId: `visitor-${index}`,
    sessionId: `session-${index}`,
    itemId: `item-${index}`,
    type: "view" as const,
    quantity: 1,
    occurredAt: index,
  }));
  expect(decodeSteps(encodeSteps({ steps }))).toEqual({ steps });
});

it("keywords are short attribute values without figures", () => {
  const attributes = { Material: "oak", Colour: "pale grey", Width: "42 cm", Note: "" };
  const care = "Brush off; spot clean with cold water";
  expect(keywordsOf({ ...attributes, Care: care })).toEqual(["oak", "pale grey"]);
});
