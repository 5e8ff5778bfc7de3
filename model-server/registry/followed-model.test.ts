import { expect, test, vi } from "vitest";
import { trainedModel } from "../testing/trained.ts";
import { FollowedModel } from "./followed-model.ts";
import type { Manifest } from "./manifest.ts";
import { ModelSlot } from "./model-slot.ts";
import { RegistryError } from "./registry-error.ts";

const [one, two] = [1, 2].map((minute) => trainedModel(minute).manifest);

/** Follows a registry whose word the test gives. Models are their versions. */
function follow(options: {
  read: () => Promise<Manifest | undefined>;
  load?: (manifest: Manifest) => Promise<string>;
  isDisgraced?: (version: string) => Promise<boolean>;
}) {
  const changes: string[] = [];
  const failures: string[] = [];
  const followed = new FollowedModel<string>({
    slot: new ModelSlot(options.load ?? (async ({ version }) => version)),
    ...{ read: options.read, isDisgraced: options.isDisgraced },
    retry: { passingMs: 5, lastingMs: 10 },
    onChange: (change) => changes.push(change),
    onFailure: ({ code }) => failures.push(code),
  });
  return { followed, changes, failures };
}

const until = (condition: () => boolean) =>
  vi.waitUntil(condition, { timeout: 5_000, interval: 2 });

test("registry and store that do not answer are tried again until they do", async () => {
  let reads = 0;
  let loads = 0;
  const { followed, failures, changes } = follow({
    read: async () => {
      if (++reads < 3) throw new RegistryError("registry_unavailable", "away");
      return one;
    },
    load: async ({ version }) => {
      if (++loads === 1) throw new RegistryError("store_unavailable", "away");
      if (loads === 2) throw new TypeError("broken");
      return version;
    },
  });
  followed.refresh();
  await until(() => followed.current !== undefined);
  const away = ["registry_unavailable", "registry_unavailable", "store_unavailable"];
  expect(failures).toEqual([...away, "unusable_model"]);
  expect(changes).toEqual(["loaded"]);
});

test("word that comes while the registry is read makes it read once more, never two at once", async () => {
  const answers: PromiseWithResolvers<Manifest | undefined>[] = [];
  const { followed } = follow({
    read: () => {
      const answer = Promise.withResolvers<Manifest | undefined>();
      answers.push(answer);
      return answer.promise;
    },
  });
  for (let at = 0; at < 3; at++) followed.refresh();
  expect(answers).toHaveLength(1);
  answers[0]!.resolve(one);
  await until(() => answers.length === 2);
  answers[1]!.resolve(two);
  await until(() => followed.current?.model === two!.version);
  expect(answers).toHaveLength(2);
});

test("the way back does not wait for a model that is slow to come", async () => {
  let wanted: Manifest | undefined = one;
  const slow = Promise.withResolvers<string>();
  const { followed, changes } = follow({
    read: async () => wanted,
    load: async ({ version }) => (version === one!.version ? version : await slow.promise),
  });
  followed.refresh();
  await until(() => followed.current !== undefined);
  wanted = two;
  followed.refresh();
  await vi.waitFor(() => expect(changes).toEqual(["loaded"]));
  wanted = undefined;
  followed.refresh();
  await until(() => followed.current === undefined);
  slow.resolve(two!.version);
  await until(() => changes.length === 3);
  expect(changes).toEqual(["loaded", "emptied", "superseded"]);
  expect(followed.current).toBeUndefined();
});

test("who was taken back does not serve on for one that cannot be loaded, as others do", async () => {
  let wanted = one;
  let disgraced: string | undefined;
  const { followed, changes, failures } = follow({
    read: async () => wanted,
    load: async ({ version }) => {
      if (version === two!.version) throw new RegistryError("other_features", "of another build");
      return version;
    },
    isDisgraced: async (version) => version === disgraced,
  });
  followed.refresh();
  await until(() => followed.current !== undefined);
  wanted = two;
  followed.refresh();
  await until(() => failures.length > 1);
  expect(followed.current?.model).toBe(one!.version);
  disgraced = one!.version;
  await until(() => followed.current === undefined);
  expect(changes).toEqual(["loaded", "emptied"]);
  // Asked for again, it is still in memory.
  wanted = one;
  followed.refresh();
  await until(() => followed.current?.model === one!.version);
  expect(changes.at(-1)).toBe("back");
  followed.close();
});

test("closed, it follows nothing any more", async () => {
  let reads = 0;
  const { followed, failures } = follow({
    read: async () => {
      reads++;
      throw new RegistryError("registry_unavailable", "away");
    },
  });
  followed.refresh();
  await until(() => failures.length > 1);
  followed.close();
  const before = reads;
  followed.refresh();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reads).toBe(before);
});
