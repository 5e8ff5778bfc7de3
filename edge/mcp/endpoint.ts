import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type AgentCall, agentCart } from "./agent-cart.ts";
import { addCartTools } from "./cart-tools.ts";
import { addProductTools } from "./product-tools.ts";

/** Names a cart for all calls of a client, in place of the tools' `cart`. */
const CART_HEADER = "x-slipstream-cart";
const MAX_BODY_BYTES = 64 * 1024;
const MAX_INPUT_ELEMENTS = 200;

/**
 * The shop for agents: the Model Context Protocol over streamable HTTP, without sessions. Each
 * message is answered by a server of its own, whose tools call the API as a guest would.
 */
export function mcpEndpoint(fetchApi: AgentCall["fetchApi"]) {
  return async (context: Context<AppEnv>): Promise<Response> => {
    const request = context.req.raw;
    const call = { request, env: context.env, execution: context.executionCtx, fetchApi };
    const server = shopServer(context, call as AgentCall);
    const transport = new WebStandardStreamableHTTPServerTransport({
      enableJsonResponse: true,
      maxRequestBodySize: MAX_BODY_BYTES,
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  };
}

function shopServer(context: Context<AppEnv>, call: AgentCall): McpServer {
  const { shop } = context.var;
  const { origin } = new URL(call.request.url);
  const server = new McpServer(
    { name: shop.name, version: "1", websiteUrl: origin },
    {
      instructions: `${shop.name} is a shop. Search its products, look at one before you recommend it, and fill a cart. Prices are in minor units. Paying is for people: give them the checkout link.`,
      // The validator that comes by default makes code of schemas, which this runtime forbids.
      jsonSchemaValidator: new CfWorkerJsonSchemaValidator(),
      maxToolInputElements: MAX_INPUT_ELEMENTS,
    },
  );
  const headerCart = call.request.headers.get(CART_HEADER) ?? undefined;
  addProductTools(server, { client: agentCart(call, undefined).client, origin });
  addCartTools(server, (token) => agentCart(call, token ?? headerCart));
  return server;
}
