import { createRoute } from "@hono/zod-openapi";
import {
  type ConsentState,
  consentSchema,
  consentStateSchema,
} from "@slipstream/contracts/shop-api";
import { consents, users } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import type { AppEnv } from "../app-env.ts";
import { visitorOfMember } from "../auth/principal-of.ts";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { log } from "../log.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { limitAddress } from "../middleware/rate-limit.ts";
import { readJson } from "../middleware/read-json.ts";
import {
  clearedVisitor,
  consentCookie,
  cookieOfVisitor,
  newVisitor,
  readVisitor,
} from "../middleware/visitor.ts";
import { forgetHistory } from "../privacy/erase.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_BODY_BYTES = 1024;

const answers = { 200: jsonAnswer(consentStateSchema, "What the visitor chose") };
const getRoute = createRoute({
  method: "get",
  path: "/api/consent",
  summary: "Whether the visitor agreed to be followed",
  responses: { ...answers, default: problemAnswer },
});

/** Consent: without it nothing that identifies is stored, not even a cookie with an id. */
export const consentRoutes = area().openapi(getRoute, async (context) => {
  const { settings, shop } = context.var;
  const visitor = await readVisitor(context.req.raw, settings, shop.id);
  context.header("cache-control", "no-store");
  return context.json({ choice: visitor.consent } satisfies ConsentState, 200);
});
consentRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/consent",
  summary: "Agree, and get a visitor's cookie; or refuse, and lose it",
  request: { body: jsonAnswer(consentSchema, "The choice") },
  responses: { ...answers, default: problemAnswer },
});
consentRoutes.post("/api/consent", postConsent);

async function postConsent(context: Context<AppEnv>): Promise<Response> {
  const { settings, shop } = context.var;
  const request = context.req.raw;
  await limitAddress(settings, request);
  const parsed = consentSchema.safeParse(await readJson(request, MAX_BODY_BYTES));
  if (!parsed.success) throw schemaProblem("invalid_request", parsed.error);
  const { choice } = parsed.data;
  const visitor = await readVisitor(request, settings, shop.id);
  let { visitorId } = visitor;
  context.header("cache-control", "no-store");
  context.header("set-cookie", consentCookie(request, choice), { append: true });
  if (choice === "granted" && visitorId === undefined) {
    // A cookie that is not ours is replaced here: pages that were told so come for a new one.
    const made = await memberOrNewVisitor(context);
    visitorId = made.visitorId;
    context.header("set-cookie", made.cookie, { append: true });
  }
  const recording = visitorId === undefined ? undefined : record(context, visitorId, choice);
  if (choice === "granted") {
    if (recording) context.executionCtx.waitUntil(recording);
  } else if ((await recording) !== false) {
    // Only by their id can it be asked again that they are forgotten. Nobody is followed by it.
    context.header("set-cookie", clearedVisitor(request), { append: true });
  }
  return context.json({ choice } satisfies ConsentState, 200);
}

/** A member who agrees is the visitor that they are everywhere else; a guest is a new one. */
async function memberOrNewVisitor(context: Context<AppEnv>) {
  const { settings, shop } = context.var;
  const request = context.req.raw;
  const visitorId = await visitorOfMember(context);
  if (visitorId === undefined) return newVisitor(request, settings, shop.id);
  return { visitorId, cookie: await cookieOfVisitor(request, settings, shop.id, visitorId) };
}

/**
 * Keeps the answer as evidence, where it differs from the one before. A guest who withdraws is
 * forgotten as far as they were followed: nobody has their id any more. Members have theirs on other
 * devices too, and forget their history, if they wish to, on their own page. The choice holds even
 * while the database is away; then the answer is false.
 */
async function record(
  context: Context<AppEnv>,
  visitorId: string,
  choice: "granted" | "denied",
): Promise<boolean> {
  const { database, shop } = context.var;
  try {
    await database.withShop(shop.id, async (transaction) => {
      const { "consent.text_version": version } = await readShopSettings(transaction, shop.id);
      const recorded = sql`
        insert into ${consents} (shop_id, visitor_id, choice, policy_version)
        select ${shop.id}, ${visitorId}, ${choice}, ${version}
        where not exists (
          select from (
            select choice, policy_version from ${consents}
            where shop_id = ${shop.id} and visitor_id = ${visitorId}
            order by created_at desc limit 1
          ) as latest
          where choice = ${choice} and policy_version = ${version})
        returning 1 as one`;
      const isNew = (await run(transaction, recorded)).length > 0;
      if (isNew && choice === "denied" && !(await isMember(transaction, visitorId))) {
        const person = { shop: shop.id, userId: undefined, visitorIds: [visitorId] };
        await forgetHistory(transaction, person);
      }
    });
    return true;
  } catch (error) {
    log("error", "a consent was not recorded", { shop: shop.id, choice, error });
    return false;
  }
}

async function isMember(transaction: ShopTransaction, visitorId: string): Promise<boolean> {
  const found = await transaction
    .select({ id: users.id })
    .from(users)
    .where(eq(users.visitorId, visitorId))
    .limit(1);
  return found.length > 0;
}
