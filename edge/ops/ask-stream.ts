import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { signBody } from "@slipstream/contracts/signature";
import type { z } from "zod";
import type { Settings } from "../env.ts";

/** Asks a stream processor, in a signed call. Rejects when it does not answer in time, or otherwise. */
export async function askStream<T>(
  settings: Settings,
  call: { path: string; body?: unknown; answer: z.ZodType<T>; timeoutMs: number },
): Promise<T> {
  const body = JSON.stringify(call.body ?? {});
  const signature = await signBody({
    ...{ secret: settings.INTERNAL_SECRET, body, nowMs: Date.now() },
  });
  const response = await fetch(new URL(call.path, settings.STREAM_URL), {
    method: "POST",
    headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
    body,
    signal: AbortSignal.timeout(call.timeoutMs),
  });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return call.answer.parse(await response.json());
}
