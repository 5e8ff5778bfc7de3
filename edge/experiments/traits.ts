import type { Traits } from "@slipstream/contracts/assignment";
import { readAuthCookies } from "../auth/auth-cookies.ts";

const phone = /Mobi|iPhone|Android.*Mobile/i;
const tablet = /iPad|Tablet|Android(?!.*Mobile)/i;

/** What a request tells of who asks, for experiments that are for some only. */
export function traitsOf(request: Request): Traits {
  const { headers } = request;
  const language = headers.get("accept-language")?.slice(0, 2).toLowerCase();
  const country = headers.get("cf-ipcountry")?.toUpperCase();
  const agent = headers.get("user-agent");
  return {
    signedIn: readAuthCookies(request).refresh !== undefined,
    ...(country && /^[A-Z]{2}$/.test(country) ? { country } : {}),
    ...(language && /^[a-z]{2}$/.test(language) ? { language } : {}),
    ...(agent ? { device: deviceOf(agent) } : {}),
  };
}

function deviceOf(agent: string): "phone" | "tablet" | "desktop" {
  if (tablet.test(agent)) return "tablet";
  return phone.test(agent) ? "phone" : "desktop";
}
