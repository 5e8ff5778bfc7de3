import { setTimeout as sleep } from "node:timers/promises";
import { CONSENT_COOKIE, VISITOR_COOKIE } from "@slipstream/contracts/cookies";

const RETRY_MS = 200;
const MAX_TRIES = 50;

/** Browsers that agree to be followed: cookies by visitor, as the shop gives them. */
export async function openBrowsers(edgeUrl: string, count: number): Promise<Map<string, string>> {
  const cookies = new Map<string, string>();
  for (let tries = 0; cookies.size < count && tries < count + MAX_TRIES; tries++) {
    const response = await fetch(`${edgeUrl}/api/consent`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: edgeUrl },
      body: JSON.stringify({ choice: "granted" }),
    });
    await response.body?.cancel();
    const given = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]!);
    const visitor = given.find((cookie) => cookie.startsWith(`${VISITOR_COOKIE}=`));
    if (visitor === undefined) {
      await sleep(RETRY_MS);
      continue;
    }
    const visitorId = visitor.slice(VISITOR_COOKIE.length + 1).split(".")[0]!;
    cookies.set(visitorId, `${visitor}; ${CONSENT_COOKIE}=granted`);
  }
  return cookies;
}
