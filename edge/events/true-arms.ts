import { trueArms } from "@slipstream/contracts/assignment";
import type { BrowserEvent, ShopEvent } from "@slipstream/contracts/events";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { servedExperiments } from "../experiments/served.ts";

type Checked = BrowserEvent & Pick<ShopEvent, "propensities">;

/**
 * Events with those of their arms that the visitor's rails can have had, and the chance of each where
 * shares adapt: a page cannot put itself into an arm.
 */
export async function withTrueArms(
  context: Context<AppEnv>,
  events: readonly BrowserEvent[],
  visitorId: string,
): Promise<readonly Checked[]> {
  if (!events.some(({ arms }) => arms !== undefined)) return events;
  const { database, shop } = context.var;
  const experiments = await servedExperiments({
    ...{ database, shop: shop.id },
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  });
  const who = { visitorId, nowMs: Date.now() };
  return events.map(({ arms: claimed, ...event }) => {
    if (claimed === undefined) return event;
    const { arms, propensities } = trueArms(experiments, claimed, who);
    return {
      ...event,
      ...(Object.keys(arms).length > 0 ? { arms } : {}),
      ...(Object.keys(propensities).length > 0 ? { propensities } : {}),
    };
  });
}
