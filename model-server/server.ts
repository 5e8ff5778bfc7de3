import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  type ExplainRequest,
  type ExplainResponse,
  explainRequestSchema,
  explainResponseSchema,
  type PreviewRequest,
  type PreviewResponse,
  previewRequestSchema,
  previewResponseSchema,
} from "@slipstream/contracts/debugger";
import type { Health } from "@slipstream/contracts/health";
import { healthSchema } from "@slipstream/contracts/health";
import { httpDurations } from "@slipstream/contracts/http-durations";
import {
  type ModelServerStatus,
  modelServerStatusSchema,
} from "@slipstream/contracts/model-server-status";
import { ProblemError } from "@slipstream/contracts/problems";
import {
  DEADLINE_HEADER,
  KNOWS_HEADER,
  KNOWS_STAND_IN,
  type PageRequest,
  pageRequestSchema,
  pageResponseSchema,
  type RecommendRequest,
  type RecommendResponse,
  recommendRequestSchema,
  recommendResponseSchema,
} from "@slipstream/contracts/recommend";
import {
  parseTraceparent,
  TRACEPARENT,
  type TraceContext,
} from "@slipstream/contracts/tracing/context";
import type { Registry } from "prom-client";
import { Deadline } from "./deadline.ts";
import { mountDocs } from "./docs-page.ts";
import { limitBody } from "./limit-body.ts";
import { type MapParts, mapRoutes } from "./map/map-routes.ts";
import { issuesOf, problemResponse, toProblem } from "./problem-response.ts";

/** 500 candidates, 200 excluded and 150 others of 64 letters each fit in half of it. */
const MAX_BODY_BYTES = 128 * 1024;
/** As many for each question about the rails of a page, none of which re-ranks candidates. */
const MAX_PAGE_BYTES = 512 * 1024;
/** A draft of 500 rules, some of them with 200 items. */
const MAX_PREVIEW_BYTES = 2 * 1024 * 1024;

/** What answers; each throws ProblemError for an unknown shop or one that is not loaded yet. */
export interface ServerParts extends MapParts {
  recommend: (
    request: RecommendRequest,
    deadline: Deadline,
    parent?: TraceContext,
  ) => Promise<RecommendResponse>;
  /** The rails of one page, each without what those before it show. */
  page: (
    request: PageRequest,
    deadline: Deadline,
    parent?: TraceContext,
  ) => Promise<RecommendResponse[][]>;
  explain: (request: ExplainRequest) => Promise<ExplainResponse>;
  preview: (request: PreviewRequest) => Promise<PreviewResponse>;
  status: (shop: string) => ModelServerStatus;
  health: () => Health;
  metrics: Registry;
  onError: (error: unknown) => void;
}

const problem = (description: string) => ({
  description,
  content: {
    "application/problem+json": {
      schema: z.object({
        type: z.string(),
        title: z.string(),
        status: z.number().int(),
        code: z.string(),
        detail: z.string().optional(),
        issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      }),
    },
  },
});

const deadline = {
  [DEADLINE_HEADER]: z.coerce.number().min(0).max(10_000).optional().openapi({
    description: "Milliseconds that the caller still waits; the best answer by then comes back",
  }),
};

const recommendRoute = createRoute({
  method: "post",
  path: "/v1/recommend",
  summary: "The items of one rail, ranked for one visitor",
  request: {
    headers: z.object({
      ...deadline,
      [KNOWS_HEADER]: z
        .string()
        .optional()
        .openapi({
          description: `What the caller knows of answers, which others are not sent: ${KNOWS_STAND_IN}`,
        }),
    }),
    body: { required: true, content: { "application/json": { schema: recommendRequestSchema } } },
  },
  responses: {
    200: {
      description: "Ranked items with their reasons",
      content: { "application/json": { schema: recommendResponseSchema } },
    },
    400: problem("Not JSON, or not of this schema"),
    404: problem("No such shop"),
    413: problem("The body is too large"),
    415: problem("The body is not application/json"),
    503: problem("The shop is still being loaded"),
  },
});

const problems = recommendRoute.responses;

const pageRoute = createRoute({
  method: "post",
  path: "/v1/page",
  summary: "The rails of one page for one visitor, each without what those before it show",
  request: {
    headers: z.object(deadline),
    body: { required: true, content: { "application/json": { schema: pageRequestSchema } } },
  },
  responses: {
    ...problems,
    200: {
      description: "The answer to each question, in order",
      content: { "application/json": { schema: pageResponseSchema } },
    },
  },
});

