import { ProblemError } from "@slipstream/contracts/problems";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { problemResponse } from "./problem-response.ts";

/**
 * Refuses longer bodies. Where a body's length is told, nobody looks at the body itself: Hono's own
 * way makes a whole Request of what is otherwise read straight from the socket.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const onError = () => problemResponse(new ProblemError("body_too_large"));
  const counted = bodyLimit({ maxSize, onError });
  return async (context, next) => {
    const length = context.req.header("content-length");
    const isTold = length !== undefined && context.req.header("transfer-encoding") === undefined;
    if (!isTold) return counted(context, next);
    return Number(length) > maxSize ? onError() : next();
  };
}
