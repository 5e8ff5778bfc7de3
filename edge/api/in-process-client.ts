import type { Language } from "@slipstream/contracts/languages";
import { hc } from "hono/client";
import { parse } from "hono/utils/cookie";
import type { Env } from "../env.ts";
import type { AppType } from "./areas.ts";

/** Calls of the API that know every route's request and answer. */
export type ApiClient = ReturnType<typeof hc<AppType>>;

/** What a page's request tells the API about who asks. */
const FORWARDED = ["cf-connecting-ip", "origin", "sec-fetch-site", "traceparent", "user-agent"];

/**
 * The API as pages call it: the same app, in this very process, with the page's own cookies.
 * Cookies that the API sets hold for the calls that follow, and `setCookies` gives them to the
 * page's answer.
 */
export function inProcessClient(options: {
  fetchApi: (
    request: Request,
    env: Env,
    execution: ExecutionContext,
  ) => Response | Promise<Response>;
  request: Request;
  /** What the page speaks: the API's texts come in it. */
  language: Language;
  env: Env;
  execution: ExecutionContext;
}): { client: ApiClient; setCookies: readonly string[] } {
  const { request, env, execution } = options;
  const jar = new Map(Object.entries(parse(request.headers.get("cookie") ?? "")));
  const setCookies: string[] = [];
  const callApi: typeof fetch = async (input, init) => {
    const call = new Request(input, init);
    for (const name of FORWARDED) {
      const value = request.headers.get(name);
      if (value !== null) call.headers.set(name, value);
    }
    call.headers.set("accept-language", options.language);
    const cookie = [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    if (cookie.length > 0) call.headers.set("cookie", cookie.join("; "));
    const response = await options.fetchApi(call, env, execution);
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line);
      takeCookie(jar, line);
    }
    return response;
  };
  return { client: hc<AppType>(new URL(request.url).origin, { fetch: callApi }), setCookies };
}

function takeCookie(jar: Map<string, string>, line: string): void {
  const [name, value] = Object.entries(parse(line.split(";", 1)[0] ?? ""))[0] ?? [];
  if (name === undefined || value === undefined) return;
  const gone = value === "" || /;\s*max-age=0(;|$)/i.test(line);
  if (gone) jar.delete(name);
  else jar.set(name, value);
}
