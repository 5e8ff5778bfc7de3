import { z } from "@hono/zod-openapi";
import { type ProblemCode, problems } from "@slipstream/contracts/problems";

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(codes),
    detail: z.string().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem");

/** The description of an answer in JSON. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** The description of a body in JSON that must be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { content: { "application/json": { schema } }, required: true as const };
}

/** The description of an answer without a body. */
export function noContent(description: string) {
  return { description };
}

/** The description of every answer that is a problem (RFC 9457). */
export const problemAnswer = {
  description: "A problem; its `code` is stable",
  content: { "application/problem+json": { schema: problemSchema } },
};
