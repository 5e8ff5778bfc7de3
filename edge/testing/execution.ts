/// <reference types="@cloudflare/vitest-plugin/types" />
import { createExecutionContext } from "cloudflare:test";
import { tellLater } from "../tracing/tell-later.ts";
import { bindings } from "./client.ts";

/**
 * A request's execution context, to wait for the request's work. What requests count and trace goes
 * out by one timer of the isolate, which the request that sets it waits for, two seconds: set here,
 * it is nobody's.
 */
export function newExecution(): ExecutionContext {
  tellLater(bindings, () => {});
  return createExecutionContext();
}
