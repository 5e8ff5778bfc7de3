import { createRoute } from "@hono/zod-openapi";
import {
  passwordOnlySchema,
  recoveryCodesSchema,
  totpConfirmSchema,
  totpEnrolmentSchema,
} from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "hono";
import { renderSVG } from "uqr";
import { accountLetters } from "../accounts/letters.ts";
import { checkSecondStep, dropSecondStep } from "../accounts/second-step.ts";
import { readUser, type UserRow } from "../accounts/users.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import type { AppEnv } from "../app-env.ts";
import { deviceUri, newSecret, sealSecret } from "../auth/one-time-code.ts";
import { replaceRecoveryCodes } from "../auth/recovery-codes.ts";
import type { ShopTransaction } from "../database/database.ts";
import { queueMail } from "../mail/queue.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { pagesFor } from "../middleware/language.ts";
import { limitSignIn } from "../middleware/rate-limit.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";
import { requirePassword } from "./auth-password.ts";

const account = guarded("account", "write");
const codesAnswer = jsonAnswer(recoveryCodesSchema, "Recovery codes, shown this once");

const enrolRoute = createRoute({
  method: "post",
  path: "/api/auth/totp/enrol",
  summary: "A secret for an app of one-time codes; nothing changes before it is confirmed",
  ...account,
  request: { body: jsonBody(passwordOnlySchema) },
  responses: { 200: jsonAnswer(totpEnrolmentSchema, "For the app"), default: problemAnswer },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/api/auth/totp/confirm",
  summary: "From now on signing in takes a code, as this one shows that the app has the secret",
  ...account,
  request: { body: jsonBody(totpConfirmSchema) },
  responses: { 200: codesAnswer, default: problemAnswer },
});

const disableRoute = createRoute({
  method: "post",
  path: "/api/auth/totp/disable",
  summary: "Signing in takes the password alone again",
  ...account,
  request: { body: jsonBody(passwordOnlySchema) },
  responses: { 204: noContent("Done"), default: problemAnswer },
});

const codesRoute = createRoute({
  method: "post",
  path: "/api/auth/totp/recovery-codes",
  summary: "New recovery codes; the old ones work no longer",
  ...account,
  request: { body: jsonBody(passwordOnlySchema) },
  responses: { 200: codesAnswer, default: problemAnswer },
});

/** The second step of signing in. */
export const secondStepRoutes = area()
  .openapi(enrolRoute, async (context) => {
    const { database, settings, shop } = context.var;
    const user = await userWithPassword(context, context.req.valid("json").password);
    if (user.totpEnabled) throw new ProblemError("wrong_state", { detail: "it is on already" });
    const secret = newSecret();
    const sealed = await sealSecret({ settings, shop: shop.id, userId: user.id }, secret);
    await database.withShop(shop.id, (transaction) =>
      transaction
        .update(users)
        .set({ totpSecret: sealed })
        .where(and(eq(users.id, user.id), eq(users.totpEnabled, false))),
    );
    const uri = deviceUri({ shopName: shop.name, email: user.email, secret });
    context.header("cache-control", "no-store");
    return context.json({ uri, secret, qr: renderSVG(uri, { border: 2 }) }, 200);
  })
  .openapi(confirmRoute, async (context) => {
    const { database, settings } = context.var;
    const { shop, userId } = memberOf(context);
    await limitSignIn(settings, context.req.raw, `${shop}:second-step:${userId}`);
    const codes = await database.withShop(shop, async (transaction) => {
      const user = await readUser(transaction, userId);
      if (user.totpEnabled) throw new ProblemError("wrong_state", { detail: "it is on already" });
      const { code } = context.req.valid("json");
      await checkSecondStep(transaction, { settings, shop, user, code });
      await turn(context, transaction, { user, on: true });
      return replaceRecoveryCodes(transaction, userId);
    });
    sendMailsSoon(context);
    context.header("cache-control", "no-store");
    return context.json({ codes }, 200);
  })
  .openapi(disableRoute, async (context) => {
    const { database, shop } = context.var;
    const user = await userWithPassword(context, context.req.valid("json").password);
    if (!user.totpEnabled) throw new ProblemError("wrong_state", { detail: "it is off already" });
    await database.withShop(shop.id, (transaction) =>
      turn(context, transaction, { user, on: false }),
    );
    sendMailsSoon(context);
    return context.body(null, 204);
  })
  .openapi(codesRoute, async (context) => {
    const { database, shop } = context.var;
    const user = await userWithPassword(context, context.req.valid("json").password);
    if (!user.totpEnabled) throw new ProblemError("wrong_state", { detail: "turn it on first" });
    const codes = await database.withShop(shop.id, (transaction) =>
      replaceRecoveryCodes(transaction, user.id),
    );
    context.header("cache-control", "no-store");
    return context.json({ codes }, 200);
  });

/** Whoever asks, having shown the password again. Throws `wrong_password`, `rate_limited`. */
async function userWithPassword(context: Context<AppEnv>, password: string): Promise<UserRow> {
  const { database, settings } = context.var;
  const { shop, userId } = memberOf(context);
  await limitSignIn(settings, context.req.raw, `${shop}:${userId}`);
  const user = await database.withShop(shop, (transaction) => readUser(transaction, userId));
  await requirePassword(password, user, "password");
  return user;
}

async function turn(
  context: Context<AppEnv>,
  transaction: ShopTransaction,
  { user, on }: { user: UserRow; on: boolean },
): Promise<void> {
  if (on) {
    const set = { totpEnabled: true, updatedAt: sql`now()` };
    await transaction.update(users).set(set).where(eq(users.id, user.id));
  } else {
    await dropSecondStep(transaction, user.id);
  }
  const { language, base } = pagesFor(context.req.raw);
  await queueMail(transaction, context.var.shop, {
    to: user.email,
    userId: user.id,
    template: on ? "second_step_on" : "second_step_off",
    letter: accountLetters(language).secondStep({ on, base }),
  });
}
