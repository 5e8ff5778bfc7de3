import { createRoute, z } from "@hono/zod-openapi";
import { mailListSchema } from "@slipstream/contracts/mail-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { mails } from "@slipstream/migrations/schema";
import { desc, eq } from "drizzle-orm";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_LISTED = 50;

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/mails",
  summary: "The letters of an installation that sends none (MAIL_PROVIDER=outbox)",
  ...guarded("mail", "read"),
  request: { query: z.object({ to: z.string().max(254).optional() }) },
  responses: { 200: jsonAnswer(mailListSchema, "The newest first"), default: problemAnswer },
});

/** What would have been sent, where nothing is. Whoever is really written to is read by nobody. */
export const mailRoutes = area().openapi(listRoute, async (context) => {
  const { database, settings, shop } = context.var;
  if (settings.MAIL_PROVIDER !== "outbox") throw new ProblemError("not_found");
  const { to } = context.req.valid("query");
  const rows = await database.withShop(shop.id, (transaction) =>
    transaction
      .select({
        id: mails.id,
        recipient: mails.recipient,
        subject: mails.subject,
        text: mails.text,
        template: mails.template,
        createdAt: mails.createdAt,
      })
      .from(mails)
      .where(to === undefined ? undefined : eq(mails.recipient, to))
      .orderBy(desc(mails.createdAt), desc(mails.id))
      .limit(MAX_LISTED),
  );
  context.header("cache-control", "no-store");
  const list = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  return context.json({ mails: list }, 200);
});
