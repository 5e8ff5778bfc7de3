import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError, problems } from "@slipstream/contracts/problems";
import { area } from "../api/area.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const meaningSchema = z.object({ code: z.string(), status: z.number().int(), title: z.string() });

const meaningRoute = createRoute({
  method: "get",
  path: "/problems/{code}",
  summary: "What a problem's `type` points to",
  request: { params: z.object({ code: z.string() }) },
  responses: { 200: jsonAnswer(meaningSchema, "Its meaning"), default: problemAnswer },
});

/** The addresses that problem documents give as their `type`. */
export const problemRoutes = area().openapi(meaningRoute, (context) => {
  const { code } = context.req.valid("param");
  const meaning = new Map(Object.entries(problems)).get(code);
  if (!meaning) throw new ProblemError("not_found");
  return context.json({ code, ...meaning }, 200);
});
