import type { ExperimentDetail, StoredExperiment } from "@slipstream/contracts/experiment-api";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { uuidv7 } from "uuidv7";
import { expect } from "vitest";
import { signedIn } from "./accounts.ts";
import { call, cookiesOf } from "./client.ts";

/**
 * A draft of two arms at the first rail of the home page, one with four cards and a heading of its
 * own. That rail is never kept as a stand-in for others.
 */
export const draft = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  targeting: { placements: ["home_for_you"] },
  arms: [
    { name: "now", share: 0.5 },
    { name: "short", share: 0.5, settings: { cards: 4, title: "Short and good" } },
  ],
  ...more,
});

/** An admin and somebody of ops, and what they do with experiments. */
export async function experimenters() {
  const admin = await signedIn({ roles: ["admin"] });
  const ops = await signedIn({ roles: ["ops"] });
  const ask = (method: string, at: string, body?: unknown, who = admin): Promise<Response> =>
    call(`/api/ops/experiments${at}`, {
      ...{ method, headers: who.headers },
      ...(body === undefined ? {} : { body }),
    });
  const move = (id: string, body: unknown) => ask("POST", `/${id}/state`, body);
  const created = (body: unknown) => good<StoredExperiment>(ask("POST", "", body));
  return {
    ...{ admin, ops, ask, move, created },
    async started(body: unknown): Promise<StoredExperiment> {
      const { id } = await created(body);
      return good(move(id, { to: "running" }));
    },
    ended: (id: string, arm = "now", keep = false) =>
      good(move(id, { to: "decided", arm, keep, reason: "The test is over" })),
    detailOf: (id: string) => good<ExperimentDetail>(ask("GET", `/${id}`, undefined, ops)),
  };
}

async function good<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  expect(response.ok, await response.clone().text()).toBe(true);
  return response.json();
}

/** That rail as somebody who agreed gets it. */
export async function railOf(visitorId: string): Promise<Rail> {
  const response = await call("/api/recommendations", {
    body: { placement: "home_for_you", limit: 6 },
    headers: { cookie: await cookiesOf(visitorId) },
  });
  return response.json();
}

/** Somebody who is in this arm, with their rail. */
export async function visitorOf(
  name: string,
  arm: string,
): Promise<{ visitorId: string; rail: Rail }> {
  for (let tries = 0; tries < 60; tries++) {
    const visitorId = uuidv7();
    const rail = await railOf(visitorId);
    if (rail.arms?.[name] === arm) return { visitorId, rail };
  }
  throw new Error(`nobody is in the arm ${arm} of ${name}`);
}
