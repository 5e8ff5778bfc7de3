import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import {
  HUB_FIGURES_PATH,
  type HubFigures,
  hubFiguresSchema,
} from "@slipstream/contracts/hub-figures";
import { signBody } from "@slipstream/contracts/signature";

const TIMEOUT_MS = 5_000;
const BODY = "{}";

/** How the hubs stand, as the edge tells it. Rejects when it does not answer. */
export async function askHubs(edge: { url: string; secret: string }): Promise<HubFigures> {
  const response = await fetch(new URL(HUB_FIGURES_PATH, edge.url), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: await signBody({ secret: edge.secret, body: BODY, nowMs: Date.now() }),
    },
    body: BODY,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return hubFiguresSchema.parse(await response.json());
}
