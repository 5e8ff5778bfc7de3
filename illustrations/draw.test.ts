import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  colourNames,
  drawIllustration,
  formOf,
  type IllustrationSpec,
  illustrationKinds,
  illustrationPath,
  illustrationViews,
  materialNames,
  optionsOf,
  parseIllustrationPath,
  patternOf,
  seedFor,
} from "./index.ts";

/** Bytes of one picture; the largest is a string of lights in its scene. */
const MAX_BYTES = 14_000;
const MIN_BYTES = 600;

/** Element names of a well-formed document, or the first thing that is wrong with it. */
function checkXml(text: string): string | undefined {
  const open: string[] = [];
  const ids = new Set<string>();
  const refs: string[] = [];
  let at = 0;
  const token = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<>&]*")*)(\/?)>/y;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return `not markup at ${at}: ${text.slice(at, at + 60)}`;
    const [whole, close, name, attributes, self] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    at += whole.length;
    if (close) {
      if (open.pop() !== name) return `</${name}> closes another element`;
    } else {
      const names = [...attributes.matchAll(/ ([a-zA-Z:-]+)="([^"]*)"/g)];
      if (new Set(names.map((attribute) => attribute[1])).size !== names.length)
        return `twice the same attribute: ${whole}`;
      for (const [, key, value] of names) {
        if (key === "id") {
          if (ids.has(value!)) return `id ${value} twice`;
          ids.add(value!);
        }
        if (key === "href") refs.push(value!.slice(1));
        const url = /url\(#([^)]+)\)/.exec(value!);
        if (url) refs.push(url[1]!);
      }
      if (!self) open.push(name);
    }
    if (open.length === 0 && at < text.length) return "more than one root";
  }
  if (open.length > 0) return `left open: ${open.join(" ")}`;
  return (
    refs.find((ref) => !ids.has(ref)) &&
    `a reference to nothing: ${refs.find((ref) => !ids.has(ref))}`
  );
}

function specOf(kind: IllustrationSpec["kind"], seed: number): IllustrationSpec {
  const material = materialNames[seed % (materialNames.length + 4)];
  return {
    kind,
    seed,
    colour: colourNames[seed % colourNames.length]!,
    ...(material ? { material } : {}),
  };
}

const anySpec = fc.record({
  kind: fc.constantFrom(...illustrationKinds),
  seed: fc.nat(0xffffffff),
  colour: fc.constantFrom(...colourNames),
});
const anyMaterial = fc.option(fc.constantFrom(...materialNames), { nil: undefined });
const anyView = fc.constantFrom(...illustrationViews);

