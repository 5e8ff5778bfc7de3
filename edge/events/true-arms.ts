import { trueArms } from "@slipstream/contracts/assignment";
import type { BrowserEvent, ServerEvent, ShopEvent } from "@slipstream/contracts/events";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { servedExperiments } from "../experiments/served.ts";

type Checked<Sent extends BrowserEvent | ServerEvent> = Sent & Pick<ShopEvent, "propensities">;

/**
 * Events with those of their arms that the visitor's rails can have had, and the chance of each where
 * shares adapt: neither a page nor a server can put a visitor into an arm.
 */
export async function withTrueArms<Sent extends BrowserEvent | ServerEvent>(
  context: Context<AppEnv>,
  events: readonly Sent[],
  visitorOf: (event: Sent) => string,
): Promise<readonly Checked<Sent>[]> {
  if (!events.some(({ arms }) => arms !== undefined)) return events;
  const { database, shop } = context.var;
  const experiments = await servedExperiments({
    ...{ database, shop: shop.id },
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  });
  // Dropped now, an arm that was truly seen would be lost for good; the archive takes no made-up ones.
  if (experiments === undefined) return events;
  const nowMs = Date.now();
  return events.map((event) => {
    if (event.arms === undefined) return event;
    const who = { visitorId: visitorOf(event), nowMs };
    const { arms, propensities } = trueArms(experiments, event.arms, who);
    return {
      ...event,
      arms: Object.keys(arms).length > 0 ? arms : undefined,
      ...(Object.keys(propensities).length > 0 ? { propensities } : {}),
    };
  });
}
