import { describe, expect, test } from "vitest";
import { acceptedLanguage, isEnglishOnly, localeIn, pathIn, readPath } from "./languages.ts";

describe("addresses", () => {
  test.each([
    ["/", "en", "/"],
    ["/p/lamp", "en", "/p/lamp"],
    ["/de", "de", "/"],
    ["/de/p/lamp", "de", "/p/lamp"],
    ["/de.data", "de", "/.data"],
    ["/de/cart.data", "de", "/cart.data"],
    ["/dev/mail", "en", "/dev/mail"],
    ["/fr/cart", "en", "/fr/cart"],
    ["/en/cart", "en", "/en/cart"],
  ] as const)("%s speaks %s and is %s", (pathname, language, path) => {
    expect(readPath(pathname)).toEqual({ language, path });
  });

  test("there and back", () => {
    for (const path of ["/", "/cart", "/c/lamps"]) {
      expect(readPath(pathIn("de", path))).toEqual({ language: "de", path });
      expect(pathIn("en", path)).toBe(path);
    }
    expect(pathIn("de", "/admin/orders")).toBe("/admin/orders");
    expect(pathIn("de", "/administer")).toBe("/de/administer");
    const paths = ["/ops", "/dev/mail", "/seller.data", "/administer", "/account", "/"];
    expect(paths.filter(isEnglishOnly)).toEqual(["/ops", "/dev/mail", "/seller.data"]);
  });
});

test.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["en-GB,en;q=0.9,de;q=0.8", "en"],
  ["fr,de;q=0.5,en;q=0.4", "de"],
  ["fr;q=1, es", undefined],
  ["de;q=0", undefined],
  ["*", undefined],
  ["", undefined],
  [null, undefined],
] as const)("who asks for %s gets %s", (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test("a shop's own way of writing holds in its own language only", () => {
  expect(localeIn("en", "en-IE")).toBe("en-IE");
  expect(localeIn("de", "en-IE")).toBe("de");
  expect(localeIn("de", "de-AT")).toBe("de-AT");
});
