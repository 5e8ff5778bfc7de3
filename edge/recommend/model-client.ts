import { ProblemError } from "@slipstream/contracts/problems";
import {
  DEADLINE_HEADER,
  KNOWS_HEADER,
  KNOWS_STAND_IN,
  type PageRequest,
  pageResponseSchema,
  type RecommendRequest,
  type RecommendResponse,
  recommendResponseSchema,
} from "@slipstream/contracts/recommend";
import { TRACEPARENT } from "@slipstream/contracts/tracing/context";
import type { z } from "zod";
import type { Settings } from "../env.ts";

/** The way back takes a little, too: how much longer than the server the caller waits. */
const WAY_BACK_MS = 25;
const NOT_FOUND = 404;

/** How to ask: how long the caller waits, and under which span of a trace. */
interface Asking {
  settings: Settings;
  deadlineMs: number;
  traceparent?: string | undefined;
}

/**
 * Asks the model server. Throws ProblemError `model_unavailable` when it does not answer within the
 * deadline, or answers what is not an answer.
 */
export function askModelServer(
  options: Asking & { request: RecommendRequest },
): Promise<RecommendResponse> {
  const { request, ...asking } = options;
  return post("/v1/recommend", request, recommendResponseSchema, asking);
}

/**
 * Asks for the rails of one page at once, each without what those before it show; throws as
 * `askModelServer` does. A server of the version before is asked for each, in what is left of the
 * time; then products may be in two of them.
 */
export async function askForPage(
  options: Asking & { rails: PageRequest["rails"] },
): Promise<RecommendResponse[][]> {
  const { rails, ...asking } = options;
  const askedAt = Date.now();
  try {
    return (await post("/v1/page", { rails }, pageResponseSchema, asking)).rails;
  } catch (error) {
    if (!(error instanceof ProblemError && error.cause === NOT_FOUND)) throw error;
    const deadlineMs = Math.max(0, asking.deadlineMs - (Date.now() - askedAt));
    const ask = (request: RecommendRequest) => askModelServer({ ...asking, deadlineMs, request });
    return Promise.all(rails.map((questions) => Promise.all(questions.map(ask))));
  }
}

async function post<Answer>(
  path: string,
  body: unknown,
  schema: z.ZodType<Answer>,
  asking: Asking,
): Promise<Answer> {
  const { settings, deadlineMs, traceparent } = asking;
  // Ended with the answer: one of AbortSignal.timeout would wake the isolate for each answer again.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), deadlineMs + WAY_BACK_MS);
  try {
    const response = await fetch(`${settings.MODEL_SERVER_URL}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [DEADLINE_HEADER]: String(deadlineMs),
        [KNOWS_HEADER]: KNOWS_STAND_IN,
        ...(traceparent ? { [TRACEPARENT]: traceparent } : {}),
      },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    const answer = await response.json();
    if (!response.ok) {
      const { status } = response;
      throw new ProblemError("model_unavailable", {
        detail: `it answered ${status}`,
        cause: status,
      });
    }
    return schema.parse(answer);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("model_unavailable", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