describe("drawIllustration", () => {
  it("knows at least 48 kinds", () => {
    expect(illustrationKinds.length).toBeGreaterThanOrEqual(48);
  });

  it.each(illustrationKinds)("draws every view and form of %s as clean SVG", (kind) => {
    for (const form of optionsOf(kind).forms) {
      const seed = seedFor(kind, 17, { form });
      expect(formOf({ kind, seed })).toBe(form);
      for (const view of illustrationViews) {
        const svg = drawIllustration(specOf(kind, seed), view);
        expect(checkXml(svg), `${kind} ${form} ${view}`).toBeUndefined();
        expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 480 480"/);
        expect(svg).not.toMatch(
          /NaN|undefined|Infinity|<script|<foreignObject|<image|url\((?!#)|href="(?!#)/,
        );
        expect(svg.length, `${kind} ${form} ${view}`).toBeLessThan(MAX_BYTES);
        expect(svg.length, `${kind} ${form} ${view}`).toBeGreaterThan(MIN_BYTES);
      }
    }
  });

  it("draws the same spec the same, and each view differently", () => {
    fc.assert(
      fc.property(anySpec, anyView, (spec, view) => {
        expect(drawIllustration({ ...spec }, view)).toBe(drawIllustration(spec, view));
        const views = illustrationViews.map((each) => drawIllustration(spec, each));
        expect(new Set(views).size).toBe(illustrationViews.length);
      }),
      { numRuns: 60 },
    );
  });

  it("draws two seeds, two colours and two materials of a kind differently", () => {
    const bare = (svg: string): string => svg.replace(/\bi[a-z0-9]+\b/g, "");
    for (const kind of illustrationKinds) {
      const pictures = [1, 2, 3, 4, 5, 6].map((seed) =>
        bare(drawIllustration({ kind, seed, colour: "teal" }, "front")),
      );
      expect(new Set(pictures).size, kind).toBeGreaterThan(1);
      for (const form of optionsOf(kind).forms) {
        const seed = seedFor(kind, 5, { form });
        const [red, teal] = (["red", "teal"] as const).map((colour) =>
          bare(drawIllustration({ kind, seed, colour }, "front")),
        );
        expect(red, `${kind} ${form}`).not.toBe(teal);
      }
    }
    expect(
      drawIllustration({ kind: "chair", seed: 1, colour: "red", material: "oak" }, "front"),
    ).not.toBe(
      drawIllustration({ kind: "chair", seed: 1, colour: "red", material: "walnut" }, "front"),
    );
  });

  it("finds a seed for every form and pattern that a kind offers", () => {
    for (const kind of illustrationKinds) {
      const { forms, patterns } = optionsOf(kind);
      for (const form of forms)
        for (const pattern of patterns) {
          const seed = seedFor(kind, 99, { form, pattern });
          expect([formOf({ kind, seed }), patternOf({ kind, seed })], kind).toEqual([
            form,
            pattern,
          ]);
        }
    }
  });
});

describe("illustrationPath", () => {
  it("goes there and back for any spec and view", () => {
    fc.assert(
      fc.property(anySpec, anyMaterial, anyView, (bare, material, view) => {
        const spec: IllustrationSpec = material ? { ...bare, material } : bare;
        expect(parseIllustrationPath(illustrationPath(spec, view))).toEqual({ spec, view });
      }),
    );
  });

  it("has the documented shape", () => {
    expect(
      illustrationPath({ kind: "mug", seed: 0xbeef, colour: "sage", material: "stoneware" }, "use"),
    ).toBe("/media/drawn/v1/mug/sage/stoneware/0000beef/use.svg");
    expect(illustrationPath({ kind: "mug", seed: 1, colour: "sage" }, "front")).toBe(
      "/media/drawn/v1/mug/sage/-/00000001/front.svg",
    );
  });

  it.each([
    "",
    "/",
    "/media/drawn/v1/mug/sage/-/00000001/front.png",
    "/media/drawn/v2/mug/sage/-/00000001/front.svg",
    "/media/drawn/v1/mugs/sage/-/00000001/front.svg",
    "/media/drawn/v1/toString/sage/-/00000001/front.svg",
    "/media/drawn/v1/mug/__proto__/-/00000001/front.svg",
    "/media/drawn/v1/mug/sage/gold-plate/00000001/front.svg",
    "/media/drawn/v1/mug/sage//00000001/front.svg",
    "/media/drawn/v1/mug/sage/-/1/front.svg",
    "/media/drawn/v1/mug/sage/-/0000000G/front.svg",
    "/media/drawn/v1/mug/sage/-/0000BEEF/front.svg",
    "/media/drawn/v1/mug/sage/-/-0000001/front.svg",
    "/media/drawn/v1/mug/sage/-/00000001/side.svg",
    "/media/drawn/v1/mug/sage/-/00000001/extra/front.svg",
    "/media/drawn/v1/mug/sage/-/00000001/front.svg?x=1",
    "/media/drawn/v1/../v1/mug/sage/-/00000001/front.svg",
    "media/drawn/v1/mug/sage/-/00000001/front.svg",
    `/media/drawn/v1/${"mug/".repeat(2000)}front.svg`,
  ])("refuses %s", (path) => {
    expect(parseIllustrationPath(path)).toBeUndefined();
  });

  it("refuses whatever it would not have written", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseIllustrationPath(`/media/drawn/v1/${text}.svg`);
        if (parsed)
          expect(illustrationPath(parsed.spec, parsed.view)).toBe(`/media/drawn/v1/${text}.svg`);
      }),
    );
  });
});
