import { createRoute } from "@hono/zod-openapi";
import {
  jwksSchema,
  refreshedSchema,
  secondStepSchema,
  signInAnswerSchema,
  signInSchema,
  signUpSchema,
} from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import { accountLetters } from "../accounts/letters.ts";
import { proofLink } from "../accounts/proven-address.ts";
import { checkSecondStep } from "../accounts/second-step.ts";
import { signIn } from "../accounts/sign-in.ts";
import { signOut } from "../accounts/sign-out.ts";
import { findUserByEmail, insertUser, readUser } from "../accounts/users.ts";
import { visitorIdForNewUser } from "../accounts/visitor-link.ts";
import { area } from "../api/area.ts";
import type { AppEnv } from "../app-env.ts";
import { ACCESS_SECONDS, makeSecondStepToken, readSecondStepToken } from "../auth/access-token.ts";
import { hashPassword, isPassword } from "../auth/password.ts";
import { renewSession } from "../auth/principal-of.ts";
import { publicKeysOf } from "../auth/signing-keys.ts";
import { tokenPlaceOf } from "../auth/tokens.ts";
import { queueMail } from "../mail/queue.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { pagesFor } from "../middleware/language.ts";
import { limitSignIn, limitSignUp } from "../middleware/rate-limit.ts";
import { followedVisitor, readVisitor } from "../middleware/visitor.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const signedInAnswer = jsonAnswer(signInAnswerSchema, "Signed in, or a second step to take");

const signUpRoute = createRoute({
  method: "post",
  path: "/api/auth/signup",
  summary: "Open an account, and be signed in",
  request: { body: jsonBody(signUpSchema) },
  responses: { 201: signedInAnswer, default: problemAnswer },
});

const signInRoute = createRoute({
  method: "post",
  path: "/api/auth/login",
  summary: "Sign in with email and password",
  request: { body: jsonBody(signInSchema) },
  responses: { 200: signedInAnswer, default: problemAnswer },
});

const secondStepRoute = createRoute({
  method: "post",
  path: "/api/auth/login/second-step",
  summary: "Sign in, second step: a code of the device, or a recovery code",
  request: { body: jsonBody(secondStepSchema) },
  responses: { 200: signedInAnswer, default: problemAnswer },
});

const signOutRoute = createRoute({
  method: "post",
  path: "/api/auth/logout",
  summary: "End this browser's session",
  responses: { 204: noContent("Signed out"), default: problemAnswer },
});

const refreshRoute = createRoute({
  method: "post",
  path: "/api/auth/refresh",
  summary: "A new access token for the refresh token's cookie; pages do so by themselves",
  responses: { 200: jsonAnswer(refreshedSchema, "Renewed"), default: problemAnswer },
});

const keysAnswer = { 200: jsonAnswer(jwksSchema, "The keys"), default: problemAnswer };

const keysRoute = createRoute({
  method: "get",
  path: "/api/auth/jwks.json",
  summary: "The public keys of access tokens (RFC 7517)",
  responses: keysAnswer,
});

const wellKnownKeysRoute = createRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  summary: "The same keys, where verifiers look by themselves",
  responses: keysAnswer,
});

/** Signing up, in and out. */
export const authRoutes = area()
  .openapi(signUpRoute, async (context) => {
    const { settings, shop } = context.var;
    const { email, password, name } = context.req.valid("json");
    await limitSignUp(settings, context.req.raw);
    const passwordHash = await hashPassword(password);
    const visitor = await readVisitor(context.req.raw, settings, shop.id);
    const { language, base } = pagesFor(context.req.raw);
    const member = await signIn(context, async (transaction) => {
      const visitorId = await visitorIdForNewUser(transaction, followedVisitor(visitor));
      const user = { email, name, visitorId, passwordHash };
      const row = await insertUser(transaction, shop.id, user);
      const proof = { shop: shop.id, userId: row.id, email, base };
      const link = await proofLink(transaction, proof);
      const letter = accountLetters(language).welcome({ shopName: shop.name, link, base });
      await queueMail(transaction, shop, {
        to: email,
        userId: row.id,
        template: "welcome",
        letter,
      });
      return row;
    });
    sendMailsSoon(context);
    context.header("cache-control", "no-store");
    return context.json({ state: "signed_in" as const, member }, 201);
  })
  .openapi(signInRoute, async (context) => {
    const { database, settings, shop } = context.var;
    const { email, password } = context.req.valid("json");
    await limitSignIn(settings, context.req.raw, `${shop.id}:${email}`);
    const user = await database.withShop(shop.id, (transaction) =>
      findUserByEmail(transaction, email),
    );
    const isTheirs = await isPassword(password, user?.passwordHash);
    if (!user || !isTheirs) throw new ProblemError("wrong_credentials");
    context.header("cache-control", "no-store");
    if (user.totpEnabled) {
      const challenge = await makeSecondStepToken(tokenPlaceOf(context), user.id);
      return context.json({ state: "second_step" as const, challenge }, 200);
    }
    const member = await signIn(context, (transaction) => readUser(transaction, user.id));
    return context.json({ state: "signed_in" as const, member }, 200);
  })
  .openapi(secondStepRoute, async (context) => {
    const { settings, shop } = context.var;
    const { challenge, code } = context.req.valid("json");
    const userId = await readSecondStepToken(tokenPlaceOf(context), challenge);
    if (userId === undefined) throw new ProblemError("session_expired");
    await limitSignIn(settings, context.req.raw, `${shop.id}:second-step:${userId}`);
    const member = await signIn(context, async (transaction) => {
      const user = await readUser(transaction, userId);
      await checkSecondStep(transaction, { settings, shop: shop.id, user, code });
      return user;
    });
    context.header("cache-control", "no-store");
    return context.json({ state: "signed_in" as const, member }, 200);
  })
  .openapi(signOutRoute, async (context) => {
    await signOut(context);
    return context.body(null, 204);
  })
  .openapi(refreshRoute, async (context) => {
    if (!(await renewSession(context))) throw new ProblemError("session_expired");
    context.header("cache-control", "no-store");
    return context.json({ expiresInSeconds: ACCESS_SECONDS }, 200);
  })
  .openapi(keysRoute, async (context) => context.json(await keysFor(context), 200))
  .openapi(wellKnownKeysRoute, async (context) => context.json(await keysFor(context), 200));

async function keysFor(context: Context<AppEnv>) {
  context.header("cache-control", "public, max-age=300");
  return { keys: await publicKeysOf(tokenPlaceOf(context)) };
}
