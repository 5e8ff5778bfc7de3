import { setTimeout as sleep } from "node:timers/promises";
import { keys } from "@slipstream/contracts/keys";
import type { Placement } from "@slipstream/contracts/placements";
import { type RecommendResponse, recommendResponseSchema } from "@slipstream/contracts/recommend";
import { sellingProductSchema } from "@slipstream/contracts/selling-api";
import { productDetailSchema, productListSchema } from "@slipstream/contracts/shop-api";
import { type SwitchName, switchNames } from "@slipstream/contracts/switches";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import { BROWSER_USER_AGENT } from "@slipstream/dev/traffic/browser-user-agent";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import { hearRails, openSocket } from "@slipstream/dev/traffic/live-socket";
import { RailVisitors } from "@slipstream/dev/traffic/rail-visitors";
import { Redis } from "ioredis";
import { afterAll, expect, it } from "vitest";

/** What people do in the shop's database reaches rails by itself: products, rules, switches, facts. */
const system = await startSystem({
  dataDir: `${temporaryFolder()}/data`,
  port: 0,
  durable: false,
  environment: { PATH: process.env.PATH },
});
const redis = new Redis(system.urls.stores.redisUrl);
afterAll(async () => {
  redis.disconnect();
  await system.stop();
});

/** A browser's cookies: name → value. */
class Jar {
  readonly #cookies = new Map<string, string>();

