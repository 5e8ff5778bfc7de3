import { describe, expect, test } from "vitest";
import { trainedModel } from "../testing/trained.ts";
import { modelCard } from "./card.ts";
import {
  artefactHash,
  describeModel,
  featureHash,
  parseManifest,
  sha256Of,
  versionAt,
} from "./manifest.ts";

const { manifest, files } = trainedModel(1);

test("a version of a later moment sorts behind", () => {
  const moments = [999, 1_000, 60_000, 86_400_000, 1_795_000_000_123].map((ms) => new Date(ms));
  const versions = moments.map(versionAt);
  expect(versions[4]).toBe("20261118T110640123Z");
  expect([...versions].sort()).toEqual(versions);
  expect(parseManifest({ ...manifest, version: versions[4] }).version).toBe(versions[4]);
});

test("the feature hash changes with names, order and definitions", () => {
  const hash = featureHash({ features: ["a", "b"], featureVersion: 1 });
  // sha256 of [1,"a","b"]
  expect(hash).toBe(sha256Of('[1,"a","b"]'));
  for (const other of [
    { features: ["b", "a"], featureVersion: 1 },
    { features: ["a"], featureVersion: 1 },
    { features: ['a","b'], featureVersion: 1 },
    { features: ["a", "b"], featureVersion: 2 },
  ]) {
    expect(featureHash(other)).not.toBe(hash);
  }
});

test("the hash of an artefact is what sha256sum prints of it, hashed", () => {
  const two = new Map([
    ["b.bin", Uint8Array.of(2)],
    ["a.bin", Uint8Array.of(1)],
  ]);
  const described = describeModel(manifest, two);
  const [b, a] = described.files;
  expect(a!.sha256).toBe("4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a");
  const turned = { files: [a!, b!] };
  expect(artefactHash(described)).toBe(artefactHash(turned));
  // "4…" sorts before "d…".
  expect(artefactHash(described)).toBe(sha256Of(`${a!.sha256}  a.bin\n${b!.sha256}  b.bin\n`));
});

describe("what is no manifest is refused", () => {
  const code = (value: unknown) => {
    try {
      parseManifest(value);
      return "read";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test.each([
    ["itself", manifest, "read"],
    ["through JSON", JSON.parse(JSON.stringify(manifest)), "read"],
    ["nothing", undefined, "unreadable_manifest"],
    ["an empty row", {}, "unreadable_manifest"],
    ["a newer version, whatever else is in it", { schemaVersion: 2, x: 1 }, "newer_version"],
    ["an unknown field", { ...manifest, more: 1 }, "unreadable_manifest"],
    [
      "features that are not those of the hash",
      { ...manifest, features: ["a"] },
      "unreadable_manifest",
    ],
    ["no file", { ...manifest, files: [] }, "unreadable_manifest"],
    [
      "a file twice",
      { ...manifest, files: [...manifest.files, ...manifest.files] },
      "unreadable_manifest",
    ],
    [
      "a path",
      { ...manifest, files: [{ ...manifest.files[0], name: "../x" }] },
      "unreadable_manifest",
    ],
    [
      "a metric that is no number",
      { ...manifest, metrics: { a: { value: Number.NaN } } },
      "unreadable_manifest",
    ],
    ["a version that does not sort", { ...manifest, version: "v2" }, "unreadable_manifest"],
  ])("%s", (_, value, expected) => expect(code(value)).toBe(expected));
});

test("a model card says what is known of a model", () => {
  const card = modelCard(manifest);
  expect(card).toContain(`# ranker ${manifest.version}\n`);
  expect(card).toContain("| Events | 1,200 |");
  expect(card).toContain("| ndcg@20 | 0.3123 | 0.29 to 0.334 |");
  expect(card).toContain("| recall@20 | 0.5 | – |");
  expect(card).toContain("| loss | listwise \\| softmax |");
  expect(card).toContain(`\`${manifest.features[0]}\``);
  expect(card).toContain(
    `| weights.slbl | ${files.get("weights.slbl")!.byteLength.toLocaleString("en")} | \`${manifest.files[0]!.sha256}\` |`,
  );
});
