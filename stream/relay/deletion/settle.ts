import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { MAX_SETTLED, SETTLE_PATH, type Settle } from "@slipstream/contracts/settle";
import { signBody } from "@slipstream/contracts/signature";
import { postJson } from "../../announce/post.ts";

const TIMEOUT_MS = 8_000;

/** Hubs still hold something of the person, or the edge does not answer: the deletion waits. */
class NotSettled extends Error {
  override readonly name = "NotSettled";
  readonly code = "not_settled";
}

/**
 * Has the hubs bring what they hold of these visitors to the log, and returns once nothing waits
 * there. Rejects when something still does.
 */
export async function settleVisitors(
  edge: { url: string; secret: string },
  shop: string,
  visitorIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < visitorIds.length; from += MAX_SETTLED) {
    const asked: Settle = { shop, visitorIds: visitorIds.slice(from, from + MAX_SETTLED) };
    const body = JSON.stringify(asked);
    const signature = await signBody({ secret: edge.secret, body, nowMs: Date.now() });
    const status = await postJson({
      url: new URL(SETTLE_PATH, edge.url),
      headers: { [SIGNATURE_HEADER]: signature },
      body,
      timeoutMs: TIMEOUT_MS,
    });
    if (status !== 204) throw new NotSettled(`the edge answered ${status}`);
  }
}
