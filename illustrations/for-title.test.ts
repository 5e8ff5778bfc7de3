import { describe, expect, it } from "vitest";
import { drawIllustration, formOf, illustrationForTitle, optionsOf, patternOf } from "./index.ts";
import { categoryRules, kindRules } from "./title-rules.data.ts";

describe("illustrationForTitle", () => {
  it.each([
    ["White hanging heart t-light holder", "hanging-light", "white"],
    ["Set of 3 cake tins, pantry design", "cake-tin", undefined],
    ["Jumbo bag red retrospot", "tote-bag", "red"],
    ["Regency cakestand 3 tier", "cake-stand", undefined],
    ["Hot water bottle, keep calm", "hot-water-bottle", undefined],
    ["Blue polkadot mug", "mug", "blue"],
    ["Striped wool scarf", "scarf", undefined],
    ["Wooden picture frame white finish", "frame", "white"],
    ["Zinc watering can", "watering-can", "grey"],
    ["Pack of 72 retrospot cake cases", "party-ware", "red"],
  ])("draws %s as a %s", (title, kind, colour) => {
    const spec = illustrationForTitle(title);
    expect(spec.kind).toBe(kind);
    if (colour) expect(spec.colour).toBe(colour);
  });

  it("takes the pattern from the title where the object can carry it", () => {
    expect(patternOf(illustrationForTitle("Blue polkadot mug"))).toBe("dots");
    expect(patternOf(illustrationForTitle("Red gingham apron"))).toBe("check");
    expect(formOf(illustrationForTitle("Round snack box set"))).not.toBe("");
  });

  it("falls back on the category, then on a parcel", () => {
    expect(illustrationForTitle("Qwertz 17", "Bags & Purses").kind).toBe("tote-bag");
    expect(illustrationForTitle("Qwertz 17", "Nothing known").kind).toBe("parcel");
    expect(illustrationForTitle("").kind).toBe("parcel");
  });

  it("is deterministic, and tells two titles apart", () => {
    const one = illustrationForTitle("Vintage mug");
    expect(illustrationForTitle("Vintage mug")).toEqual(one);
    expect(drawIllustration(illustrationForTitle("Regency mug"), "front")).not.toBe(
      drawIllustration(one, "front"),
    );
  });

  it("names only forms and kinds that exist", () => {
    for (const [words, kind, form] of kindRules) {
      if (form) expect(optionsOf(kind).forms, words).toContain(form);
    }
    for (const [words, kind] of categoryRules)
      expect(optionsOf(kind).forms.length, words).toBeGreaterThan(0);
  });
});
