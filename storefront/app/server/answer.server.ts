import { readPath } from "@slipstream/contracts/languages";
import { type ProblemDocument, problems } from "@slipstream/contracts/problems";
import { data, redirect } from "react-router";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { inPageLanguage } from "./problem-words.server.ts";

/** What the typed client gives: a response whose JSON has a type. */
interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  json(): Promise<unknown>;
}

/** The JSON of the answers that are no problem. */
type AnswerJson<R extends Answer> = R extends unknown
  ? Exclude<Awaited<ReturnType<R["json"]>>, ApiProblem>
  : never;

/** Any problem document, as the client's types know it. */
type ApiProblem = Pick<ProblemDocument, "code" | "status" | "title" | "type">;

/** The way to the sign-in page and back to where the person is. */
export function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const page = readPath(pathname).path.replace(/\/?(_root)?\.data$/, "") || "/";
  return `/login?${new URLSearchParams({ to: page + search })}`;
}

/**
 * Awaits an answer of the typed client and gives its JSON. A problem becomes an error page of the
 * same status; where the person has to sign in and the page's `request` is given, it becomes a
 * redirect to the sign-in page, which leads back.
 */
export async function answerOf<R extends Answer>(
  answer: R | Promise<R>,
  request?: Request,
): Promise<AnswerJson<R>> {
  const response = await answer;
  if (response.ok) return (await response.json()) as AnswerJson<R>;
  const { code, title, status, retryAfterSeconds } = await readProblem(response);
  if (request && (code === "sign_in_required" || code === "session_expired")) {
    throw redirect(signInPath(request));
  }
  const headers = new Headers();
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  throw data({ code, title }, { status, headers });
}

/**
 * For actions: undefined when all went well, else the problem, to be shown at the form and its
 * fields. Where the person has to sign in and `request` is given, it throws the redirect.
 */
export async function problemOf(
  response: Answer,
  request?: Request,
): Promise<FormProblem | undefined> {
  if (response.ok) return undefined;
  const problem = await readProblem(response);
  if (request && (problem.code === "sign_in_required" || problem.code === "session_expired")) {
    throw redirect(signInPath(request));
  }
  return problem;
}

async function readProblem(response: Answer): Promise<FormProblem> {
  const body = (await response.json().catch(() => undefined)) as
    | Partial<ProblemDocument>
    | undefined;
  const code = body?.code !== undefined && body.code in problems ? body.code : "internal_error";
  const title = body?.title ?? problems[code].title;
  const retryAfterSeconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return inPageLanguage({
    status: response.status,
    code,
    title,
    detail: body?.detail ?? title,
    issues: body?.issues ?? [],
    ...(Number.isNaN(retryAfterSeconds) ? {} : { retryAfterSeconds }),
  });
}
