import { WorkerEntrypoint } from "cloudflare:workers";
import { readPath } from "@slipstream/contracts/languages";
import type { ServerBuild } from "react-router";
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { everyMinute } from "./ops/every-minute.ts";
import { buildName, rendererIn } from "./pages/build-in.ts";
import { partFor } from "./pages/build-part.ts";
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

let loadedBuild: ServerBuild | undefined;

/** The pages. Kept: an import, also of what is there already, leaves JavaScript. */
async function loadBuild(): Promise<ServerBuild> {
  const build = loadedBuild ?? (await import("virtual:react-router/server-build"));
  // While somebody works on the pages, each request has them as they are.
  if (import.meta.env.PROD) loadedBuild = build;
  return build;
}

const renderPage: RenderPage = async (request, context) => {
  const { language } = context.get(storefrontContext);
  const { path } = readPath(new URL(request.url).pathname);
  const build = partFor(path, await loadBuild());
  const folders = import.meta.env.TEXT_FOLDERS;
  return rendererIn(language, build, { folders, mode: import.meta.env.MODE })(request, context);
};

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
