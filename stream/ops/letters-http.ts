import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import {
  LETTERS_PATH,
  LETTERS_WORK_PATH,
  lettersQuerySchema,
  lettersWorkSchema,
} from "@slipstream/contracts/dead-letters";
import { verifyBody } from "@slipstream/contracts/signature";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { type LetterParts, listLetters, workOnLetters } from "../dead-letters/letters.ts";

/** What the edge asks about dead letters, in signed calls. */
export function lettersHttp(parts: LetterParts & { secret: string }): Hono {
  const { secret } = parts;
  const app = new Hono();
  app.post(LETTERS_PATH, async (context) => {
    const query = await readSigned(context, { secret, schema: lettersQuerySchema });
    return context.json(await listLetters(parts, query));
  });
  app.post(LETTERS_WORK_PATH, async (context) => {
    const work = await readSigned(context, { secret, schema: lettersWorkSchema });
    return context.json(await workOnLetters(parts, work));
  });
  return app;
}

async function readSigned<T>(
  context: Context,
  options: { secret: string; schema: z.ZodType<T> },
): Promise<T> {
  const body = await context.req.text();
  const genuine = await verifyBody({
    secret: options.secret,
    body,
    signature: context.req.header(SIGNATURE_HEADER),
    nowMs: Date.now(),
  });
  if (!genuine) throw new HTTPException(401, { message: "the signature is not ours" });
  const parsed = options.schema.safeParse(JSON.parse(body));
  if (!parsed.success) throw new HTTPException(400, { message: parsed.error.message });
  return parsed.data;
}
