import { createRoute } from "@hono/zod-openapi";
import {
  accountSchema,
  emailChangeSchema,
  emailProofSchema,
} from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import { accountLetters } from "../accounts/letters.ts";
import { takeMailToken } from "../accounts/mail-tokens.ts";
import { proofLink, takeProvenAddress } from "../accounts/proven-address.ts";
import { findUserByEmail, readUser } from "../accounts/users.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import type { AppEnv } from "../app-env.ts";
import type { ShopTransaction } from "../database/database.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { queueMail } from "../mail/queue.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { pagesFor } from "../middleware/language.ts";
import { limitReset, limitSignIn } from "../middleware/rate-limit.ts";
import { toAccount } from "./account.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";
import { requirePassword } from "./auth-password.ts";

const letterIsSent = { 202: noContent("A letter is on its way"), default: problemAnswer };

const changeRoute = createRoute({
  method: "post",
  path: "/api/account/email",
  summary: "Another address: it holds once the link of the letter that goes there was followed",
  ...guarded("account", "write"),
  request: { body: jsonBody(emailChangeSchema) },
  responses: letterIsSent,
});

const letterRoute = createRoute({
  method: "post",
  path: "/api/account/email/letter",
  summary: "Once more the letter by which the account's address is proven",
  ...idempotent(guarded("account", "write"), { optional: true }),
  responses: letterIsSent,
});

const confirmRoute = createRoute({
  method: "post",
  path: "/api/account/email/confirm",
  summary: "Prove an address by the link of its letter, signed in to the account that it is for",
  ...guarded("account", "write"),
  request: { body: jsonBody(emailProofSchema) },
  responses: { 200: jsonAnswer(accountSchema, "The account"), default: problemAnswer },
});

/**
 * The address of an account. Who follows a letter's link must be signed in as well: else somebody
 * could open an account with another's address, and wait for them to prove it.
 */
export const accountEmailRoutes = area()
  .openapi(changeRoute, async (context) => {
    const { database, settings } = context.var;
    const { shop, userId } = memberOf(context);
    const { email, password } = context.req.valid("json");
    await limitSignIn(settings, context.req.raw, `${shop}:${userId}`);
    const user = await database.withShop(shop, (transaction) => readUser(transaction, userId));
    await requirePassword(password, user, "password");
    await limitReset(settings, context.req.raw, `${shop}:proof:${userId}`);
    await database.withShop(shop, async (transaction) => {
      const taken = await findUserByEmail(transaction, email);
      if (taken && taken.id !== userId) throw emailTaken();
      if (taken?.emailVerifiedAt) throw new ProblemError("already_so");
      await sendProof(context, transaction, { userId, email });
    });
    sendMailsSoon(context);
    return context.body(null, 202);
  })
  .openapi(letterRoute, async (context) => {
    const { database, settings } = context.var;
    const { shop, userId } = memberOf(context);
    await limitReset(settings, context.req.raw, `${shop}:proof:${userId}`);
    await database.withShop(shop, async (transaction) => {
      const { email, emailVerifiedAt } = await readUser(transaction, userId);
      if (emailVerifiedAt) throw new ProblemError("already_so");
      await sendProof(context, transaction, { userId, email });
    });
    sendMailsSoon(context);
    return context.body(null, 202);
  })
  .openapi(confirmRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const { token } = context.req.valid("json");
    const user = await context.var.database.withShop(shop, async (transaction) => {
      const whose = { token, purpose: "address_proof", userId } as const;
      const { email } = await takeMailToken(transaction, whose);
      const before = await readUser(transaction, userId);
      const isOther = await takeProvenAddress(transaction, before, email ?? before.email);
      if (isOther) await tellFormer(context, transaction, before);
      return readUser(transaction, userId);
    });
    sendMailsSoon(context);
    context.header("cache-control", "no-store");
    return context.json(toAccount(context, user), 200);
  });

function emailTaken(): ProblemError {
  const issues = [{ path: "email", message: "There is an account with this address already" }];
  return new ProblemError("email_taken", { issues });
}

async function sendProof(
  context: Context<AppEnv>,
  transaction: ShopTransaction,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  const { shop } = context.var;
  const { language, base } = pagesFor(context.req.raw);
  const link = await proofLink(transaction, { shop: shop.id, userId, email, base });
  const letter = accountLetters(language).confirmAddress({ link });
  await queueMail(transaction, shop, { to: email, userId, template: "address_proof", letter });
}

/** Who had the address before must know, should it not have been them. */
function tellFormer(
  context: Context<AppEnv>,
  transaction: ShopTransaction,
  { id: userId, email }: { id: string; email: string },
): Promise<void> {
  const { language, base } = pagesFor(context.req.raw);
  const letter = accountLetters(language).addressChanged({ base });
  const mail = { to: email, userId, template: "address_changed", letter };
  return queueMail(transaction, context.var.shop, mail);
}
