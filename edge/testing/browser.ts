import { parse } from "hono/utils/cookie";
import { call } from "./client.ts";

/** Calls the worker as one browser does: with the cookies that earlier answers set. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  constructor(cookie = "") {
    for (const [name, value] of Object.entries(parse(cookie))) this.cookies.set(name, value);
  }

  async call(
    path: string,
    options: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const headers = { ...options.headers, ...(cookie.length > 0 && { cookie: cookie.join("; ") }) };
    const response = await call(path, { ...options, headers });
    for (const line of response.headers.getSetCookie()) this.#take(line);
    return response;
  }

  #take(line: string): void {
    const [name, value] = Object.entries(parse(line.split(";", 1)[0]!))[0] ?? [];
    if (name === undefined) return;
    if (!value || /;\s*max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
