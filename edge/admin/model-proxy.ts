import { ProblemError } from "@slipstream/contracts/problems";
import type { z } from "zod";
import type { Settings } from "../env.ts";

/** People wait longer than pages do. */
const PATIENCE_MS = 5_000;

/**
 * Asks the model server on behalf of somebody who looks into it. Throws ProblemError
 * `model_unavailable`, also where it answers what is not an answer.
 */
export async function askModelServerFor<T>(
  settings: Settings,
  options: { path: "/v1/explain" | "/v1/preview"; body: unknown; answer: z.ZodType<T> },
): Promise<T> {
  try {
    const response = await fetch(`${settings.MODEL_SERVER_URL}${options.path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(options.body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = await response.json();
    if (!response.ok) {
      throw new ProblemError("model_unavailable", { detail: `it answered ${response.status}` });
    }
    return options.answer.parse(body);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("model_unavailable", { cause: error });
  }
}
