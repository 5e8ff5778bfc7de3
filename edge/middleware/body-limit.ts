import { ProblemError } from "@slipstream/contracts/problems";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv } from "../app-env.ts";

/** More than the longest form of ours: 2,500 variants of one product. */
const MAX_JSON_BYTES = 2 * 1024 * 1024;

const limit: MiddlewareHandler<AppEnv> = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new ProblemError("body_too_large", { detail: `at most ${MAX_JSON_BYTES} bytes` });
  },
});

/**
 * Nothing of more JSON than a form may hold is read, whoever sends it. Files have limits of their
 * own, where they are taken. Throws `body_too_large`.
 */
export const limitJson: MiddlewareHandler<AppEnv> = (context, next) => {
  const isJson = context.req.header("content-type")?.includes("json") === true;
  return isJson ? limit(context, next) : next();
};
