import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { cartSchema, MAX_QUANTITY, skuSchema } from "@slipstream/contracts/cart-api";
import { opaqueIdSchema } from "@slipstream/contracts/identifiers";
import { z } from "zod";
import type { AgentCart } from "./agent-cart.ts";
import { toolAnswer, toolResult } from "./tool-result.ts";

const cart = z
  .string()
  .regex(/^[0-9a-f]{48}$/)
  .optional()
  .describe("The cart's token, as an earlier call gave it. It is a secret: it opens the cart");
const cartOutput = { cart: z.string().optional(), ...cartSchema.shape };

/** Tools that work on a guest's cart, which its token opens. `openCart` takes the token over. */
export function addCartTools(
  server: McpServer,
  openCart: (token: string | undefined) => AgentCart,
): void {
  addView(server, openCart);
  addAdd(server, openCart);
  addRemove(server, openCart);
  addCheckout(server, openCart);
}

type OpenCart = Parameters<typeof addCartTools>[1];

function addView(server: McpServer, openCart: OpenCart): void {
  server.registerTool(
    "view_cart",
    {
      title: "Look into the cart",
      description: "What the cart holds, at today's prices. Without a token: an empty cart.",
      annotations: { readOnlyHint: true, openWorldHint: false },
      inputSchema: { cart },
      outputSchema: cartOutput,
    },
    async ({ cart }) => present(openCart(cart)),
  );
}

function addAdd(server: McpServer, openCart: OpenCart): void {
  server.registerTool(
    "add_to_cart",
    {
      title: "Put something into the cart",
      description:
        "Adds pieces of a variant. Without a token a new cart is made: keep the `cart` of the answer and give it with every later call.",
      annotations: { destructiveHint: false, openWorldHint: false },
      inputSchema: {
        cart,
        sku: skuSchema.describe("A variant's, from get_product"),
        quantity: z.number().int().min(1).max(MAX_QUANTITY).default(1),
        requestId: opaqueIdSchema.optional().describe("The recommendation that led here"),
      },
      outputSchema: cartOutput,
    },
    async ({ cart, sku, quantity, requestId }) => {
      const open = openCart(cart);
      const response = await open.client.api.cart.lines.$post({
        json: { sku, quantity, ...(requestId === undefined ? {} : { requestId }) },
      });
      return toolAnswer(response, () => present(open));
    },
  );
}

function addRemove(server: McpServer, openCart: OpenCart): void {
  server.registerTool(
    "remove_from_cart",
    {
      title: "Take something out of the cart",
      description: "Takes a variant out, or leaves `quantity` pieces of it.",
      annotations: { destructiveHint: true, idempotentHint: true, openWorldHint: false },
      inputSchema: {
        cart,
        sku: skuSchema,
        quantity: z.number().int().min(0).max(MAX_QUANTITY).default(0),
      },
      outputSchema: cartOutput,
    },
    async ({ cart, sku, quantity }) => {
      const open = openCart(cart);
      const response = await open.client.api.cart.lines[":sku"].$patch({
        param: { sku },
        json: { quantity },
      });
      return toolAnswer(response, () => present(open));
    },
  );
}

function addCheckout(server: McpServer, openCart: OpenCart): void {
  server.registerTool(
    "checkout_link",
    {
      title: "Hand the cart over to a person",
      description:
        "A link that a person opens in their browser: the cart's lines become theirs, and they check out and pay there themselves. Agents do not pay.",
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
      inputSchema: { cart },
      outputSchema: { url: z.string(), expiresAt: z.string() },
    },
    async ({ cart }) => {
      const response = await openCart(cart).client.api.cart.share.$post();
      return toolAnswer(response, ({ url, expiresAt }) => toolResult({ url, expiresAt }));
    },
  );
}

async function present(open: AgentCart) {
  const response = await open.client.api.cart.$get();
  return toolAnswer(response, (cart) => {
    const token = open.token();
    return toolResult({ ...(token === undefined ? {} : { cart: token }), ...cart });
  });
}
