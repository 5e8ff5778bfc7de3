import { createRoute, z } from "@hono/zod-openapi";
import {
  eraseInputSchema,
  knownSchema,
  receiptSchema,
  wishSchema,
} from "@slipstream/contracts/privacy-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { clearedAuthCookies } from "../auth/auth-cookies.ts";
import { isPassword } from "../auth/password.ts";
import { isSessionLive } from "../auth/principal-of.ts";
import { cartIdOf, clearedCart, readCartToken } from "../cart/cart-cookie.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { setCookieLater } from "../middleware/cookies.ts";
import { pagesFor } from "../middleware/language.ts";
import { limitAddress, limitSignIn } from "../middleware/rate-limit.ts";
import { clearedVisitor, consentCookie, readVisitor } from "../middleware/visitor.ts";
import { lockErasable } from "../privacy/erasable.ts";
import { erase, forgetHistory } from "../privacy/erase.ts";
import { exportStream } from "../privacy/export.ts";
import { sendReceiptLetter } from "../privacy/receipt-letter.ts";
import { readReceipt } from "../privacy/receipts.ts";
import { subjectOf } from "../privacy/subject.ts";
import { whatIsKnown } from "../privacy/what-is-known.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const tags = ["Privacy"];
const noStore = { "cache-control": "no-store" };
const wish = {
  202: jsonAnswer(wishSchema, "It is under way; the receipt says how far"),
  default: problemAnswer,
};

const knownRoute = createRoute({
  method: "get",
  path: "/api/privacy",
  tags,
  summary: "What the shop knows of whoever asks, in short",
  ...guarded("privacy", "read"),
  responses: { 200: jsonAnswer(knownSchema, "What is known"), default: problemAnswer },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/privacy/export",
  tags,
  summary: "Everything that the shop holds of whoever asks, as one JSON document",
  ...guarded("privacy", "read"),
  responses: {
    200: {
      description: "The document, written while it is read",
      content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
    },
    default: problemAnswer,
  },
});

const forgetRoute = createRoute({
  method: "post",
  path: "/api/privacy/forget-history",
  tags,
  summary: "Forget what one looked at and all that was learnt from it; account and orders stay",
  ...idempotent(guarded("privacy", "erase"), { optional: true }),
  responses: wish,
});

const eraseRoute = createRoute({
  method: "post",
  path: "/api/privacy/erase",
  tags,
  summary: "Forget whoever asks; a member says the password once more",
  ...guarded("privacy", "erase"),
  request: {
    body: { content: { "application/json": { schema: eraseInputSchema } }, required: true },
  },
  responses: wish,
});

const receiptRoute = createRoute({
  method: "get",
  path: "/api/privacy/receipts/{id}",
  tags,
  summary: "How far an erasure has come, and what it erased",
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: jsonAnswer(receiptSchema, "The receipt"), default: problemAnswer },
});

/** What is known of people, and how they take it back. */
export const privacyRoutes = area()
  .openapi(knownRoute, async (context) => {
    const { database, settings } = context.var;
    const { subject, consent } = await askingOf(context);
    const catalogue = await catalogueOf(context);
    const known = await whatIsKnown({ database, settings, catalogue }, subject, consent);
    return context.json(known, 200, noStore);
  })
  .openapi(exportRoute, async (context) => {
    const { database, settings, shop } = context.var;
    const { subject } = await askingOf(context);
    return context.body(exportStream({ database, settings }, subject), 200, {
      ...noStore,
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${shop.id}-about-me.json"`,
    }) as never;
  })
  .openapi(forgetRoute, async (context) => {
    await limitAddress(context.var.settings, context.req.raw);
    const { subject } = await askingOf(context);
    const receiptId = await context.var.database.withShop(subject.shop, (transaction) =>
      forgetHistory(transaction, subject),
    );
    return context.json({ receiptId }, 202, noStore);
  })
  .openapi(eraseRoute, async (context) => {
    const receiptId = await eraseWhoAsks(context, context.req.valid("json").password);
    const request = context.req.raw;
    setCookieLater(context, [
      ...clearedAuthCookies(request),
      clearedVisitor(request),
      clearedCart(request),
      consentCookie(request, "denied"),
    ]);
    return context.json({ receiptId }, 202, noStore);
  })
  .openapi(receiptRoute, async (context) => {
    const { database, shop } = context.var;
    const { id } = context.req.valid("param");
    const receipt = await database.withShop(shop.id, (transaction) =>
      readReceipt(transaction, { shop: shop.id, id }),
    );
    return context.json(receipt, 200, noStore);
  });

/** Whose data it is about. Throws `session_expired` for a session that was ended elsewhere. */
async function askingOf(context: Context<AppEnv>) {
  const { database, settings, shop, principal } = context.var;
  if (!(await isSessionLive(context, principal))) throw new ProblemError("session_expired");
  const { consent, visitorId } = await readVisitor(context.req.raw, settings, shop.id);
  const { userId } = principal;
  const subject = await database.withShop(shop.id, (transaction) =>
    subjectOf(transaction, { shop: shop.id, userId, visitorId }),
  );
  return { subject, consent };
}

async function eraseWhoAsks(context: Context<AppEnv>, password: string | undefined) {
  const { database, settings, shop } = context.var;
  const request = context.req.raw;
  const { subject } = await askingOf(context);
  await (subject.userId === undefined
    ? limitAddress(settings, request)
    : limitSignIn(settings, request, subject.userId));
  const token = readCartToken(request);
  const cartId = token === undefined ? undefined : await cartIdOf(shop.id, token);
  const { receiptId, recipient } = await database.withShop(shop.id, async (transaction) => {
    const person = await lockErasable(transaction, subject, cartId);
    const isMember = person.userId !== undefined;
    if (isMember && !(await isPassword(password ?? "", person.passwordHash))) {
      const issues = [{ path: "password", message: "This is not your password" }];
      throw new ProblemError("wrong_credentials", { issues });
    }
    return { receiptId: await erase(transaction, person), recipient: person.accountEmail };
  });
  if (recipient !== undefined) {
    const letter = { shopName: shop.name, ...pagesFor(request), receiptId, recipient };
    context.executionCtx.waitUntil(sendReceiptLetter(settings, letter));
  }
  return receiptId;
}
