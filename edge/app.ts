import { OpenAPIHono } from "@hono/zod-openapi";
import { ANNOUNCE_PATH } from "@slipstream/contracts/announcements";
import { HUB_FIGURES_PATH } from "@slipstream/contracts/hub-figures";
import { OUTBOX_PATH } from "@slipstream/contracts/outbox";
import { ProblemError } from "@slipstream/contracts/problems";
import { SETTLE_PATH } from "@slipstream/contracts/settle";
import { areas } from "./api/areas.ts";
import { describeTheRest, openApiDocument } from "./api/openapi.ts";
import type { AppEnv } from "./app-env.ts";
import { mcpEndpoint } from "./mcp/endpoint.ts";
import { countRequests } from "./metrics/count-requests.ts";
import { limitJson } from "./middleware/body-limit.ts";
import { sendCookies } from "./middleware/cookies.ts";
import { checkOrigin } from "./middleware/origin.ts";
import { problemResponse, toProblem } from "./middleware/problem.ts";
import { prepareRequest, resolveShop } from "./middleware/request.ts";
import { apiSecurityHeaders } from "./middleware/security-headers.ts";
import { postHubFigures } from "./ops/hub-figures.ts";
import { countProblem } from "./ops/problem-counts.ts";
import { postAnnouncements } from "./routes/announcements.ts";
import { getDocs } from "./routes/docs-page.ts";
import { postEvents } from "./routes/events.ts";
import { getLive } from "./routes/live.ts";
import { postOutbox } from "./routes/outbox.ts";
import { postSettle } from "./routes/settle.ts";
import { getUploadedMedia } from "./routes/uploaded-media.ts";

const allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The API of the edge. What it does not know at all it leaves to the pages: see worker.ts. */
export const app = createApp();

/** For those parts of the API that call the API. */
function fetchApi(...call: Parameters<typeof app.fetch>): ReturnType<typeof app.fetch> {
  return app.fetch(...call);
}

function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.onError((error, context) => {
    countProblem(context, toProblem(error).code);
    return problemResponse(error);
  });
  app.notFound(() => problemResponse(new ProblemError("not_found")));
  app.post(ANNOUNCE_PATH, postAnnouncements);
  app.post(OUTBOX_PATH, postOutbox);
  app.post(SETTLE_PATH, postSettle);
  app.post(HUB_FIGURES_PATH, postHubFigures);
  app.use("/api/*", countRequests);
  app.use("/api/*", apiSecurityHeaders, sendCookies, prepareRequest, resolveShop, checkOrigin);
  app.use("/api/*", limitJson);
  app.use("/.well-known/*", apiSecurityHeaders, prepareRequest, resolveShop);
  app.use("/media/u/*", apiSecurityHeaders, prepareRequest, resolveShop);
  app.get("/media/u/:hash/:file", getUploadedMedia);
  app.route("/", areas);
  app.post("/api/events", postEvents);
  app.get("/api/live", getLive);
  app.on(["GET", "POST", "DELETE"], "/api/mcp", mcpEndpoint(fetchApi));
  describeTheRest(app);
  app.get("/api/openapi.json", (context) => context.json(openApiDocument(app)));
  app.get("/api/docs", getDocs);
  refuseOtherMethods(app);
  return app;
}

/** An address that is there, asked in a way that it does not know: 405, not 404. */
function refuseOtherMethods(app: OpenAPIHono<AppEnv>): void {
  const methodsOf = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (path.includes("*") || method === "ALL") continue;
    const methods = methodsOf.get(path) ?? new Set();
    methodsOf.set(path, methods.add(method));
  }
  for (const [path, methods] of methodsOf) {
    const others = allMethods.filter((method) => !methods.has(method) && method !== "HEAD");
    app.on(others, path, () => {
      throw new ProblemError("method_not_allowed", { detail: `try ${[...methods].join(", ")}` });
    });
  }
}
