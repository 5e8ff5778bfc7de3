import { ProblemError, type ProblemIssue } from "@slipstream/contracts/problems";
import { HTTPException } from "hono/http-exception";
import type { ZodError } from "zod";

/** Faults told in one answer. */
const MAX_ISSUES = 20;

/** What the client gets to know of an error. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status === 400) return new ProblemError("bad_json");
  if (error instanceof HTTPException && error.status === 415) {
    return new ProblemError("unsupported_media_type");
  }
  if (error instanceof SyntaxError) return new ProblemError("bad_json");
  return new ProblemError("internal_error", { cause: error });
}

export function problemResponse(problem: ProblemError): Response {
  const { retryAfterSeconds } = problem;
  return new Response(JSON.stringify(problem.toDocument()), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
}

/** Where a body does not fit its schema. */
export function issuesOf(error: Pick<ZodError, "issues">): ProblemIssue[] {
  return error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
}
