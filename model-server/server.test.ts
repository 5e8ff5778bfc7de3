import { explainResponseSchema, previewResponseSchema } from "@slipstream/contracts/debugger";
import { sessionPlaceSchema, shopMapSchema } from "@slipstream/contracts/live-api";
import { modelServerStatusSchema } from "@slipstream/contracts/model-server-status";
import { ProblemError } from "@slipstream/contracts/problems";
import {
  DEADLINE_HEADER,
  pageResponseSchema,
  type RecommendRequest,
  recommendRequestSchema,
  recommendResponseSchema,
} from "@slipstream/contracts/recommend";
import { Redis } from "ioredis";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { explainAnswer } from "./explain/explain-answer.ts";
import { preview } from "./explain/preview.ts";
import { recommendPage } from "./page.ts";
import { recommend } from "./pipeline.ts";
import { createServer } from "./server.ts";
import { SessionReader } from "./session-reader.ts";
import { RecallFigures, shopStatus } from "./shop-status.ts";
import { NOW, smallShop } from "./testing/shop.ts";

const model = smallShop();
const parts = {
  sessions: new SessionReader(new Redis({ lazyConnect: true })),
  waitFor: async () => true,
  random: Math.random,
  now: () => NOW,
};
function known({ shop, visitorId }: RecommendRequest): void {
  if (shop !== "demo") throw new ProblemError("unknown_shop");
  if (visitorId === "crash") throw new Error("a secret of ours");
}
async function answer(request: RecommendRequest, deadline: Deadline) {
  known(request);
  return (await recommend(parts, { model, request, deadline })).response;
}
const app = createServer({
  recommend: answer,
  page: ({ rails }, deadline) => recommendPage(rails, deadline, answer),
  explain: async ({ wanted, ...request }) => {
    known(request);
    const options = { model, request, deadline: new Deadline(5000) };
    return explainAnswer(await recommend(parts, options), wanted);
  },
  preview: async ({ request, rules }) => {
    known(request);
    return preview(parts, { model, request, deadline: new Deadline(5000), rules });
  },
  map: async () => model.map.draw(NOW),
  place: async ({ context }) =>
    model.map.placeOf({ recent: [], hidden: new Set(), complete: true }, context, NOW),
  status: (shop) => {
    if (shop !== "demo") throw new ProblemError("unknown_shop");
    return shopStatus(model, { elected: true, recalls: new RecallFigures() });
  },
  health: () => ({ state: "ok", parts: {} }),
  metrics: new Registry(),
  onError: () => {},
});

