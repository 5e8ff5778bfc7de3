import { ProblemError } from "@slipstream/contracts/problems";
import {
  DEADLINE_HEADER,
  KNOWS_HEADER,
  KNOWS_STAND_IN,
  type RecommendRequest,
  type RecommendResponse,
  recommendResponseSchema,
} from "@slipstream/contracts/recommend";
import { TRACEPARENT } from "@slipstream/contracts/tracing/context";
import type { Settings } from "../env.ts";

/** The way back takes a little, too: how much longer than the server the caller waits. */
const WAY_BACK_MS = 25;

/**
 * Asks the model server. Throws ProblemError `model_unavailable` when it does not answer within the
 * deadline, or answers what is not an answer.
 */
export async function askModelServer(options: {
  settings: Settings;
  request: RecommendRequest;
  deadlineMs: number;
  traceparent?: string | undefined;
}): Promise<RecommendResponse> {
  const { settings, deadlineMs, traceparent } = options;
  // Ended with the answer: one of AbortSignal.timeout would wake the isolate for each answer again.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), deadlineMs + WAY_BACK_MS);
  try {
    const response = await fetch(`${settings.MODEL_SERVER_URL}/v1/recommend`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [DEADLINE_HEADER]: String(deadlineMs),
        [KNOWS_HEADER]: KNOWS_STAND_IN,
        ...(traceparent ? { [TRACEPARENT]: traceparent } : {}),
      },
      body: JSON.stringify(options.request),
      signal: abort.signal,
    });
    const body = await response.json();
    if (!response.ok) {
      throw new ProblemError("model_unavailable", { detail: `it answered ${response.status}` });
    }
    return recommendResponseSchema.parse(body);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("model_unavailable", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
