import { WorkerEntrypoint } from "cloudflare:workers";
import { languages } from "@slipstream/contracts/languages";
import { createRequestHandler } from "react-router";
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { everyMinute } from "./ops/every-minute.ts";
import { buildIn, buildName } from "./pages/build-in.ts";
import type { RenderPage } from "./pages/render.ts";
import { servePage } from "./pages/serve-page.ts";
import { storefrontContext } from "./storefront-context.ts";

/** What only our own parts call, for a host that gives them a door of their own. */
export class Internal extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return app.fetch(request, this.env, this.ctx);
  }
}

export { SessionHub } from "./hub/session-hub.ts";
export { EdgeMetrics } from "./metrics/edge-metrics.ts";

const loadBuild = () => import("virtual:react-router/server-build");

/** What renders the pages of each language: the same build, at its own place. */
const renderers = Object.fromEntries(
  languages.map((language) => [
    language,
    createRequestHandler(
      async () => buildIn(language, await loadBuild(), import.meta.env.TEXT_FOLDERS),
      import.meta.env.MODE,
    ),
  ]),
);
const renderPage: RenderPage = (request, context) =>
  renderers[context.get(storefrontContext).language]!(request, context);

const apiPath = /^\/((api|internal|problems|media\/u)\/|\.well-known\/jwks\.json$)/;

/** The worker: what `apiPath` matches is the API's, everything else is a page. */
export default {
  async fetch(request, env, execution) {
    const { pathname } = new URL(request.url);
    if (apiPath.test(pathname)) {
      return app.fetch(request, env, execution);
    }
    // While somebody works on the pages, none is kept.
    const buildId = import.meta.env.PROD
      ? buildName(await loadBuild(), import.meta.env.TEXT_FOLDERS)
      : undefined;
    return servePage({ request, env, execution, renderPage, buildId });
  },
  async scheduled(controller, env) {
    await everyMinute(env, controller.scheduledTime);
  },
} satisfies ExportedHandler<Env>;