  async call(path: string, options: { method?: string; body?: unknown } = {}): Promise<Response> {
    const { body, method = body === undefined ? "GET" : "POST" } = options;
    const response = await fetch(system.urls.edge + path, {
      method,
      headers: {
        origin: new URL(system.urls.edge).origin,
        cookie: this.header,
        "idempotency-key": crypto.randomUUID(),
        "user-agent": BROWSER_USER_AGENT,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      this.#cookies.set(name, decodeURIComponent(value));
    }
    return response;
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** What the visitor's cookie says before its signature. */
  get visitorId(): string | undefined {
    const [, value] = [...this.#cookies].find(([name]) => /visitor/.test(name)) ?? [];
    return value?.split(".")[0];
  }
}

async function recommend(request: object): Promise<RecommendResponse> {
  const response = await fetch(`${system.urls.modelServer}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", ...request }),
  });
  return recommendResponseSchema.parse(await response.json());
}

const idsOf = async (request: object) =>
  (await recommend(request)).items.map(({ itemId }) => itemId);

const admin = new Jar();
let created: { id: string; version: number; sku: string };

it("a product that was just made is recommended, beside what it is like", async () => {
  const credentials = { email: "admin@demo.test", password: system.seedPassword };
  expect((await admin.call("/api/auth/login", { body: credentials })).status).toBe(200);
  const lamp = await admin.call("/api/products/pip-pendant-lamp");
  const { categoryPath } = productDetailSchema.parse(await lamp.json());
  const answer = await admin.call("/api/selling/products", {
    body: {
      title: "Pip pendant lamp, brass",
      description: "A small pendant lamp of brass.",
      categorySlug: categoryPath.at(-1)!.slug,
      brand: "Pip",
      status: "published",
      variants: [{ sku: "pip-brass-1", options: {}, priceMinor: 4_900, onHand: 3 }],
    },
  });
  expect(answer.status).toBe(201);
  const product = sellingProductSchema.parse(await answer.json());
  created = { id: product.itemId, version: product.version, sku: "pip-brass-1" };
  const similar = { placement: "similar", itemId: "pip-pendant-lamp", limit: 24 };
  await expect.poll(() => idsOf(similar)).toContain(created.id);
});

it("a pin holds, and is taken back", async () => {
  const home = { placement: "home_for_you", limit: 12 };
  const rule = { name: "First", kind: "pin", position: 0, placements: ["home_for_you"] };
  const [plain] = await idsOf(home);
  const pinned = plain === "hugo-tray" ? "pip-pendant-lamp" : "hugo-tray";
  const body = { ...rule, target: { itemIds: [pinned] } };
  const made = await admin.call("/api/admin/rules", { body });
  expect(made.status).toBe(201);
  await expect.poll(async () => (await idsOf(home))[0]).toBe(pinned);
  const { id } = (await made.json()) as { id: string };
  await admin.call(`/api/admin/rules/${id}`, { method: "DELETE" });
  await expect.poll(async () => (await idsOf(home))[0]).not.toBe(pinned);
});

/** Turns a kill switch, and waits until something is so: as often looked as a second has room for. */
async function turned(name: SwitchName, enabled: boolean, isSo: () => Promise<boolean>) {
  const path = `/api/admin/switches/${encodeURIComponent(name)}`;
  const answer = await admin.call(path, { method: "PUT", body: { enabled, reason: "a test" } });
  expect(answer.ok).toBe(true);
  await expect(soonSo(isSo), `${name} is ${enabled ? "on" : "off"}`).resolves.toBe(true);
}

/** On a busy machine each look takes longer, and so may what is waited for. */
async function soonSo(isSo: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let look = 0; look < 20; look++) {
    if (await isSo()) return true;
    await sleep(50);
  }
  return false;
}

/** A visitor who agreed to be followed. */
async function guestWhoAgreed(): Promise<Jar> {
  const guest = new Jar();
  await guest.call("/api/consent", { body: { choice: "granted" } });
  return guest;
}

/** Sends a view as a page does; answers its id. */
async function view(guest: Jar, itemId: string): Promise<string> {
  const event = { id: crypto.randomUUID(), type: "view", itemId, occurredAt: Date.now() };
  expect((await guest.call("/api/events", { body: { events: [event] } })).status).toBe(202);
  return event.id;
}

const viewsOf = async (guest: Jar, itemId: string) => {
  const bytes = await redis.hgetBuffer(keys.userItems("demo", guest.visitorId!), itemId);
  return bytes === null ? 0 : decodeUserItem(bytes).views;
};

it("each placement's switch takes its rail away within a second, and brings it back", async () => {
  const items = ["pip-pendant-lamp", "hugo-tray"];
  const of = { itemId: items[0], cart: items, context: items };
  const placements = switchNames.flatMap((name) =>
    name.startsWith("placement:") ? [name as `placement:${Placement}`] : [],
  );
  const isOff = async (name: string) => {
    const placement = name.slice("placement:".length);
    const candidates = placement.endsWith("_rerank") ? { candidates: items } : {};
    return (await recommend({ placement, ...of, ...candidates })).switchedOff === true;
  };
  await Promise.all(placements.map((name) => turned(name, false, () => isOff(name))));
  const trending = await admin.call("/api/recommendations", { body: { placement: "trending" } });
  expect(await trending.json()).toMatchObject({ cards: [] });
  await Promise.all(placements.map((name) => turned(name, true, async () => !(await isOff(name)))));
});

it("exploration, learning and live rails stop within a second of their switches, and go on", async () => {
  const explores = async () => {
    const { items } = await recommend({ placement: "home_for_you", limit: 12 });
    return items.some(({ propensity }) => propensity < 1);
  };
  await turned("exploration", false, async () => !(await explores()));
  await turned("exploration", true, explores);

  const itemId = "hugo-tray";
  const factor = () => redis.hgetBuffer(keys.factors("demo", itemId), itemId);
  const learns = async () => {
    const guest = await guestWhoAgreed();
    const before = await factor();
    await view(guest, itemId);
    await expect.poll(() => viewsOf(guest, itemId)).toBe(1);
    return !before?.equals((await factor()) ?? Buffer.alloc(0));
  };
  await expect.poll(learns).toBe(true);
  await turned("learning", false, async () => !(await learns()));
  expect(await learns()).toBe(false);
  await turned("learning", true, learns);

  const guest = await guestWhoAgreed();
  const { origin } = new URL(system.urls.edge);
  const address = `${origin.replace(/^http/, "ws")}/api/live`;
  const socket = await openSocket(address, { cookie: guest.header, origin });
  const heard = new Set<string>();
  hearRails(socket, (eventId) => heard.add(eventId));
  const rails = [{ key: "home", placement: "home_for_you", limit: 12 }];
  socket.send(JSON.stringify({ kind: "subscribe", rails }));
  const products = await guest.call("/api/products?limit=24");
  const { items } = productListSchema.parse(await products.json());
  let looked = 0;
  const isPushed = async () => {
    const eventId = await view(guest, items[looked++ % items.length]!.itemId);
    return soonSo(() => heard.has(eventId));
  };
  await expect.poll(isPushed).toBe(true);
  await turned("live_rails", false, async () => !(await isPushed()));
  await turned("live_rails", true, isPushed);
  socket.close();
});

it("simulated people in browsers see rails and press cards, each under its request's id", async () => {
  const visitors = new RailVisitors({
    ...{ edgeUrl: system.urls.edge, products: demoProducts(), seed: "e2e" },
    pause: async () => {},
  });
  for (let visit = 0; visit < 20; visit++) await visitors.visit();
  visitors.close();
  const archived = () =>
    asAdmin(system.urls.stores.databaseUrl, async (sql) => {
      await sql`select set_config('app.shop', 'demo', false)`;
      const [row] = await sql`
        select count(*) filter (where type = 'impression')::int as seen,
          count(*) filter (where type = 'click')::int as pressed
        from events where shop_id = 'demo' and request_id is not null and placement is not null`;
      return row!;
    });
  await expect.poll(async () => (await archived()).seen).toBeGreaterThan(19);
  await expect.poll(async () => (await archived()).pressed).toBeGreaterThan(0);
});

it("what is put into the cart is known of the visitor who agreed", async () => {
  const guest = await guestWhoAgreed();
  const added = await guest.call("/api/cart/lines", { body: { sku: created.sku, quantity: 1 } });
  expect(added.ok).toBe(true);
  const key = keys.userItems("demo", guest.visitorId!);
  const counted = async () => {
    const bytes = await redis.hgetBuffer(key, created.id);
    return bytes === null ? 0 : decodeUserItem(bytes).addToCart;
  };
  await expect.poll(counted).toBe(1);
});

it("a product that is hidden leaves every rail", async () => {
  const product = await admin.call(`/api/selling/products/${created.id}`);
  const { version } = sellingProductSchema.parse(await product.json());
  const patch = { version, status: "hidden" };
  const changed = await admin.call(`/api/selling/products/${created.id}`, {
    ...{ method: "PATCH", body: patch },
  });
  expect(changed.status).toBe(200);
  const similar = { placement: "similar", itemId: "pip-pendant-lamp", limit: 24 };
  await expect.poll(() => idsOf(similar)).not.toContain(created.id);
});
