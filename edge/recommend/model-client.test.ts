import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import {
  type PageRequest,
  type RecommendRequest,
  type RecommendResponse,
  recommendRequestSchema,
} from "@slipstream/contracts/recommend";
import { afterAll, expect, test } from "vitest";
import type { Settings } from "../env.ts";
import { askForPage } from "./model-client.ts";

/** What a model server answers that knows one address. */
const knows = { path: "/v1/recommend", status: 200 };
const asked: string[] = [];
const server = createServer(async (request, response) => {
  asked.push(request.url ?? "");
  const status = request.url === knows.path ? knows.status : 404;
  const question = (await json(request)) as RecommendRequest;
  const answer: RecommendResponse = {
    requestId: question.placement,
    placement: question.placement,
    items: [],
    model: { name: "blend", version: "1" },
    arms: {},
    degraded: false,
    stale: false,
    timingMs: {},
  };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(status === 200 ? answer : {}));
}).listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => server.close());

const { port } = server.address() as AddressInfo;
const settings = { MODEL_SERVER_URL: `http://127.0.0.1:${port}` } as Settings;
const question = (placement: RecommendRequest["placement"]) =>
  recommendRequestSchema.parse({ shop: "demo", placement });
const rails: PageRequest["rails"] = [
  [question("because_you_viewed")],
  [question("home_for_you"), question("trending")],
];
const ask = () => askForPage({ settings, deadlineMs: 5_000, rails });

test("a model server that knows no pages yet is asked for each rail; one that fails is not", async () => {
  const page = await ask();
  expect(page.map((answers) => answers.map(({ placement }) => placement))).toEqual([
    ["because_you_viewed"],
    ["home_for_you", "trending"],
  ]);
  expect(asked.splice(0)).toEqual(["/v1/page", ...Array(3).fill("/v1/recommend")]);

  Object.assign(knows, { path: "/v1/page", status: 500 });
  await expect(ask()).rejects.toMatchObject({ code: "model_unavailable" });
  expect(asked).toEqual(["/v1/page"]);
});
