import type { MiddlewareHandler } from "hono";

const YEAR_SECONDS = 365 * 24 * 3600;

const everywhere: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

/** Sets what every answer carries. `request` says whether the connection is secure. */
export function setSecurityHeaders(headers: Headers, request: Request): void {
  for (const [name, value] of Object.entries(everywhere)) headers.set(name, value);
  if (request.url.startsWith("https:")) {
    headers.set("strict-transport-security", `max-age=${YEAR_SECONDS}; includeSubDomains`);
  }
}

/** What else a page may load, where a payment provider's form stands in it. */
export interface PolicyAdditions {
  scripts: string;
  frames: string;
  connections: string;
}

/**
 * What a page may load: its own files, and scripts and styles that carry the answer's nonce. While
 * somebody works on the pages, their server puts styles in without one.
 */
export function pagePolicy(nonce: string, more?: PolicyAdditions): string {
  const styles = import.meta.env?.MODE === "development" ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${more ? ` ${more.scripts}` : ""}`,
    `style-src 'self' ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${more ? ` ${more.connections}` : ""}`,
    ...(more ? [`frame-src ${more.frames}`] : []),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The API's answers are data: nothing may run in them. */
export const apiSecurityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.status === 101) return;
  setSecurityHeaders(context.res.headers, context.req.raw);
  // The page of the documentation has a policy of its own.
  if (!context.res.headers.has("content-security-policy")) {
    context.res.headers.set(
      "content-security-policy",
      "default-src 'none'; frame-ancestors 'none'",
    );
  }
};
