import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ActionOn, access, type Resource, reachOf } from "@slipstream/contracts/access";
import { ACCESS_COOKIE } from "@slipstream/contracts/cookies";
import {
  browserBatchSchema,
  eventsAcceptedSchema,
  serverBatchSchema,
} from "@slipstream/contracts/events";
import type { AppEnv } from "../app-env.ts";
import { jsonAnswer, problemAnswer } from "../routes/answers.ts";

type Document = ReturnType<OpenAPIHono<AppEnv>["getOpenAPI31Document"]>;
type Operation = NonNullable<NonNullable<Document["paths"]>[string]["get"]>;

const methods = ["get", "put", "post", "delete", "patch"] as const;

/** As much of a JSON-RPC call as says what it is. */
const jsonRpcSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.number().int(), z.string().max(64)]).optional(),
  method: z.enum(["initialize", "ping", "tools/list", "tools/call"]),
  params: z
    .object({
      name: z.string().max(64).optional(),
      arguments: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

/** Which area an address belongs to: the first that fits. What fits none is named by its address. */
const areasOfPaths: readonly [RegExp, string][] = [
  [/^\/api\/(auth|account)\b|^\/\.well-known\//, "Accounts"],
  [/^\/api\/(admin)\b/, "Administration"],
  [/^\/api\/(selling|seller)\b/, "Selling"],
  [/^\/api\/(shop|products|categories|search|media)\b/, "Catalogue"],
  [/^\/api\/(cart|currencies)\b/, "Cart"],
  [/^\/api\/(checkout)\b/, "Checkout"],
  [/^\/api\/(orders|order|returns|sales)\b/, "Orders"],
  [/^\/api\/(payments|webhooks)\b/, "Payments"],
  [/^\/api\/(recommendations|events|live|consent)\b/, "Recommendations"],
  [/^\/api\/(health|metrics|ops)\b|^\/problems\//, "Operations"],
];

/** Describes what is no `createRoute`: what reads its own body, or speaks another protocol. */
export function describeTheRest(app: OpenAPIHono<AppEnv>): void {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: ACCESS_COOKIE,
    description:
      "The cookie that signing in sets; its name begins with `__Host-` on secure connections.",
  });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "A server's key; its scopes are named as `x-access` is: `product:write`",
  });
  registry.registerPath({
    method: "post",
    path: "/api/events",
    summary: "A batch of events: taken whole or not at all, durable when answered",
    description:
      "Browsers send their own types, under the visitor's cookie; servers with an API key send all.",
    security: [{}, { apiKey: [] }],
    request: {
      body: {
        content: { "application/json": { schema: serverBatchSchema.or(browserBatchSchema) } },
      },
    },
    responses: {
      202: jsonAnswer(eventsAcceptedSchema, "They are durable"),
      default: problemAnswer,
    },
  });
  registry.registerPath({
    method: "get",
    path: "/api/live",
    summary: "A WebSocket on which rails are pushed",
    responses: {
      101: { description: 'Send `{kind: "subscribe", rails}`' },
      default: problemAnswer,
    },
  });
  registry.registerPath({
    method: "post",
    path: "/api/mcp",
    tags: ["Agents"],
    summary: "The shop for agents: Model Context Protocol over streamable HTTP",
    description: "Tools to search, look, recommend, fill a cart and hand it over to a person.",
    request: { body: { content: { "application/json": { schema: jsonRpcSchema } } } },
    responses: {
      200: { description: "A JSON-RPC answer", content: { "application/json": { schema: {} } } },
      default: problemAnswer,
    },
  });
}

/** The whole API in OpenAPI 3.1, each operation with its area and with who may use it. */
export function openApiDocument(app: OpenAPIHono<AppEnv>): Document {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Slipstream edge",
      version: "1",
      description: "The shop's API. Errors are RFC 9457 problems; their `code` is stable.",
    },
  });
  const tags = new Set<string>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      complete(operation, path);
      for (const tag of operation.tags ?? []) tags.add(tag);
    }
  }
  document.tags = [...tags].sort().map((name) => ({ name }));
  return document;
}

function complete(operation: Operation, path: string): void {
  operation.tags ??= [areaOf(path)];
  const guard: unknown = operation["x-access"];
  if (typeof guard === "string") {
    const open = mayGuests(guard) ? [{}] : [];
    operation.security ??= [...open, { session: [] }, { apiKey: [] }];
  }
  const idempotent: unknown = operation["x-idempotent"];
  if (idempotent !== undefined) {
    const header = {
      in: "header",
      name: "Idempotency-Key",
      required: idempotent === "required",
      schema: { type: "string", minLength: 8, maxLength: 255 },
      description: "The first answer to a key is given again for 24 hours",
    } as const;
    operation.parameters = [...(operation.parameters ?? []), header];
  }
}

function areaOf(path: string): string {
  const known = areasOfPaths.find(([pattern]) => pattern.test(path))?.[1];
  if (known !== undefined) return known;
  const word = path.replace(/^\/api\//, "").split("/")[0] ?? "";
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** True where the table of `contracts/access.ts` lets guests do what `resource:action` names. */
function mayGuests(guard: string): boolean {
  const [resource, action] = guard.split(":") as [Resource, ActionOn<Resource>];
  return resource in access && reachOf([], resource, action) !== undefined;
}
