import { createRoute, z } from "@hono/zod-openapi";
import {
  experimentDetailSchema,
  experimentInputSchema,
  experimentListSchema,
  planAnswerSchema,
  planQuestionSchema,
  stateChangeSchema,
  storedExperimentSchema,
} from "@slipstream/contracts/experiment-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { readDetail } from "../experiments/looks.ts";
import { changeExperiment, createExperiment } from "../experiments/manage.ts";
import { planFor } from "../experiments/planner.ts";
import { expireExperiments } from "../experiments/served.ts";
import { moveExperiment } from "../experiments/state.ts";
import { listExperiments, readExperiment } from "../experiments/stored.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { jsonAnswer, jsonBody, problemAnswer } from "./answers.ts";

const tags = ["Experiments"];
const noStore = { "cache-control": "no-store" };
const params = z.object({ id: z.uuid() });
const stored = jsonAnswer(storedExperimentSchema, "The experiment");

const listRoute = createRoute({
  method: "get",
  path: "/api/ops/experiments",
  tags,
  summary: "All experiments, the newest first",
  ...guarded("experiment", "read"),
  responses: { 200: jsonAnswer(experimentListSchema, "The experiments"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/ops/experiments/{id}",
  tags,
  summary: "An experiment with what is known of its arms, now and over time",
  ...guarded("experiment", "read"),
  request: { params },
  responses: { 200: jsonAnswer(experimentDetailSchema, "The experiment"), default: problemAnswer },
});

const createExperimentRoute = createRoute({
  method: "post",
  path: "/api/ops/experiments",
  tags,
  summary: "A draft of an experiment",
  ...idempotent(guarded("experiment", "write"), { optional: true }),
  request: { body: jsonBody(experimentInputSchema) },
  responses: { 201: stored, default: problemAnswer },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/ops/experiments/{id}",
  tags,
  summary: "Change a draft",
  ...guarded("experiment", "write"),
  request: { params, body: jsonBody(experimentInputSchema) },
  responses: { 200: stored, default: problemAnswer },
});

const moveRoute = createRoute({
  method: "post",
  path: "/api/ops/experiments/{id}/state",
  tags,
  summary: "Start, pause, go on or decide; rails follow within a second",
  ...guarded("experiment", "write"),
  request: { params, body: jsonBody(stateChangeSchema) },
  responses: { 200: stored, default: problemAnswer },
});

const planRoute = createRoute({
  method: "post",
  path: "/api/ops/experiments/plan",
  tags,
  summary: "How many visitors and days it would take, from the shop's own rates",
  ...guarded("experiment", "read"),
  request: { body: jsonBody(planQuestionSchema) },
  responses: { 200: jsonAnswer(planAnswerSchema, "The plan"), default: problemAnswer },
});

/** Experiments: drafts, their start and end, and what they show. */
export const experimentRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const experiments = await database.withShop(shop.id, (transaction) =>
      listExperiments(transaction, shop.id),
    );
    return context.json({ experiments }, 200, noStore);
  })
  .openapi(planRoute, async (context) => {
    const { database, shop } = context.var;
    const question = context.req.valid("json");
    const plan = await database.withShop(shop.id, (transaction) =>
      planFor(transaction, shop.id, question),
    );
    return context.json(plan, 200, noStore);
  })
  .openapi(readRoute, async (context) => {
    const { database, shop } = context.var;
    const { id } = context.req.valid("param");
    const detail = await database.withShop(shop.id, async (transaction) => {
      const experiment = await readExperiment(transaction, shop.id, id);
      return { ...experiment, ...(await readDetail(transaction, shop.id, experiment)) };
    });
    const { currency, simulated } = shop;
    return context.json({ ...detail, currency, simulated }, 200, noStore);
  })
  .openapi(createExperimentRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const experiment = await database.withShop(shop.id, (transaction) =>
      createExperiment(transaction, shop.id, { principal, input }),
    );
    return context.json(experiment, 201, noStore);
  })
  .openapi(changeRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const input = context.req.valid("json");
    const experiment = await database.withShop(shop.id, (transaction) =>
      changeExperiment(transaction, shop.id, { principal, id, input }),
    );
    return context.json(experiment, 200, noStore);
  })
  .openapi(moveRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const change = context.req.valid("json");
    const experiment = await database.withShop(shop.id, (transaction) =>
      moveExperiment(transaction, shop.id, { principal, id, change }),
    );
    expireExperiments(shop.id);
    return context.json(experiment, 200, noStore);
  });
