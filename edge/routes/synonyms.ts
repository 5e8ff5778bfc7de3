import { createRoute, z } from "@hono/zod-openapi";
import {
  synonymInputSchema,
  synonymListSchema,
  synonymSchema,
} from "@slipstream/contracts/search-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { addSynonym, changeSynonym, listSynonyms, removeSynonym } from "../search/synonyms.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const NO_STORE = { "cache-control": "no-store" };

const body = jsonBody(synonymInputSchema);
const params = z.object({ id: z.uuid() });

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/synonyms",
  summary: "Words that mean the same in this shop's search",
  ...guarded("synonym", "read"),
  responses: { 200: jsonAnswer(synonymListSchema, "All of them"), default: problemAnswer },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/admin/synonyms",
  summary: "Another set of synonyms",
  ...idempotent(guarded("synonym", "write"), { optional: true }),
  request: { body },
  responses: { 201: jsonAnswer(synonymSchema, "The set"), default: problemAnswer },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/admin/synonyms/{id}",
  summary: "Other terms for a set",
  ...guarded("synonym", "write"),
  request: { params, body },
  responses: { 200: jsonAnswer(synonymSchema, "The set"), default: problemAnswer },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/admin/synonyms/{id}",
  summary: "Takes a set away",
  ...guarded("synonym", "write"),
  request: { params },
  responses: { 204: noContent("It is gone"), default: problemAnswer },
});

/** What admins decide about search. */
export const synonymRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const synonyms = await listSynonyms({ database, shop: shop.id });
    return context.json({ synonyms }, 200, NO_STORE);
  })
  .openapi(addRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const added = await addSynonym({ database, shop: shop.id, principal, input });
    return context.json(added, 201, NO_STORE);
  })
  .openapi(changeRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const input = context.req.valid("json");
    const changed = await changeSynonym({ database, shop: shop.id, principal, id, input });
    return context.json(changed, 200, NO_STORE);
  })
  .openapi(removeRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    await removeSynonym({ database, shop: shop.id, principal, id });
    return context.body(null, 204);
  });
