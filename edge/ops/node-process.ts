import { nodeProcessOf } from "@slipstream/contracts/node-process";
import type { NodeProcess } from "@slipstream/contracts/system-status";

const TIMEOUT_MS = 1_500;

/** How a Node process of ours does; undefined when it does not answer. */
export async function readNodeProcess(name: string, url: string): Promise<NodeProcess | undefined> {
  const startedAtMs = Date.now();
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const nowMs = Date.now();
    return nodeProcessOf({ name, text, pingMs: nowMs - startedAtMs, nowMs });
  } catch {
    return undefined;
  }
}
