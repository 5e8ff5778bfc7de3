import type { ServerBuild } from "react-router";
import { expect, test } from "vitest";
import { buildIn, buildName, rendererIn } from "./build-in.ts";

const folders = { de: "de-1" };

function build(version: string): ServerBuild {
  const assets = { version, url: "/assets/manifest.js", entry: { module: "/assets/entry.js" } };
  return { assets, routes: {}, basename: "/" } as unknown as ServerBuild;
}

test("a build serves German at its place, with German scripts; English as it is", () => {
  const made = build("1");
  expect(buildIn("en", made, folders)).toBe(made);
  const german = buildIn("de", made, folders);
  expect([german.basename, german.assets.entry.module]).toEqual(["/de", "/assets/de-1/entry.js"]);
  expect(made.assets.entry.module).toBe("/assets/entry.js");
  expect(buildName(made, folders)).toBe("1-de-1");
});

test("what renders is made once for a build and a language", () => {
  const [first, second] = [build("1"), build("2")];
  const options = { folders, mode: "production" };
  const german = rendererIn("de", first, options);
  expect(rendererIn("de", first, options)).toBe(german);
  expect(rendererIn("en", first, options)).not.toBe(german);
  expect(rendererIn("de", second, options)).not.toBe(german);
});
