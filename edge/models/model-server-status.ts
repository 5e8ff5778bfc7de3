import {
  type ModelServerStatus,
  modelServerStatusSchema,
} from "@slipstream/contracts/model-server-status";
import type { Settings } from "../env.ts";

const TIMEOUT_MS = 1_500;

/** How a shop's models stand in the model server; undefined when it does not answer. */
export async function readModelServerStatus(
  settings: Settings,
  shop: string,
): Promise<ModelServerStatus | undefined> {
  try {
    const url = `${settings.MODEL_SERVER_URL}/v1/status?shop=${encodeURIComponent(shop)}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return modelServerStatusSchema.parse(await response.json());
  } catch {
    return undefined;
  }
}
