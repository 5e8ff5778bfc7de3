import { createRoute, z } from "@hono/zod-openapi";
import {
  ADMIN_PAGE_SIZE,
  adminOverviewSchema,
  auditListSchema,
  searchReportSchema,
  switchChangeSchema,
  switchListSchema,
} from "@slipstream/contracts/admin-api";
import { freeTextSchema } from "@slipstream/contracts/free-text";
import { settingsChangeSchema, shopSettingsSchema } from "@slipstream/contracts/shop-settings";
import { switchNameSchema } from "@slipstream/contracts/switches";
import { auditedResources, readAudit } from "../admin/audit-log.ts";
import { readOverview } from "../admin/overview.ts";
import { readSearchReport } from "../admin/searches.ts";
import { changeSettings } from "../admin/settings.ts";
import { listSwitches, turnSwitch } from "../admin/switches.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 10_000;
const tags = ["Shop"];
const noStore = { "cache-control": "no-store" };

const overviewRoute = createRoute({
  method: "get",
  path: "/api/admin/overview",
  tags,
  summary: "How much waits for a person",
  ...guarded("setting", "read"),
  responses: { 200: jsonAnswer(adminOverviewSchema, "Counts"), default: problemAnswer },
});

const switchesRoute = createRoute({
  method: "get",
  path: "/api/admin/switches",
  tags,
  summary: "Every kill switch",
  ...guarded("switch", "read"),
  responses: { 200: jsonAnswer(switchListSchema, "The switches"), default: problemAnswer },
});

const turnRoute = createRoute({
  method: "put",
  path: "/api/admin/switches/{name}",
  tags,
  summary: "Turn a switch; all parts follow within a second",
  ...guarded("switch", "write"),
  request: {
    params: z.object({ name: switchNameSchema }),
    body: { content: { "application/json": { schema: switchChangeSchema } }, required: true },
  },
  responses: { 200: jsonAnswer(switchListSchema, "The switches"), default: problemAnswer },
});

const settingsRoute = createRoute({
  method: "get",
  path: "/api/admin/settings",
  tags,
  summary: "What admins have set for the shop",
  ...guarded("setting", "read"),
  responses: { 200: jsonAnswer(shopSettingsSchema, "The settings"), default: problemAnswer },
});

const changeSettingsRoute = createRoute({
  method: "patch",
  path: "/api/admin/settings",
  tags,
  summary: "Change some of the settings",
  ...guarded("setting", "write"),
  request: {
    body: { content: { "application/json": { schema: settingsChangeSchema } }, required: true },
  },
  responses: { 200: jsonAnswer(shopSettingsSchema, "The settings"), default: problemAnswer },
});

const auditRoute = createRoute({
  method: "get",
  path: "/api/admin/audit",
  tags,
  summary: "Who changed what, the newest first",
  ...guarded("audit", "read"),
  request: {
    query: z.object({
      resource: freeTextSchema(64).optional(),
      resourceId: freeTextSchema(200).optional(),
      action: freeTextSchema(64).optional(),
      actor: z.uuid().optional(),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      before: z.uuid().optional(),
    }),
  },
  responses: { 200: jsonAnswer(auditListSchema, "One page"), default: problemAnswer },
});

const searchesRoute = createRoute({
  method: "get",
  path: "/api/admin/searches",
  tags,
  summary: "What people search for, and what they do not find",
  ...guarded("synonym", "read"),
  request: {
    query: z.object({
      q: freeTextSchema(200).optional(),
      results: z.enum(["all", "none"]).default("all"),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(searchReportSchema, "One page"), default: problemAnswer },
});

/** The shop's own levers and records. */
export const adminShopRoutes = area()
  .openapi(overviewRoute, async (context) => {
    const { database, shop } = context.var;
    const overview = await database.withShop(shop.id, (transaction) =>
      readOverview(transaction, shop.id),
    );
    return context.json(overview, 200, noStore);
  })
  .openapi(switchesRoute, async (context) => {
    const { database, shop } = context.var;
    const switches = await database.withShop(shop.id, (transaction) =>
      listSwitches(transaction, shop.id),
    );
    return context.json({ switches }, 200, noStore);
  })
  .openapi(turnRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { name } = context.req.valid("param");
    const change = { principal, name, ...context.req.valid("json") };
    const switches = await database.withShop(shop.id, async (transaction) => {
      await turnSwitch(transaction, shop.id, change);
      return listSwitches(transaction, shop.id);
    });
    return context.json({ switches }, 200, noStore);
  })
  .openapi(settingsRoute, async (context) => {
    const { database, shop } = context.var;
    const settings = await database.withShop(shop.id, (transaction) =>
      readShopSettings(transaction, shop.id),
    );
    return context.json(settings, 200, noStore);
  })
  .openapi(changeSettingsRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const change = context.req.valid("json");
    const settings = await database.withShop(shop.id, (transaction) =>
      changeSettings(transaction, shop.id, { principal, change }),
    );
    return context.json(settings, 200, noStore);
  })
  .openapi(auditRoute, async (context) => {
    const { database, shop } = context.var;
    const { actor: actorId, ...query } = context.req.valid("query");
    const [entries, resources] = await database.withShop(shop.id, (transaction) =>
      Promise.all([
        readAudit(transaction, shop.id, { ...query, actorId }),
        auditedResources(transaction, shop.id),
      ]),
    );
    const last = entries.length < ADMIN_PAGE_SIZE ? undefined : entries.at(-1);
    const next = last === undefined ? {} : { next: last.id };
    return context.json({ entries, resources, ...next }, 200, noStore);
  })
  .openapi(searchesRoute, async (context) => {
    const { database, shop } = context.var;
    const { q, results, page } = context.req.valid("query");
    const report = await database.withShop(shop.id, (transaction) =>
      readSearchReport(transaction, shop.id, { q, page, withoutResults: results === "none" }),
    );
    return context.json(report, 200, noStore);
  });
