import { createRoute, z } from "@hono/zod-openapi";
import { replayInputSchema, replayListSchema } from "@slipstream/contracts/replay-jobs";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { askForReplay, listReplays, stopReplay } from "../ops/replays.ts";
import { jsonAnswer, jsonBody, problemAnswer } from "./answers.ts";

const tags = ["Operations"];
const noStore = { "cache-control": "no-store" };
const answer = jsonAnswer(replayListSchema, "The replays, the newest first");

const listRoute = createRoute({
  method: "get",
  path: "/api/ops/replays",
  tags,
  summary: "Replays of parts of the log, with how far they are",
  ...guarded("operations", "read"),
  responses: { 200: answer, default: problemAnswer },
});

const askRoute = createRoute({
  method: "post",
  path: "/api/ops/replays",
  tags,
  summary: "Replay a part of the log: into what serves, or beside it",
  ...idempotent(guarded("operations", "write"), { optional: true }),
  request: { body: jsonBody(replayInputSchema) },
  responses: { 200: answer, default: problemAnswer },
});

const stopRoute = createRoute({
  method: "post",
  path: "/api/ops/replays/{id}/stop",
  tags,
  summary: "Stop a replay; what it has done stays",
  ...idempotent(guarded("operations", "write"), { optional: true }),
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: answer, default: problemAnswer },
});

/** Replays of the log. */
export const replayRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const list = await database.withShop(shop.id, (transaction) =>
      listReplays(transaction, shop.id),
    );
    return context.json(list, 200, noStore);
  })
  .openapi(askRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const list = await database.withShop(shop.id, async (transaction) => {
      await askForReplay(transaction, shop.id, { principal, input });
      return listReplays(transaction, shop.id);
    });
    return context.json(list, 200, noStore);
  })
  .openapi(stopRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const list = await database.withShop(shop.id, async (transaction) => {
      await stopReplay(transaction, shop.id, { principal, id });
      return listReplays(transaction, shop.id);
    });
    return context.json(list, 200, noStore);
  });
