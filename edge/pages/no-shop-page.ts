import { problems } from "@slipstream/contracts/problems";
import { setSecurityHeaders } from "../middleware/security-headers.ts";

/** What a browser is shown at a host name that is no shop's. */
export function noShopPage(request: Request): Response {
  const { title, status } = problems.unknown_shop;
  const { hostname } = new URL(request.url);
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style nonce="${nonce}">
  :root { color-scheme: light dark }
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1.5rem }
</style>
<h1>${title}</h1>
<p>There is no shop called <b>${escapeHtml(hostname)}</b> here. Please look at the address for a slip of the pen.</p>
</html>
`;
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
  });
  setSecurityHeaders(headers, request);
  return new Response(request.method === "HEAD" ? null : html, { status, headers });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
