import type { Context } from "hono";
import styles from "swagger-ui-dist/swagger-ui.css?url";
import bundle from "swagger-ui-dist/swagger-ui-bundle.js?url";
import type { AppEnv } from "../app-env.ts";
import { pagePolicy } from "../middleware/security-headers.ts";

/** `GET /api/docs`: the API to read and to try, with everything that it needs from this host. */
export function getDocs(context: Context<AppEnv>): Response {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slipstream edge API</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${styles}">
</head>
<body>
<div id="docs"></div>
<script src="${bundle}"></script>
<script nonce="${nonce}">
SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true });
</script>
</body>
</html>
`;
  return context.html(page, 200, {
    "cache-control": "private, no-cache",
    "content-security-policy": pagePolicy(nonce),
  });
}
