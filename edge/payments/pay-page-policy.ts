import { readPath } from "@slipstream/contracts/languages";
import type { Settings } from "../env.ts";
import type { PolicyAdditions } from "../middleware/security-headers.ts";
import { providerInUse } from "./providers.ts";

const payPage = /^\/checkout\/pay\/[^/]+$/;

/** What the page with Stripe's form may load besides its own; undefined for every other page. */
export function payPagePolicy(request: Request, settings: Settings): PolicyAdditions | undefined {
  if (!payPage.test(readPath(new URL(request.url).pathname).path)) return undefined;
  if (providerInUse(settings) !== "stripe") return undefined;
  return {
    scripts: "https://js.stripe.com",
    frames: "https://js.stripe.com https://hooks.stripe.com",
    connections: "https://api.stripe.com",
  };
}
