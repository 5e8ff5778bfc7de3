import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, worker } from "../testing/client.ts";

/** The protocol's own client, whose calls go to the worker under test. */
const client = new Client(
  { name: "a test", version: "1" },
  { jsonSchemaValidator: new CfWorkerJsonSchemaValidator() },
);

beforeAll(async () => {
  const transport = new StreamableHTTPClientTransport(new URL("http://shop.test/api/mcp"), {
    fetch: (url, init) => worker.fetch(url instanceof URL ? url.href : url, init as never) as never,
  });
  // Its `sessionId` may be undefined, which the interface does not say under our strict rules.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
});
afterAll(() => client.close());

async function use(name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args });
  return result as {
    isError?: boolean;
    structuredContent?: Record<string, never>;
    content: { text: string }[];
  };
}

test("an agent finds out what the shop offers it", async () => {
  expect(client.getServerVersion()?.name).toBe("Demo");
  expect(client.getInstructions()).toContain("checkout link");
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    "add_to_cart",
    "checkout_link",
    "get_product",
    "recommend",
    "remove_from_cart",
    "search_products",
    "view_cart",
  ]);
  for (const tool of tools) {
    expect(tool.description).toBeTruthy();
    expect(tool.outputSchema?.type).toBe("object");
  }
});

test("it searches, looks, fills a cart, and hands the cart to a person", async () => {
  const found = await use("search_products", {
    query: "brass lampp",
    maxPriceMinor: 1_500,
    inStock: true,
  });
  expect(found.structuredContent).toMatchObject({ didYouMean: "brass lamp" });
  const { products } = found.structuredContent as unknown as {
    products: { slug: string; url: string }[];
  };
  expect(products[0]?.url).toMatch(/^http:\/\/shop\.test\/p\/product-/);
  const looked = await use("get_product", { slug: products[0]!.slug });
  const product = looked.structuredContent as unknown as {
    itemId: string;
    variants: { sku: string }[];
  };
  const { sku } = product.variants[0]!;

  expect((await use("view_cart")).structuredContent).toMatchObject({ lines: [], count: 0 });
  const first = await use("add_to_cart", { sku, quantity: 2 });
  const cart = (first.structuredContent as unknown as { cart: string }).cart;
  expect(cart).toMatch(/^[0-9a-f]{48}$/);
  expect(first.structuredContent).toMatchObject({ lines: [{ sku, quantity: 2 }], count: 2 });
  await use("add_to_cart", { sku: "p30-1", cart });
  const both = await use("view_cart", { cart });
  expect(both.structuredContent).toMatchObject({ cart, count: 3 });
  const less = await use("remove_from_cart", { sku, cart });
  expect(less.structuredContent).toMatchObject({ lines: [{ sku: "p30-1" }], count: 1 });
  expect((await use("view_cart")).structuredContent).toMatchObject({ count: 0 });

  const handed = await use("checkout_link", { cart });
  const { url } = handed.structuredContent as unknown as { url: string };
  const token = new URL(url, "http://shop.test").pathname.split("/").at(-1);
  const shared = await call(`/api/cart/shared/${token}`);
  expect(await shared.json()).toMatchObject({ lines: [{ sku: "p30-1" }] });
});

test("it narrows a search by where the finds lie", async () => {
  const around = await use("search_products", { query: "daily use" });
  const { categories, total } = around.structuredContent as unknown as {
    categories: { slug: string; count: number }[];
    total: number;
  };
  const { slug, count } = categories[0]!;
  expect(count).toBeLessThan(total);
  const narrowed = await use("search_products", { query: "daily use", category: slug });
  expect(narrowed.structuredContent).toMatchObject({ total: count });
});

test("a client may name its cart once, in a header", async () => {
  const made = await use("add_to_cart", { sku: "p31-1" });
  const { cart } = made.structuredContent as unknown as { cart: string };
  const response = await call("/api/mcp", {
    headers: {
      accept: "application/json, text/event-stream",
      "x-slipstream-cart": cart,
    },
    body: {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "view_cart", arguments: {} },
    },
  });
  expect(await response.json()).toMatchObject({
    result: { structuredContent: { lines: [{ sku: "p31-1" }] } },
  });
});

test("recommendations come with their reasons, also while the model server is away", async () => {
  const rail = await use("recommend", { placement: "similar", itemId: "p1", limit: 4 });
  const { products, requestId } = rail.structuredContent as unknown as {
    products: { itemId: string; reason: string }[];
    requestId: string;
  };
  expect(requestId).toBeTruthy();
  expect(products.length).toBeGreaterThan(0);
  for (const { reason } of products) expect(reason).not.toBe("");
});

test("what goes wrong is told in the shop's own words and codes", async () => {
  const unknown = await use("get_product", { slug: "nothing-of-the-kind" });
  expect(unknown.isError).toBe(true);
  expect(unknown.content[0]?.text).toContain("(unknown_product)");
  const soldOut = await use("add_to_cart", { sku: "p2-1" });
  expect(soldOut.isError).toBe(true);
  expect(soldOut.content[0]?.text).toContain("(out_of_stock)");
  const nonsense = await use("add_to_cart", { sku: "p3-1", quantity: -1 });
  expect(nonsense.isError).toBe(true);
});

test("a browser's cookies and other sites' pages open nothing here", async () => {
  const foreign = await call("/api/mcp", {
    headers: { origin: "https://elsewhere.test", accept: "application/json, text/event-stream" },
    body: { jsonrpc: "2.0", id: 1, method: "tools/list" },
  });
  expect(foreign.status).toBe(403);
});
