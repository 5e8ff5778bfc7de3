import { createRoute, z } from "@hono/zod-openapi";
import {
  linkedNoticeSchema,
  noticeAnswerSchema,
  noticeInputSchema,
  noticeLinkSchema,
  noticeListSchema,
} from "@slipstream/contracts/notice-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { languageOf } from "../middleware/language.ts";
import { limitAddress } from "../middleware/rate-limit.ts";
import { askForNotice } from "../notices/ask.ts";
import { followLink, readLinkedNotice } from "../notices/followed-link.ts";
import { ownNotices, stopOwnNotice } from "../notices/own-notices.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const tags = ["Notices"];
const noStore = { "cache-control": "no-store" };

const askRoute = createRoute({
  method: "post",
  path: "/api/notices",
  tags,
  summary: "Ask to be told when a variant is back in stock, or gets cheaper",
  description:
    "Members are written to at the address of their account; guests get a letter with a link first.",
  ...idempotent(guarded("notice", "write"), { optional: true }),
  request: {
    body: { content: { "application/json": { schema: noticeInputSchema } }, required: true },
  },
  responses: { 200: jsonAnswer(noticeAnswerSchema, "What happens next"), default: problemAnswer },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/account/notices",
  tags,
  summary: "What the member wants to be told",
  ...guarded("notice", "read"),
  responses: { 200: jsonAnswer(noticeListSchema, "Their notices"), default: problemAnswer },
});

const stopRoute = createRoute({
  method: "delete",
  path: "/api/account/notices/{id}",
  tags,
  summary: "Do not tell me after all",
  ...guarded("notice", "write"),
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 204: { description: "It is gone" }, default: problemAnswer },
});

const purpose = { params: z.object({ purpose: z.enum(["confirm", "stop"]) }) };

const linkRoute = createRoute({
  method: "get",
  path: "/api/notices/links/{purpose}",
  tags,
  summary: "What the link of a letter is about",
  request: { ...purpose, query: noticeLinkSchema },
  responses: { 200: jsonAnswer(linkedNoticeSchema, "The notice"), default: problemAnswer },
});

const followRoute = createRoute({
  method: "post",
  path: "/api/notices/links/{purpose}",
  tags,
  summary: "Follow the link of a letter: prove the address, or forget the notice",
  request: {
    ...purpose,
    body: { content: { "application/json": { schema: noticeLinkSchema } }, required: true },
  },
  responses: { 204: { description: "It is done" }, default: problemAnswer },
});

/** "Tell me when it is back", "tell me when it is cheaper". */
export const noticeRoutes = area()
  .openapi(askRoute, async (context) => {
    const { database, shop, principal } = context.var;
    await limitAddress(context.var.settings, context.req.raw);
    const next = await database.withShop(shop.id, (transaction) =>
      askForNotice(transaction, {
        shop,
        head: headOf(context),
        userId: principal.userId,
        input: context.req.valid("json"),
        language: languageOf(context.req.raw),
      }),
    );
    sendMailsSoon(context);
    return context.json({ next }, 200, noStore);
  })
  .openapi(listRoute, async (context) => {
    const member = memberOf(context);
    const catalogue = await catalogueOf(context);
    const rows = await context.var.database.withShop(member.shop, (transaction) =>
      ownNotices(transaction, member),
    );
    const cards = await catalogue.cards(rows.map(({ itemId }) => itemId));
    const notices = rows.map((notice) => {
      const product = cards.get(notice.itemId);
      return product ? { ...notice, product } : notice;
    });
    return context.json({ notices }, 200, noStore);
  })
  .openapi(stopRoute, async (context) => {
    const member = memberOf(context);
    const { id } = context.req.valid("param");
    await context.var.database.withShop(member.shop, (transaction) =>
      stopOwnNotice(transaction, { ...member, id }),
    );
    return context.body(null, 204);
  })
  .openapi(linkRoute, async (context) => {
    const { database, shop, settings } = context.var;
    const link = { ...context.req.valid("param"), ...context.req.valid("query") };
    const { kind, itemId } = await database.withShop(shop.id, (transaction) =>
      readLinkedNotice(transaction, { ...link, shop: shop.id, secret: settings.COOKIE_SECRET }),
    );
    const product = (await (await catalogueOf(context)).cards([itemId])).get(itemId);
    return context.json({ kind, ...(product ? { product } : {}) }, 200, noStore);
  })
  .openapi(followRoute, async (context) => {
    const { database, shop, settings } = context.var;
    const link = { ...context.req.valid("param"), ...context.req.valid("json") };
    await database.withShop(shop.id, (transaction) =>
      followLink(transaction, { ...link, shop: shop.id, secret: settings.COOKIE_SECRET }),
    );
    return context.body(null, 204);
  });

function headOf(context: Context<AppEnv>) {
  const { shop, settings } = context.var;
  const { origin } = new URL(context.req.url);
  return { shop: shop.id, origin, secret: settings.COOKIE_SECRET };
}
