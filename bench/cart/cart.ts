import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { httpRequest } from "../http-client.ts";
import { spreadOf } from "../percentiles.ts";
import { withShop } from "../with-shop.ts";
import { CART_LINES, cartShop, MANY_VARIANTS, manySku, plainSku } from "./shop.ts";

export interface CartSettings {
  ratePerSecond: number;
  seconds: number;
}

const GOAL_P99_MS = 50;
const WARM_UP_SECONDS = 3;
/** Carts of many lines; each is added to in turn. */
const LONG_CARTS = 40;

/** What one request of a kind is; `count` numbers them. */
type Send = (count: number) => Promise<void>;

/** Adding to carts at a steady rate through the real worker, beside reading an empty cart. */
export function measureCart(
  settings: CartSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  tell("starting the shop …");
  return withShop(cartShop(), (system) => measure(settings, tell, system.urls.edge));
}

async function measure(
  settings: CartSettings,
  tell: (message: string) => void,
  edge: string,
): Promise<FigureRow[]> {
  const agent = new Agent({ keepAlive: true });
  const add = (sku: string, cookie?: string) => addToCart({ edge, agent, sku, cookie });
  tell(`filling ${LONG_CARTS} carts with ${CART_LINES} lines each …`);
  const carts: string[] = [];
  for (let cart = 0; cart < LONG_CARTS; cart++) {
    const cookie = await add(plainSku(0));
    for (let line = 1; line < CART_LINES; line++) await add(plainSku(line), cookie);
    carts.push(cookie);
  }
  const kinds: Record<string, Send> = {
    empty: async () => {
      await expectOk(httpRequest({ url: `${edge}/api/cart`, agent }));
    },
    add: async (count) => {
      await add(plainSku(count % CART_LINES));
    },
    long: async (count) => {
      await add(plainSku(count % CART_LINES), carts[count % LONG_CARTS]);
    },
    many: async (count) => {
      await add(manySku(count % MANY_VARIANTS));
    },
  };
  const found: Record<string, ReturnType<typeof spreadOf>> = {};
  for (const [name, send] of Object.entries(kinds)) {
    tell(`${name}: ${settings.ratePerSecond} requests a second …`);
    await atSteadyRate(send, { ...settings, seconds: WARM_UP_SECONDS });
    found[name] = spreadOf(await atSteadyRate(send, settings));
  }
  const { empty, add: plain, long, many } = found as Record<keyof typeof kinds, typeof found.add>;
  const row = (name: string, value: number, baseline: number) =>
    figureRow(name, value, "ms", { baseline, goal: GOAL_P99_MS });
  return [
    figureRow("cart.add.p50", plain!.p50, "ms", { baseline: empty!.p50 }),
    row("cart.add.p99", plain!.p99, empty!.p99),
    row("cart.add.100_lines.p99", long!.p99, plain!.p99),
    row("cart.add.2500_variants.p99", many!.p99, plain!.p99),
  ];
}

/** Puts one piece in; without a cookie into a new cart. Answers the cart's cookie. */
async function addToCart(options: {
  edge: string;
  agent: Agent;
  sku: string;
  cookie?: string | undefined;
}): Promise<string> {
  const { edge, agent, sku, cookie } = options;
  const answer = await expectOk(
    httpRequest({
      url: `${edge}/api/cart/lines`,
      agent,
      method: "POST",
      body: JSON.stringify({ sku }),
      ...(cookie === undefined ? {} : { headers: { cookie } }),
    }),
  );
  return cookie ?? answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

async function expectOk(asked: ReturnType<typeof httpRequest>) {
  const answer = await asked;
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.toString()}`);
  return answer;
}

/**
 * Sends at a steady rate whether answers come or not, and answers how long each took from the moment
 * at which it was due: a server that falls behind cannot hide it.
 */
async function atSteadyRate(
  send: Send,
  { ratePerSecond, seconds }: CartSettings,
): Promise<number[]> {
  const startedAt = performance.now();
  const requests = Array.from({ length: Math.round(ratePerSecond * seconds) }, async (_, count) => {
    const dueAt = startedAt + (count * 1000) / ratePerSecond;
    await delay(Math.max(0, dueAt - performance.now()));
    await send(count);
    return performance.now() - dueAt;
  });
  return Promise.all(requests);
}
