import {
  type LiveMap,
  type SessionPlace,
  sessionPlaceSchema,
  shopMapSchema,
} from "@slipstream/contracts/live-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { z } from "zod";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Settings } from "../env.ts";

const TIMEOUT_MS = 1_500;

/** Where the products that shoppers may see lie on the model server's map. Throws `model_unavailable`. */
export async function readLiveMap(
  settings: Settings,
  shop: string,
  catalogue: Catalogue,
): Promise<LiveMap> {
  const query = new URLSearchParams({ shop });
  const { plane, points } = await ask(settings, `/v1/map?${query}`, shopMapSchema);
  const tints = new Map(catalogue.categories.map(({ slug, tint }) => [slug, tint]));
  const shown = points.filter(({ itemId }) => catalogue.visibility(itemId));
  return {
    plane,
    points: shown.map(({ category, ...point }) => ({ ...point, tint: tints.get(category) ?? "" })),
  };
}

/** Where a session points on that map. Throws `model_unavailable`. */
export function readPlace(
  settings: Settings,
  session: {
    shop: string;
    who: { visitorId: string; sessionId: string } | undefined;
    /** Products that the page has in memory, newest first. */
    context: readonly string[];
  },
): Promise<SessionPlace> {
  const { shop, who, context } = session;
  const query = new URLSearchParams({ shop, ...who, context: context.join(",") });
  return ask(settings, `/v1/place?${query}`, sessionPlaceSchema);
}

async function ask<T>(settings: Settings, path: string, answer: z.ZodType<T>): Promise<T> {
  try {
    const response = await fetch(`${settings.MODEL_SERVER_URL}${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = await response.json();
    if (!response.ok) {
      throw new ProblemError("model_unavailable", { detail: `it answered ${response.status}` });
    }
    return answer.parse(body);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("model_unavailable", { cause: error });
  }
}
