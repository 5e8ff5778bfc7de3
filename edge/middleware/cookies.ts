import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

const waiting = new WeakMap<Request, string[]>();

/** Gives the answer these `Set-Cookie` lines, whatever it will be; for a name, the last holds. */
export function setCookieLater(context: Context<AppEnv>, lines: readonly string[]): void {
  const known = waiting.get(context.req.raw) ?? [];
  const isReplaced = (line: string) => lines.some((newer) => nameOf(newer) === nameOf(line));
  waiting.set(context.req.raw, [...known.filter((line) => !isReplaced(line)), ...lines]);
}

/** Sends the cookies that were set on the way, with errors too: a renewed session is renewed. */
export const sendCookies: MiddlewareHandler<AppEnv> = async (context, next) => {
  await next();
  for (const line of waiting.get(context.req.raw) ?? []) {
    context.res.headers.append("set-cookie", line);
  }
};

function nameOf(line: string): string {
  return line.slice(0, line.indexOf("="));
}
