import { createRequestHandler } from "react-router";
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { servePage } from "./pages/serve-page.ts";

export { SessionHub } from "./hub/session-hub.ts";

const renderPage = createRequestHandler(
  () => import("virtual:react-router/server-build"),
  import.meta.env.MODE,
);

/** The worker: `/api/*` and `/internal/*` are the API's, everything else is a page. */
export default {
  fetch(request, env, execution) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/") || pathname.startsWith("/internal/")) {
      return app.fetch(request, env, execution);
    }
    return servePage({ request, env, execution, renderPage });
  },
} satisfies ExportedHandler<Env>;
