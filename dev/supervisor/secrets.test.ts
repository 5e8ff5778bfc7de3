import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { loadSecrets, seedPasswordOf } from "./secrets.ts";

test("secrets outlive a start, and one that is new joins those that are kept", () => {
  const folder = temporaryFolder();
  const path = join(folder, "secrets.json");
  const first = loadSecrets(folder);
  expect(loadSecrets(folder)).toEqual(first);
  const { authSecret: _, ...older } = first;
  writeFileSync(path, JSON.stringify(older));
  const second = loadSecrets(folder);
  expect(second).toMatchObject(older);
  expect(second.authSecret).not.toBe(first.authSecret);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(second);
});

test("each installation's seed accounts have a password of its own, the same at each start", () => {
  const [one, other] = [loadSecrets(temporaryFolder()), loadSecrets(temporaryFolder())];
  expect(seedPasswordOf(one)).toMatch(/^([0-9a-f]{4}-){3}[0-9a-f]{4}$/);
  expect(seedPasswordOf(one)).toBe(seedPasswordOf({ ...one }));
  expect(seedPasswordOf(one)).not.toBe(seedPasswordOf(other));
});
