import { expect, test, vi } from "vitest";
import { trainedModel } from "../testing/trained.ts";
import { FollowedVersions } from "./followed-versions.ts";
import type { Manifest } from "./manifest.ts";

test("a version that the registry lacked at the first look is loaded when it has come", async () => {
  const [early, late] = [1, 2].map((minute) => trainedModel(minute).manifest);
  const registry = new Map<string, Manifest>([[early!.version, early!]]);
  const reads: string[] = [];
  const followed = new FollowedVersions<string>({
    wanted: async () => [early!.version, late!.version],
    read: async (version) => {
      reads.push(version);
      return registry.get(version);
    },
    load: async ({ version }) => version,
    retry: { passingMs: 60_000, lastingMs: 60_000 },
    onChange: () => {},
    onFailure: () => {},
  });
  const patience = { timeout: 5_000, interval: 2 };
  followed.refresh();
  await vi.waitUntil(() => reads.includes(late!.version), patience);
  await vi.waitUntil(() => followed.serving(early!.version) !== undefined, patience);
  expect(followed.serving(late!.version)).toBeUndefined();
  registry.set(late!.version, late!);
  followed.refresh();
  await vi.waitUntil(() => followed.serving(late!.version) !== undefined, patience);
  // What is loaded is not looked up again.
  expect(reads.filter((version) => version === early!.version)).toHaveLength(1);
  followed.close();
});
