import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { Deadline } from "../deadline.ts";
import { recommend } from "../pipeline.ts";
import { SessionReader } from "../session-reader.ts";
import { NOW, requestFor, smallShop } from "../testing/shop.ts";
import { participantsOf, RANKER } from "./participants.ts";

const empty = { current: undefined, refresh: () => {} };
const model = smallShop({}, undefined, new Map([["als", empty]]));

/** The names of those who had a part in an answer. */
async function partsIn(tuning: object | undefined, placement = "home_for_you") {
  const request = requestFor({ placement, context: ["cups-0"], tuning });
  const parts = {
    sessions: new SessionReader(new Redis({ lazyConnect: true })),
    waitFor: async () => true,
    random: () => 0,
    now: () => NOW,
  };
  const { trace } = await recommend(parts, { model, request, deadline: new Deadline(5000) });
  return participantsOf(model, request, trace!).map(({ name }) => name);
}

test("an answer counts for all that may have a part in it, but rankers where an arm names one", async () => {
  expect(await partsIn(undefined)).toEqual([RANKER, "als"]);
  expect(await partsIn({ ranker: "trained" })).toEqual([RANKER, "als"]);
  expect(await partsIn({ ranker: "20261120T120001000Z" })).toEqual(["als"]);
  expect(await partsIn({ ranker: "blend" })).toEqual([]);
  expect(await partsIn(undefined, "trending")).toEqual([]);
});
