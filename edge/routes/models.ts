import { createRoute, z } from "@hono/zod-openapi";
import { modelVersionSchema } from "@slipstream/contracts/identifiers";
import {
  driftAnswerSchema,
  modelListSchema,
  modelNameSchema,
  modelQuerySchema,
  rollbackInputSchema,
  stageChangeInputSchema,
  stageChangesSchema,
} from "@slipstream/contracts/model-api";
import type { StageWish } from "@slipstream/contracts/model-stages";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { changeStage } from "../models/change-stage.ts";
import { countRollbacks, listModels } from "../models/list-models.ts";
import { readSeries } from "../models/model-series.ts";
import { readModelServerStatus } from "../models/model-server-status.ts";
import { readDrift } from "../models/read-drift.ts";
import { readReports } from "../models/read-reports.ts";
import { jsonAnswer, jsonBody, problemAnswer } from "./answers.ts";

const HOUR_SECONDS = 3_600;
const tags = ["Models"];
const noStore = { "cache-control": "no-store" };

const listRoute = createRoute({
  method: "get",
  path: "/api/ops/models",
  tags,
  summary: "Trained models with their stages, and how they do",
  ...guarded("model", "read"),
  request: { query: modelQuerySchema },
  responses: { 200: jsonAnswer(modelListSchema, "The models"), default: problemAnswer },
});

const stageRoute = createRoute({
  method: "post",
  path: "/api/ops/models/{name}/{version}/stage",
  tags,
  summary: "Send a model to a stage; the model servers follow within a second",
  ...idempotent(guarded("model", "write"), { optional: true }),
  request: {
    params: z.object({ name: modelNameSchema, version: modelVersionSchema }),
    body: jsonBody(stageChangeInputSchema),
  },
  responses: { 200: jsonAnswer(stageChangesSchema, "What changed"), default: problemAnswer },
});

const rollbackRoute = createRoute({
  method: "post",
  path: "/api/ops/models/{name}/rollback",
  tags,
  summary: "Take the canary back, or, without one, the champion for the one before",
  ...idempotent(guarded("model", "rollBack"), { optional: true }),
  request: {
    params: z.object({ name: modelNameSchema }),
    body: jsonBody(rollbackInputSchema),
  },
  responses: { 200: jsonAnswer(stageChangesSchema, "What changed"), default: problemAnswer },
});

const driftRoute = createRoute({
  method: "get",
  path: "/api/ops/drift",
  tags,
  summary: "How far what is served is from what the ranker was trained on",
  ...guarded("model", "read"),
  responses: { 200: jsonAnswer(driftAnswerSchema, "The last report"), default: problemAnswer },
});

/** Trained models on their way to production and back. */
export const modelRoutes = area()
  .openapi(listRoute, async (context) => {
    const { settings, database, shop } = context.var;
    const { to = Math.ceil(Date.now() / 1000), from = to - HOUR_SECONDS } =
      context.req.valid("query");
    const [server, rest] = await Promise.all([
      readModelServerStatus(settings, shop.id),
      database.withShop(shop.id, async (transaction) => {
        const [models, reports, series, rollbacks] = await Promise.all([
          listModels(transaction, shop.id),
          readReports(transaction, shop.id),
          readSeries(transaction, shop.id, { from, to }),
          countRollbacks(transaction, shop.id),
        ]);
        return { models, ...reports, series, rollbacks };
      }),
    ]);
    return context.json({ ...rest, ...(server ? { server } : {}) }, 200, noStore);
  })
  .openapi(stageRoute, async (context) => {
    const { name, version } = context.req.valid("param");
    const { reason, ...to } = context.req.valid("json");
    const changes = await change(context, { name, wish: { version, ...to }, reason });
    return context.json({ changes }, 200, noStore);
  })
  .openapi(rollbackRoute, async (context) => {
    const { name } = context.req.valid("param");
    const { reason } = context.req.valid("json");
    const changes = await change(context, { name, wish: { rollback: true }, reason });
    return context.json({ changes }, 200, noStore);
  })
  .openapi(driftRoute, async (context) => {
    const { database, shop } = context.var;
    const drift = await database.withShop(shop.id, (transaction) =>
      readDrift(transaction, shop.id),
    );
    return context.json(drift, 200, noStore);
  });

async function change(
  context: Context<AppEnv>,
  errand: { name: string; wish: StageWish; reason: string },
) {
  const { database, shop, principal } = context.var;
  const moves = await database.withShop(shop.id, (transaction) =>
    changeStage(transaction, shop.id, { principal, ...errand }),
  );
  return moves.map(({ name, version, from, to }) => ({
    ...{ name, version, from: from.stage, to: to.stage },
  }));
}
