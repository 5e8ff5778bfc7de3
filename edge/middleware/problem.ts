import { type ProblemCode, ProblemError, type ProblemIssue } from "@slipstream/contracts/problems";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { isTakenOver, isUnfitValue } from "../database/sqlstate.ts";
import { log } from "../log.ts";

const MAX_ISSUES = 20;

/** The answer to an error: a problem document; what we did not foresee is logged and not told. */
export function problemResponse(error: unknown): Response {
  const problem = toProblem(error);
  if (problem.status >= 500) log("error", problem.message, { error });
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  if (problem.retryAfterSeconds !== undefined) {
    headers.set("retry-after", String(problem.retryAfterSeconds));
  }
  return new Response(JSON.stringify(problem.toDocument()), { status: problem.status, headers });
}

/** What does not fit a schema, as a problem with its first issues. */
export function schemaProblem(code: ProblemCode, error: z.core.$ZodError): ProblemError {
  const issues: ProblemIssue[] = error.issues.slice(0, MAX_ISSUES).map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  return new ProblemError(code, { issues });
}

/** What an error is to those who asked; what we did not foresee is `internal_error`. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    const code = error.status === 404 ? "not_found" : "invalid_request";
    return new ProblemError(code, { detail: error.message, cause: error });
  }
  if (isUnfitValue(error)) {
    const detail = "a value holds what the shop cannot keep";
    return new ProblemError("invalid_request", { detail, cause: error });
  }
  if (isTakenOver(error)) return new ProblemError("conflict", { cause: error });
  return new ProblemError("internal_error", { cause: error });
}
