import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RailRequest } from "@slipstream/edge/storefront-context";
import { expect, test } from "vitest";
import { pageRails } from "./page-rails.server.ts";

function railOf(key: string, ...itemIds: string[]): Rail {
  return {
    key,
    placement: "similar",
    requestId: key,
    degraded: false,
    stale: false,
    model: { name: "blend", version: "1" },
    cards: itemIds.map((itemId, position) => ({
      itemId,
      slug: itemId,
      title: itemId,
      priceMinor: 100,
      currency: "EUR",
      reason: { code: "similar_to" },
      position,
    })),
  };
}

const requests: (RailRequest & { key: "first" | "second" })[] = [
  { key: "first", placement: "because_you_viewed" },
  { key: "second", placement: "similar" },
];

/** Answers each request by its key; undefined fails. */
function answering(rails: Readonly<Record<string, Rail | undefined>>, streamed = true) {
  const rail = async ({ key }: RailRequest) => {
    const found = rails[key];
    if (!found) throw new Error("no answer");
    return found;
  };
  return pageRails({ api: { rail }, streamed }, requests);
}

async function shown(rail: Promise<Rail | undefined>) {
  return (await rail)?.cards.map(({ itemId }) => itemId);
}

test("what an earlier rail shows, a later one leaves out", async () => {
  const rails = await answering({
    first: railOf("first", "a", "b"),
    second: railOf("second", "b", "c"),
  });
  expect(await shown(rails.first)).toEqual(["a", "b"]);
  expect(await shown(rails.second)).toEqual(["c"]);
});

test("a rail that cannot be had is missing, and fails nothing", async () => {
  const rails = await answering({ second: railOf("second", "a") }, false);
  expect(await rails.first).toBeUndefined();
  expect(await shown(rails.second)).toEqual(["a"]);
});
