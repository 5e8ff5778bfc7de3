import { createRoute, z } from "@hono/zod-openapi";
import { ruleInputSchema, ruleListSchema, storedRuleSchema } from "@slipstream/contracts/admin-api";
import {
  debugAnswerSchema,
  debugQuerySchema,
  rulePreviewQuerySchema,
  rulePreviewSchema,
} from "@slipstream/contracts/debugger-api";
import { ruleKindSchema } from "@slipstream/contracts/merchandising";
import type { Context } from "hono";
import { debugRail, type Looking, previewRule } from "../admin/debug-rail.ts";
import { changeRule, createRule, deleteRule, listRules, readRule } from "../admin/rules.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const tags = ["Merchandising"];
const noStore = { "cache-control": "no-store" };
const params = z.object({ id: z.uuid() });
const ruleBody = {
  content: { "application/json": { schema: ruleInputSchema } },
  required: true,
};

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/rules",
  tags,
  summary: "All rules, the last changed first",
  ...guarded("rule", "read"),
  responses: { 200: jsonAnswer(ruleListSchema, "The rules"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/admin/rules/{id}",
  tags,
  summary: "One rule",
  ...guarded("rule", "read"),
  request: { params },
  responses: { 200: jsonAnswer(storedRuleSchema, "The rule"), default: problemAnswer },
});

const createRuleRoute = createRoute({
  method: "post",
  path: "/api/admin/rules",
  tags,
  summary: "A new rule; it holds within a second",
  ...idempotent(guarded("rule", "write"), { optional: true }),
  request: { body: ruleBody },
  responses: { 201: jsonAnswer(storedRuleSchema, "The rule"), default: problemAnswer },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/admin/rules/{id}",
  tags,
  summary: "Change a rule; it holds within a second",
  ...guarded("rule", "write"),
  request: { params, body: ruleBody },
  responses: { 200: jsonAnswer(storedRuleSchema, "The rule"), default: problemAnswer },
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/api/admin/rules/{id}",
  tags,
  summary: "Take a rule away",
  ...guarded("rule", "write"),
  request: { params },
  responses: { 204: { description: "It is gone" }, default: problemAnswer },
});

const previewRoute = createRoute({
  method: "post",
  path: "/api/admin/rules/preview",
  tags,
  summary: "What a rail would be with this draft of a rule, beside what it is",
  ...guarded("rule", "read"),
  request: {
    body: { content: { "application/json": { schema: rulePreviewQuerySchema } }, required: true },
  },
  responses: { 200: jsonAnswer(rulePreviewSchema, "Before and after"), default: problemAnswer },
});

const debugRoute = createRoute({
  method: "post",
  path: "/api/admin/debugger",
  tags,
  summary: "Why each item of a rail stands where it stands, for anybody, and why others do not",
  ...guarded("debugger", "read"),
  request: {
    body: { content: { "application/json": { schema: debugQuerySchema } }, required: true },
  },
  responses: { 200: jsonAnswer(debugAnswerSchema, "The rail, explained"), default: problemAnswer },
});

/** Rules above what is learnt, and a look into how rails come about. */
export const adminRuleRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const rules = await database.withShop(shop.id, (transaction) =>
      listRules(transaction, shop.id),
    );
    const kinds = ruleKindSchema.options.map((kind) => [
      kind,
      rules.filter((rule) => rule.kind === kind).length,
    ]);
    return context.json({ rules, counts: Object.fromEntries(kinds) }, 200, noStore);
  })
  .openapi(readRoute, async (context) => {
    const { database, shop } = context.var;
    const { id } = context.req.valid("param");
    const rule = await database.withShop(shop.id, (transaction) =>
      readRule(transaction, shop.id, id),
    );
    return context.json(rule, 200, noStore);
  })
  .openapi(createRuleRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const rule = await database.withShop(shop.id, (transaction) =>
      createRule(transaction, shop.id, { principal, input }),
    );
    return context.json(rule, 201, noStore);
  })
  .openapi(changeRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const input = context.req.valid("json");
    const rule = await database.withShop(shop.id, (transaction) =>
      changeRule(transaction, shop.id, { principal, id, input }),
    );
    return context.json(rule, 200, noStore);
  })
  .openapi(deleteRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    await database.withShop(shop.id, (transaction) =>
      deleteRule(transaction, shop.id, { principal, id }),
    );
    return context.body(null, 204);
  })
  .openapi(previewRoute, async (context) => {
    const preview = await previewRule(await lookingOf(context), context.req.valid("json"));
    return context.json(preview, 200, noStore);
  })
  .openapi(debugRoute, async (context) => {
    const answer = await debugRail(await lookingOf(context), context.req.valid("json"));
    return context.json(answer, 200, noStore);
  });

async function lookingOf(context: Context<AppEnv>): Promise<Looking> {
  const { database, settings, shop } = context.var;
  return { database, settings, shop: shop.id, catalogue: await catalogueOf(context) };
}
