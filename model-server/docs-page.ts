import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { OpenAPIHono } from "@hono/zod-openapi";

const YEAR_SECONDS = 365 * 24 * 3600;
const require = createRequire(import.meta.url);
const { version } = require("swagger-ui-dist/package.json") as { version: string };

/** Files of swagger-ui that the page loads, and what they are. */
const files = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;

/** `GET /docs`: the API to read and to try, with everything that it needs from this host. */
export function mountDocs(app: OpenAPIHono): void {
  const folder = `/docs/${version}`;
  for (const [name, type] of Object.entries(files)) {
    app.get(`${folder}/${name}`, async (context) =>
      context.body(await readFile(require.resolve(`swagger-ui-dist/${name}`)), 200, {
        "content-type": type,
        "cache-control": `public, max-age=${YEAR_SECONDS}, immutable`,
      }),
    );
  }
  app.get("/docs", (context) => {
    const nonce = crypto.randomUUID().replaceAll("-", "");
    return context.html(pageOf(folder, nonce), 200, {
      "content-security-policy": [
        "default-src 'self'",
        `script-src 'self' 'nonce-${nonce}'`,
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
    });
  });
}

function pageOf(folder: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slipstream model server</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${folder}/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="${folder}/swagger-ui-bundle.js"></script>
<script nonce="${nonce}">
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true });
</script>
</body>
</html>
`;
}
