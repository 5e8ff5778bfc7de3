import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContentIndex } from "./content.ts";
import { contentTerms } from "./content-terms.ts";

const rows = new Map<string, number>();

/** Every word that a test names is an item of its own. */
function rowOf(itemId: string): number {
  const row = rows.get(itemId) ?? rows.size;
  rows.set(itemId, row);
  return row;
}

function nameOf(row: number): string {
  return [...rows.keys()][row]!;
}

/** The items most alike to one, by name. */
function alike(index: ContentIndex, itemId: string, k: number) {
  const found = index.alike(rowOf(itemId), k);
  return Array.from(found.rows, (row, at) => ({ itemId: nameOf(row), score: found.scores[at]! }));
}

function indexOf(documents: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const index = new ContentIndex();
  for (const [itemId, terms] of Object.entries(documents)) {
    index.upsert(rowOf(itemId), new Map(Object.entries(terms)));
  }
  return index;
}

const shop = {
  tote: { bag: 1, canvas: 1 },
  backpack: { bag: 1, nylon: 1 },
  apron: { canvas: 2, kitchen: 1 },
  lamp: { light: 1 },
};

describe("by hand", () => {
  // N = 4; bag and canvas are in 2, the others in 1: idf ln 3 and ln 5.
  const common = Math.log(3);
  const rare = Math.log(5);
  const tote = Math.hypot(common, common);
  const backpack = common ** 2 / (tote * Math.hypot(common, rare));
  const apron = (2 * common ** 2) / (tote * Math.hypot(2 * common, rare));

  test("cosine of TF-IDF vectors", () => {
    const index = indexOf(shop);
    expect(index.similarity(rowOf("tote"), rowOf("backpack"))).toBeCloseTo(backpack, 12);
    expect(index.similarity(rowOf("apron"), rowOf("tote"))).toBeCloseTo(apron, 12);
    expect(index.similarity(rowOf("tote"), rowOf("tote"))).toBeCloseTo(1, 12);
    expect(index.similarity(rowOf("tote"), rowOf("lamp"))).toBe(0);
    expect(index.similarity(rowOf("tote"), rowOf("stranger"))).toBe(0);
  });

  test("the nearest first, without the item itself and without strangers", () => {
    const found = alike(indexOf(shop), "tote", 9);
    expect(found.map(({ itemId }) => itemId)).toEqual(["apron", "backpack"]);
    expect(found[0]!.score).toBeCloseTo(apron, 12);
    expect(found[1]!.score).toBeCloseTo(backpack, 12);
    expect(alike(indexOf(shop), "tote", 1)).toHaveLength(1);
    expect(alike(indexOf(shop), "stranger", 9)).toEqual([]);
  });
});

test("what changes or goes leaves nothing behind", () => {
  const index = indexOf(shop);
  index.upsert(rowOf("apron"), new Map([["light", 1]]));
  expect(alike(index, "tote", 9).map(({ itemId }) => itemId)).toEqual(["backpack"]);
  const [like] = alike(index, "lamp", 9);
  expect(like!.itemId).toBe("apron");
  expect(like!.score).toBeCloseTo(1, 12);
  index.remove(rowOf("backpack"));
  index.remove(rowOf("stranger"));
  expect(alike(index, "tote", 9)).toEqual([]);
  expect(index.size).toBe(3);
});

test("weights that are not above 0 are no terms", () => {
  const broken = { bag: Number.NaN, canvas: 0, light: -1 };
  const index = indexOf({ ...shop, broken });
  expect(alike(index, "broken", 9)).toEqual([]);
  expect(alike(index, "tote", 9)).toHaveLength(2);
});

test("after any changes it answers as one built anew", () => {
  const itemId = fc.constantFrom("a", "b", "c", "d", "e");
  const term = fc.constantFrom("x", "y", "z", "w");
  const terms = fc.dictionary(term, fc.integer({ min: 1, max: 3 }));
  const change = fc.record({ itemId, terms: fc.option(terms) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = new ContentIndex();
      const kept = new Map<string, Record<string, number>>();
      for (const { itemId: id, terms: given } of changes) {
        if (given === null) {
          index.remove(rowOf(id));
          kept.delete(id);
        } else {
          index.upsert(rowOf(id), new Map(Object.entries(given)));
          kept.set(id, given);
        }
        alike(index, "a", 9);
      }
      const anew = indexOf(Object.fromEntries(kept));
      for (const id of kept.keys()) {
        const scores = new Map(alike(index, id, 9).map((c) => [c.itemId, c.score]));
        const expected = alike(anew, id, 9);
        expect(scores.size).toBe(expected.length);
        for (const { itemId: other, score } of expected) {
          expect(scores.get(other)).toBeCloseTo(score, 9);
        }
      }
    }),
  );
});

test("terms: what a thing is counts most; a title word that is a keyword counts as one", () => {
  const terms = contentTerms({
    title: "Clövér tote bags of canvas 42",
    categories: ["totes", "bags"],
    brand: "Studio Linden",
    keywords: ["canvas", "pale grey", "glass"],
  });
  expect(Object.fromEntries(terms)).toEqual({
    "word:clover": 1,
    "word:tote": 1,
    "word:bag": 1,
    "word:canva": 0.5,
    "word:pale": 0.5,
    "word:grey": 0.5,
    "word:glass": 0.5,
    "category:totes": 1.6,
    "category:bags": 0.8,
    "brand:Studio Linden": 0.4,
  });
});

test("in a large shop common terms find no one, but count for those who are found", () => {
  const index = new ContentIndex();
  for (let item = 0; item < 6000; item++) index.upsert(rowOf(`i${item}`), new Map([["common", 1]]));
  const both = { common: 1, rare: 1 };
  for (const itemId of ["near", "seed"]) index.upsert(rowOf(itemId), new Map(Object.entries(both)));
  const found = alike(index, "seed", 9);
  expect(found.map(({ itemId }) => itemId)).toEqual(["near"]);
  expect(found[0]!.score).toBeCloseTo(1, 12);
  expect(alike(index, "i0", 9)).toHaveLength(9);
});