const explainRoute = createRoute({
  method: "post",
  path: "/v1/explain",
  summary: "An answer with all of how it came about, and why wanted items are in it or not",
  request: {
    body: { required: true, content: { "application/json": { schema: explainRequestSchema } } },
  },
  responses: {
    ...problems,
    200: {
      description: "The answer, its situation, and each item's way through the stages",
      content: { "application/json": { schema: explainResponseSchema } },
    },
  },
});

const previewRoute = createRoute({
  method: "post",
  path: "/v1/preview",
  summary: "What a draft of merchandising rules would do to an answer",
  request: {
    body: { required: true, content: { "application/json": { schema: previewRequestSchema } } },
  },
  responses: {
    ...problems,
    200: {
      description: "The answer with the rules that hold, with the draft, and what moved",
      content: { "application/json": { schema: previewResponseSchema } },
    },
  },
});

const statusRoute = createRoute({
  method: "get",
  path: "/v1/status",
  summary: "How one shop's models and vectors stand in this process",
  request: { query: z.object({ shop: z.string() }) },
  responses: {
    200: {
      description: "Figures",
      content: { "application/json": { schema: modelServerStatusSchema } },
    },
    404: problem("No such shop"),
    503: problem("The shop is still being loaded"),
  },
});

const healthRoute = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether it serves, and each part that it leans on",
  responses: {
    200: {
      description: "It serves; `degraded` says that answers may be poorer",
      content: { "application/json": { schema: healthSchema } },
    },
    503: {
      description: "It cannot serve yet",
      content: { "application/json": { schema: healthSchema } },
    },
  },
});

/** The HTTP side: validation in, problem documents out, OpenAPI from the contracts' schemas. */
export function createServer(parts: ServerParts): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success)
        throw new ProblemError("invalid_request", { issues: issuesOf(result.error) });
    },
  });
  app.use(httpDurations(parts.metrics));
  for (const [path, maxSize] of [
    ["/v1/recommend", MAX_BODY_BYTES],
    ["/v1/page", MAX_PAGE_BYTES],
    ["/v1/explain", MAX_BODY_BYTES],
    ["/v1/preview", MAX_PREVIEW_BYTES],
  ] as const) {
    app.use(path, limitBody(maxSize));
  }
  app.openapi(recommendRoute, async (context) => {
    const { [DEADLINE_HEADER]: waits, [KNOWS_HEADER]: knows } = context.req.valid("header");
    const parent = parseTraceparent(context.req.header(TRACEPARENT));
    const request = context.req.valid("json");
    const answer = await parts.recommend(request, new Deadline(waits), parent);
    return context.json(knows === KNOWS_STAND_IN ? answer : { ...answer, standIn: undefined }, 200);
  });
  app.openapi(pageRoute, async (context) => {
    const { [DEADLINE_HEADER]: waits } = context.req.valid("header");
    const parent = parseTraceparent(context.req.header(TRACEPARENT));
    const rails = await parts.page(context.req.valid("json"), new Deadline(waits), parent);
    return context.json({ rails }, 200);
  });
  app.openapi(explainRoute, async (context) =>
    context.json(await parts.explain(context.req.valid("json")), 200),
  );
  app.openapi(previewRoute, async (context) =>
    context.json(await parts.preview(context.req.valid("json")), 200),
  );
  for (const path of ["/v1/recommend", "/v1/page", "/v1/explain", "/v1/preview"]) {
    app.all(path, () => problemResponse(new ProblemError("method_not_allowed")));
  }
  app.openapi(statusRoute, (context) =>
    context.json(parts.status(context.req.valid("query").shop), 200),
  );
  app.route("/", mapRoutes(parts));
  app.openapi(healthRoute, (context) => {
    const health = parts.health();
    return context.json(health, health.state === "down" ? 503 : 200);
  });
  app.get("/metrics", async (context) =>
    context.body(await parts.metrics.metrics(), 200, { "content-type": parts.metrics.contentType }),
  );
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Slipstream model server", version: "1" },
  });
  mountDocs(app);
  app.notFound(() => problemResponse(new ProblemError("not_found")));
  app.onError((error) => {
    const answer = toProblem(error);
    if (answer.status >= 500 && answer.code === "internal_error") parts.onError(error);
    return problemResponse(answer);
  });
  return app;
}