function post(body: string, headers: Record<string, string> = {}, path = "/v1/recommend") {
  return app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

test("the status tells how a shop's models and vectors stand", async () => {
  const response = await app.request("/v1/status?shop=demo");
  const status = modelServerStatusSchema.parse(await response.json());
  expect(status).toMatchObject({
    elected: true,
    vectors: 36,
    loaded: [],
    index: { kind: "exact" },
  });
  // Vectors of 2 and 0.2 along two axes.
  expect(status.norms?.p50).toBeCloseTo(Math.hypot(2, 0.2), 5);
  expect((await app.request("/v1/status?shop=nowhere")).status).toBe(404);
});

test("the map holds what is shown, and a session that saw one product stands upon it", async () => {
  const map = shopMapSchema.parse(await (await app.request("/v1/map?shop=demo")).json());
  expect(map.points).toHaveLength(36);
  const [cup, lamp] = ["cups-3", "lamps-3"].map((id) =>
    map.points.find(({ itemId }) => itemId === id),
  );
  expect(cup).toMatchObject({ category: "cups" });
  expect(
    Math.hypot((cup?.x ?? 0) - (lamp?.x ?? 0), (cup?.y ?? 0) - (lamp?.y ?? 0)),
  ).toBeGreaterThan(0.5);
  const asked = async (context: string) =>
    sessionPlaceSchema.parse(
      await (await app.request(`/v1/place?shop=demo&context=${context}`)).json(),
    );
  expect(await asked("cups-3")).toEqual({ plane: map.plane, place: { x: cup?.x, y: cup?.y } });
  const between = (await asked("lamps-3,cups-3")).place;
  expect(between).not.toEqual({ x: cup?.x, y: cup?.y });
  expect(await asked("")).toEqual({ plane: map.plane });
  expect((await app.request("/v1/place?shop=demo&context=a%20b")).status).toBe(400);
});

test("an answer fits the contract", async () => {
  const body = { shop: "demo", placement: "similar", itemId: "cups-0" };
  const response = await post(JSON.stringify(body), { [DEADLINE_HEADER]: "250" });
  expect(response.status).toBe(200);
  const answer = recommendResponseSchema.parse(await response.json());
  expect(answer.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(answer.items.map(({ position }) => position)).toEqual([...Array(12).keys()]);
  expect(Object.keys(answer.timingMs)).toEqual(
    expect.arrayContaining(["session", "retrieve", "rank", "rescore", "diversify", "rules"]),
  );
});

test("no rail of a page shows what one before it shows, and each is full", async () => {
  const ask = (placement: string, more = {}) => ({ shop: "demo", placement, limit: 8, ...more });
  const page = async (...rails: object[][]) => {
    const response = await post(JSON.stringify({ rails }), {}, "/v1/page");
    return pageResponseSchema.parse(await response.json()).rails;
  };
  const idsOf = (answers: { items: { itemId: string }[] }[] | undefined) =>
    answers?.flatMap(({ items }) => items.map(({ itemId }) => itemId)) ?? [];
  const because = ask("because_you_viewed", { context: ["cups-0"] });
  const forYou = ask("home_for_you", { context: ["cups-0"] });
  const [alone] = await page([forYou]);
  const both = await page([because], [forYou]);
  const first = idsOf(both[0]);
  expect(first).toHaveLength(8);
  expect(idsOf(alone).some((itemId) => first.includes(itemId))).toBe(true);
  expect(new Set([...first, ...idsOf(both[1])]).size).toBe(16);
  expect(both[0]?.[0]?.requestId).not.toBe(both[1]?.[0]?.requestId);

  // Two rankers' lists of one rail may be alike; the rail after them shows nothing of either.
  const drafted = await page([because, { ...because, diversity: 1 }], [forYou]);
  expect(drafted.map((answers) => answers.length)).toEqual([2, 1]);
  const taken = new Set(idsOf(drafted[0]));
  expect(taken.size).toBeLessThan(16);
  expect(idsOf(drafted[1]).filter((itemId) => taken.has(itemId))).toEqual([]);

  // Nothing was viewed: the page does not show the first one, which then takes nothing away.
  const [unshown, popular] = await page([ask("because_you_viewed")], [ask("home_for_you")]);
  expect(unshown?.[0]?.anchorItemId).toBeUndefined();
  expect(idsOf(popular).some((itemId) => idsOf(unshown).includes(itemId))).toBe(true);
});

test("a rail of a page may take its share of the time, and leaves the next one what it did not need", async () => {
  const given: number[] = [];
  const ask = { shop: "demo", placement: "home_for_you" as const, limit: 1 };
  const request = recommendRequestSchema.parse(ask);
  await recommendPage([[request], [request, request]], new Deadline(9000), (question, share) => {
    given.push(share.remainingMs);
    return answer(question, share);
  });
  expect(given[0]).toBeLessThanOrEqual(3000);
  expect(given[1]).toBeGreaterThan(3000);
  expect(given[2]).toBeGreaterThan(6000);
});

const valid = { shop: "demo", placement: "home_for_you" };
test.each([
  ["not JSON", "{nope", {}, 400, "bad_json"],
  ["an unknown field", JSON.stringify({ ...valid, colour: "red" }), {}, 400, "invalid_request"],
  [
    "an unknown placement",
    JSON.stringify({ ...valid, placement: "x" }),
    {},
    400,
    "invalid_request",
  ],
  ["a limit out of range", JSON.stringify({ ...valid, limit: 1e9 }), {}, 400, "invalid_request"],
  [
    "diversity that is no number",
    '{"shop":"demo","placement":"cart","diversity":NaN}',
    {},
    400,
    "bad_json",
  ],
  [
    "a deadline that is no number",
    JSON.stringify(valid),
    { [DEADLINE_HEADER]: "soon" },
    400,
    "invalid_request",
  ],
  [
    "another content type",
    JSON.stringify(valid),
    { "content-type": "text/plain" },
    415,
    "unsupported_media_type",
  ],
  ["a body of 1 MB", JSON.stringify({ ...valid, pad: "x".repeat(1e6) }), {}, 413, "body_too_large"],
  ["an unknown shop", JSON.stringify({ ...valid, shop: "nobody" }), {}, 404, "unknown_shop"],
])("%s gets a problem with a stable code", async (_name, body, headers, status, code) => {
  const response = await post(body, headers as Record<string, string>);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ status, code, type: `/problems/${code}` });
});

test("faults say where they are", async () => {
  const response = await post(JSON.stringify({ ...valid, exclude: ["ok", "not ok"] }));
  expect(await response.json()).toMatchObject({ issues: [{ path: "exclude.1" }] });
});

test("an error of ours tells nothing of itself", async () => {
  const response = await post(JSON.stringify({ ...valid, visitorId: "crash" }));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
});

test("explain and preview fit their contracts, and refuse what does not fit them", async () => {
  const request = { shop: "demo", placement: "similar", itemId: "cups-0" };
  const explained = await post(
    JSON.stringify({ ...request, wanted: ["rugs-9"] }),
    {},
    "/v1/explain",
  );
  const { wanted } = explainResponseSchema.parse(await explained.json());
  expect(wanted).toMatchObject([{ itemId: "rugs-9", verdict: { code: "ranked_below" } }]);
  const rules = [
    {
      id: "r",
      name: "Top",
      kind: "pin",
      target: { itemIds: ["cups-9"] },
      placements: [],
      position: 0,
    },
  ];
  const previewed = await post(JSON.stringify({ request, rules }), {}, "/v1/preview");
  const { moved } = previewResponseSchema.parse(await previewed.json());
  expect(moved[0]).toMatchObject({ itemId: "cups-9", to: 0 });
  const bad = await post(
    JSON.stringify({ request, rules: [{ kind: "shout" }] }),
    {},
    "/v1/preview",
  );
  expect(bad.status).toBe(400);
  const nobody = { ...request, shop: "nobody" };
  expect((await post(JSON.stringify(nobody), {}, "/v1/explain")).status).toBe(404);
});

test("other methods and addresses", async () => {
  expect(await (await app.request("/v1/recommend")).json()).toMatchObject({
    code: "method_not_allowed",
  });
  expect(await (await app.request("/nowhere")).json()).toMatchObject({ code: "not_found" });
});

test("OpenAPI comes from the contracts' schemas, with a page to read it", async () => {
  const document: unknown = await (await app.request("/openapi.json")).json();
  expect(document).toHaveProperty("openapi", "3.1.0");
  const body = ["paths", "/v1/recommend", "post", "requestBody", "content", "application/json"];
  expect(document).toHaveProperty(
    [...body, "schema", "properties", "placement", "enum"],
    expect.arrayContaining(["because_you_viewed"]),
  );
  expect(document).toHaveProperty([...body, "schema", "additionalProperties"], false);
  expect((await app.request("/docs")).headers.get("content-type")).toContain("text/html");
});
