import type { PageKind, VitalsReport } from "@slipstream/contracts/web-vitals";
import { onCLS, onINP, onLCP, onTTFB } from "web-vitals";
import { readConsent } from "./consent.tsx";

const VITALS_URL = "/api/vitals";

const kinds: readonly [path: RegExp, kind: PageKind][] = [
  [/^\/$/, "home"],
  [/^\/c\//, "category"],
  [/^\/p\//, "product"],
  [/^\/search$/, "search"],
  [/^\/cart\b/, "cart"],
  [/^\/checkout\b/, "checkout"],
];

/** The kind of the page at a path, whatever language its address begins with. */
export function pageKindOf(path: string): PageKind {
  const plain = path.replace(/^\/[a-z]{2}(?=\/|$)/, "") || "/";
  return kinds.find(([pattern]) => pattern.test(plain))?.[1] ?? "other";
}

/**
 * Measures the page that somebody came in by, and tells the shop once, when it is left or hidden,
 * if the visitor has agreed by then.
 */
export function followVitals(): void {
  const page = pageKindOf(location.pathname);
  const vitals: VitalsReport["vitals"] = {};
  let told = false;
  for (const follow of [onLCP, onINP, onCLS, onTTFB]) {
    follow(({ name, value }) => {
      vitals[name] = value;
    });
  }
  const tell = () => {
    if (told || Object.keys(vitals).length === 0) return;
    if (readConsent(document.cookie) !== "granted") return;
    told = true;
    const body = new Blob([JSON.stringify({ page, vitals })], { type: "application/json" });
    navigator.sendBeacon(VITALS_URL, body);
  };
  // Behind those of the library, which settle their values at the same moment.
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") setTimeout(tell);
  });
}
