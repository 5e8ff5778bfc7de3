import { inject } from "vitest";
import type { System } from "../supervisor/system-options.ts";

/**
 * The running system that test files in browsers share (system.setup.ts): for those that look, and
 * leave products, rules and switches as they are. Nobody stops it. Starting one takes a quarter of a
 * minute; who changes more than their own visitors' things starts one of their own.
 */
export async function sharedSystem(): Promise<Pick<System, "urls">> {
  const response = await fetch(inject("sharedSystemUrl"));
  if (!response.ok) throw new Error(`No system to share: ${await response.text()}`);
  return (await response.json()) as Pick<System, "urls">;
}
