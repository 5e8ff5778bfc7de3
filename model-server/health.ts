import type { Health, PartHealth } from "@slipstream/contracts/health";

/** What the health of the model server is made of, at one moment. */
export interface HealthFacts {
  shops: { shop: string; products: number; vectors: number; steps: number }[];
  learn: { state: string; reached: number; last: number };
  natsConnected: boolean;
  redisStatus: string;
}

/** Messages behind at which the views are called late. */
const LATE_MESSAGES = 2000;

/** Without any shop there is nothing to serve: down. Everything else only makes answers poorer. */
export function describeHealth(facts: HealthFacts): Health {
  const parts: Record<string, PartHealth> = {
    shops: describeShops(facts),
    learn: describeLearn(facts),
    nats: facts.natsConnected
      ? { state: "ok" }
      : { state: "down", detail: "not connected; trying again" },
    redis:
      facts.redisStatus === "ready"
        ? { state: "ok" }
        : { state: "down", detail: facts.redisStatus },
  };
  const isWhole = Object.values(parts).every(({ state }) => state === "ok");
  if (parts.shops!.state === "down") return { state: "down", parts };
  return { state: isWhole ? "ok" : "degraded", parts };
}

function describeShops({ shops }: HealthFacts): PartHealth {
  if (shops.length === 0) return { state: "down", detail: "no shop is loaded yet" };
  const each = shops.map(
    ({ shop, products, vectors, steps }) =>
      `${shop}: ${products} products, ${vectors} vectors, ${steps} steps`,
  );
  return { state: "ok", detail: each.join("; ") };
}

function describeLearn({ learn: { state, reached, last } }: HealthFacts): PartHealth {
  if (state !== "following") return { state: "degraded", detail: state };
  const behind = last - reached;
  const detail = `at ${reached} of ${last}`;
  return { state: behind > LATE_MESSAGES ? "degraded" : "ok", detail };
}
