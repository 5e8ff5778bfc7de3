import { keys } from "@slipstream/contracts/keys";
import { type RecommendResponse, recommendResponseSchema } from "@slipstream/contracts/recommend";
import { sellingProductSchema } from "@slipstream/contracts/selling-api";
import { productDetailSchema } from "@slipstream/contracts/shop-api";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
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
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "idempotency-key": crypto.randomUUID(),
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

it("a pin holds, a switch turns a rail off, and both are taken back", async () => {
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

  const turn = (enabled: boolean) =>
    admin.call(`/api/admin/switches/${encodeURIComponent("placement:trending")}`, {
      ...{ method: "PUT", body: { enabled, reason: "a test" } },
    });
  expect((await turn(false)).ok).toBe(true);
  await expect
    .poll(async () => (await recommend({ placement: "trending" })).switchedOff)
    .toBe(true);
  await turn(true);
  await expect
    .poll(async () => (await recommend({ placement: "trending" })).items.length)
    .toBeGreaterThan(0);
});

it("what is put into the cart is known of the visitor who agreed", async () => {
  const guest = new Jar();
  await guest.call("/api/consent", { body: { choice: "granted" } });
  const added = await guest.call("/api/cart/lines", { body: { sku: created.sku, quantity: 1 } });
  expect(added.ok).toBe(true);
  const key = keys.userItem("demo", guest.visitorId!, created.id);
  const counted = async () => {
    const bytes = await redis.getBuffer(key);
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
