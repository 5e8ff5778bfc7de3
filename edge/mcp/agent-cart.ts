import { CART_COOKIE } from "@slipstream/contracts/cookies";
import { serialize } from "hono/utils/cookie";
import { type ApiClient, inProcessClient } from "../api/in-process-client.ts";
import { readCartToken } from "../cart/cart-cookie.ts";
import { languageOf } from "../middleware/language.ts";

type FetchApi = Parameters<typeof inProcessClient>[0]["fetchApi"];

/** What an agent's calls come from. */
export interface AgentCall {
  request: Request;
  env: Parameters<FetchApi>[1];
  execution: ExecutionContext;
  fetchApi: FetchApi;
}

/** A guest's cart in an agent's hands, and the API as that guest calls it. */
export interface AgentCart {
  client: ApiClient;
  /** What opens the cart; undefined while there is none. */
  token(): string | undefined;
}

/** Of the agent's request, only where it comes from reaches the API: no cookie of a browser does. */
const TAKEN_ALONG = ["cf-connecting-ip", "traceparent", "user-agent"];

/** The API for a guest with this cart, or with none. */
export function agentCart({ request, ...call }: AgentCall, token: string | undefined): AgentCart {
  const headers = new Headers();
  for (const name of TAKEN_ALONG) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const name = request.url.startsWith("https:") ? `__Host-${CART_COOKIE}` : CART_COOKIE;
  if (token !== undefined) headers.set("cookie", serialize(name, token));
  const guest = new Request(request.url, { headers });
  const { client, setCookies } = inProcessClient({
    ...call,
    request: guest,
    language: languageOf(request),
  });
  return {
    client,
    token: () => {
      const given = setCookies.findLast((line) => line.startsWith(`${name}=`));
      if (given === undefined) return token;
      return readCartToken(new Request(request.url, { headers: { cookie: given } }));
    },
  };
}
