import {
  LETTERS_PATH,
  LETTERS_WORK_PATH,
  lettersQuerySchema,
  lettersWorkSchema,
} from "@slipstream/contracts/dead-letters";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { type LetterParts, listLetters, workOnLetters } from "../dead-letters/letters.ts";

/** What the edge asks about dead letters; that its calls are signed was looked at before. */
export function lettersHttp(parts: LetterParts): Hono {
  const app = new Hono();
  app.post(LETTERS_PATH, async (context) => {
    const query = await readBody(context, lettersQuerySchema);
    return context.json(await listLetters(parts, query));
  });
  app.post(LETTERS_WORK_PATH, async (context) => {
    const work = await readBody(context, lettersWorkSchema);
    return context.json(await workOnLetters(parts, work));
  });
  return app;
}

async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(JSON.parse(await context.req.text()));
  if (!parsed.success) throw new HTTPException(400, { message: parsed.error.message });
  return parsed.data;
}
