import { OpenAPIHono } from "@hono/zod-openapi";
import { ANNOUNCE_PATH } from "@slipstream/contracts/announcements";
import {
  browserBatchSchema,
  eventsAcceptedSchema,
  serverBatchSchema,
} from "@slipstream/contracts/events";
import { ProblemError } from "@slipstream/contracts/problems";
import { areas } from "./api/areas.ts";
import type { AppEnv } from "./app-env.ts";
import { checkOrigin } from "./middleware/origin.ts";
import { problemResponse } from "./middleware/problem.ts";
import { prepareRequest, resolveShop } from "./middleware/request.ts";
import { apiSecurityHeaders } from "./middleware/security-headers.ts";
import { postAnnouncements } from "./routes/announcements.ts";
import { jsonAnswer, problemAnswer } from "./routes/answers.ts";
import { getDocs } from "./routes/docs-page.ts";
import { postEvents } from "./routes/events.ts";
import { getLive } from "./routes/live.ts";

const allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The API of the edge. What it does not know at all it leaves to the pages: see worker.ts. */
export const app = createApp();

function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  app.onError((error) => problemResponse(error));
  app.notFound(() => problemResponse(new ProblemError("not_found")));
  app.post(ANNOUNCE_PATH, postAnnouncements);
  app.use("/api/*", apiSecurityHeaders, prepareRequest, checkOrigin, resolveShop);
  app.route("/", areas);
  app.post("/api/events", postEvents);
  app.get("/api/live", getLive);
  describeTheRest(app);
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Slipstream edge",
      version: "1",
      description: "The shop's API. Errors are RFC 9457 problems; their `code` is stable.",
    },
  });
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

function describeTheRest(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "A key with the scope `events:write`",
  });
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/events",
    summary: "A batch of events: taken whole or not at all, durable when answered",
    description:
      "Browsers send their own types, under the visitor's cookie; servers with an API key send all.",
    security: [{}, { apiKey: [] }],
    request: {
      body: {
        content: {
          "application/json": { schema: serverBatchSchema.or(browserBatchSchema) },
        },
      },
    },
    responses: {
      202: jsonAnswer(eventsAcceptedSchema, "They are durable"),
      default: problemAnswer,
    },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/api/live",
    summary: "A WebSocket on which rails are pushed",
    responses: {
      101: { description: 'Send `{kind: "subscribe", rails}`' },
      default: problemAnswer,
    },
  });
}
