import { createRoute } from "@hono/zod-openapi";
import {
  passwordChangeSchema,
  passwordForgotSchema,
  passwordResetSchema,
} from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { users } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import type { Context } from "hono";
import { accountLetters } from "../accounts/letters.ts";
import { newMailToken, takeMailToken } from "../accounts/mail-tokens.ts";
import { takeProvenAddress } from "../accounts/proven-address.ts";
import { dropSecondStep } from "../accounts/second-step.ts";
import { findUserByEmail, readUser, type UserRow } from "../accounts/users.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import type { AppEnv } from "../app-env.ts";
import { hashPassword, isPassword } from "../auth/password.ts";
import { revokeAll } from "../auth/sessions.ts";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { queueMail } from "../mail/queue.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { pagesFor } from "../middleware/language.ts";
import { limitReset, limitSignIn } from "../middleware/rate-limit.ts";
import { jsonBody, noContent, problemAnswer } from "./answers.ts";

const changeRoute = createRoute({
  method: "post",
  path: "/api/auth/password/change",
  summary: "Another password; all other sessions end",
  ...guarded("account", "write"),
  request: { body: jsonBody(passwordChangeSchema) },
  responses: { 204: noContent("Changed"), default: problemAnswer },
});

const forgotRoute = createRoute({
  method: "post",
  path: "/api/auth/password/forgot",
  summary: "A letter with a link for a new password; the answer is the same for unknown addresses",
  request: { body: jsonBody(passwordForgotSchema) },
  responses: {
    202: noContent("If there is an account, a letter is on its way"),
    default: problemAnswer,
  },
});

const resetRoute = createRoute({
  method: "post",
  path: "/api/auth/password/reset",
  summary: "A new password by the letter's link; all sessions end",
  request: { body: jsonBody(passwordResetSchema) },
  responses: { 204: noContent("Set"), default: problemAnswer },
});

/** Passwords after sign-up. */
export const passwordRoutes = area()
  .openapi(changeRoute, async (context) => {
    const { database, settings } = context.var;
    const { shop, userId } = memberOf(context);
    const { current, password } = context.req.valid("json");
    await limitSignIn(settings, context.req.raw, `${shop}:${userId}`);
    const user = await database.withShop(shop, (transaction) => readUser(transaction, userId));
    await requirePassword(current, user, "current");
    const passwordHash = await hashPassword(password);
    const except = context.var.principal.sessionId;
    await database.withShop(shop, async (transaction) => {
      await setPassword(context, transaction, { user, passwordHash });
      await revokeAll(transaction, { userId, except, reason: "password_changed" });
    });
    sendMailsSoon(context);
    return context.body(null, 204);
  })
  .openapi(forgotRoute, async (context) => {
    const { settings, shop } = context.var;
    const { email } = context.req.valid("json");
    await limitReset(settings, context.req.raw, `${shop.id}:${email}`);
    // After the answer, which comes as soon for addresses that nobody has.
    context.executionCtx.waitUntil(sendResetLink(context, email));
    return context.body(null, 202);
  })
  .openapi(resetRoute, async (context) => {
    const { database, shop } = context.var;
    const { token, password } = context.req.valid("json");
    await database.withShop(shop.id, async (transaction) => {
      const { userId } = await takeMailToken(transaction, { token, purpose: "password_reset" });
      const user = await readUser(transaction, userId);
      // Hashing is slow on purpose: nobody has it done without a token.
      const passwordHash = await hashPassword(password);
      await setPassword(context, transaction, { user, passwordHash });
      // Who set a second step up before the address was proven was not the one who has it.
      if (user.emailVerifiedAt === null) await dropSecondStep(transaction, userId);
      // Whoever opened the letter has the address.
      await takeProvenAddress(transaction, user, user.email);
      await revokeAll(transaction, { userId, reason: "password_reset" });
    });
    sendMailsSoon(context);
    return context.body(null, 204);
  });

/** Throws `wrong_password` at the field of that name. */
export async function requirePassword(
  password: string,
  user: UserRow,
  path: "current" | "password",
): Promise<void> {
  if (await isPassword(password, user.passwordHash)) return;
  const issues = [{ path, message: "This is not your password" }];
  throw new ProblemError("wrong_password", { issues });
}

async function setPassword(
  context: Context<AppEnv>,
  transaction: ShopTransaction,
  { user, passwordHash }: { user: UserRow; passwordHash: string },
): Promise<void> {
  await transaction
    .update(users)
    .set({ passwordHash, passwordChangedAt: sql`now()`, updatedAt: sql`now()` })
    .where(eq(users.id, user.id));
  const { language, base } = pagesFor(context.req.raw);
  await queueMail(transaction, context.var.shop, {
    to: user.email,
    userId: user.id,
    template: "password_changed",
    letter: accountLetters(language).passwordChanged({ base }),
  });
}

async function sendResetLink(context: Context<AppEnv>, email: string): Promise<void> {
  const { database, shop } = context.var;
  try {
    await database.withShop(shop.id, async (transaction) => {
      const user = await findUserByEmail(transaction, email);
      if (!user || user.disabledAt !== null) return;
      const purpose = "password_reset";
      const whose = { shop: shop.id, userId: user.id, email: user.email };
      const token = await newMailToken(transaction, { ...whose, purpose });
      const { language, base } = pagesFor(context.req.raw);
      const link = `${base}/reset?${new URLSearchParams({ token })}`;
      const letter = accountLetters(language).passwordReset({ link });
      const to = user.email;
      await queueMail(transaction, shop, { to, userId: user.id, template: purpose, letter });
    });
    sendMailsSoon(context);
  } catch (error) {
    log("error", "a letter for a new password was not written", { shop: shop.id, error });
  }
}
