import { z } from "zod";
import { call } from "./client.ts";

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** As much of JSON Schema as the description uses. */
interface Shape {
  type?: string | string[] | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  minimum?: number | undefined;
  minLength?: number | undefined;
  minItems?: number | undefined;
  items?: Shape | undefined;
  properties?: Record<string, Shape> | undefined;
  required?: string[] | undefined;
  anyOf?: Shape[] | undefined;
  oneOf?: Shape[] | undefined;
}
const shapeSchema = z.custom<Shape>((value) => typeof value === "object" && value !== null);

const parameterSchema = z.object({
  in: z.enum(["path", "query", "header", "cookie"]),
  name: z.string(),
  required: z.boolean().default(false),
  schema: shapeSchema,
});
type Parameter = z.infer<typeof parameterSchema>;

const bodySchema = z.object({
  content: z.object({ "application/json": z.object({ schema: shapeSchema }).optional() }),
});

const operationSchema = z.looseObject({
  "x-access": z.string().optional(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: bodySchema.optional(),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), operationSchema)),
});

/** One operation of the API, as its own description tells. */
export interface Operation {
  /** `GET /api/orders/{number}`. */
  name: string;
  method: string;
  path: string;
  /** `order:read`; undefined for one that asks nobody. */
  access: string | undefined;
  parameters: readonly Parameter[];
  /** The shape of its body. */
  body: Shape | undefined;
}

/** Every operation that the worker under test describes. */
export async function describedOperations(): Promise<Operation[]> {
  const { paths } = documentSchema.parse(await (await call("/api/openapi.json")).json());
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      access: operation["x-access"],
      parameters: operation.parameters,
      body: operation.requestBody?.content["application/json"]?.schema,
    })),
  );
}

/**
 * Calls an operation with an id that nobody has for each parameter of its path that `ids` does not
 * name, and an empty body, or a `whole` one made up from its description.
 */
export function callOperation(
  operation: Operation,
  options: {
    headers: Record<string, string>;
    ids?: Readonly<Record<string, string>>;
    whole?: boolean;
  },
): Promise<Response> {
  const { method, parameters } = operation;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === "path" && each.name === name);
    return encodeURIComponent(options.ids?.[name] ?? textOf(parameter?.schema));
  });
  const query = new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === "query" && parameter.required)
      .map((parameter) => [parameter.name, textOf(parameter.schema)]),
  );
  const search = query.size > 0 ? `?${query}` : "";
  const headers = { ...options.headers, "idempotency-key": crypto.randomUUID() };
  const body = options.whole && operation.body ? sampleOf(operation.body) : {};
  return call(`${path}${search}`, { method, headers, ...(method === "GET" ? {} : { body }) });
}

function textOf(shape: Shape | undefined): string {
  return String(sampleOf(shape ?? {}));
}

/** A value that fits a shape, as far as its description tells. */
function sampleOf(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [one] = shape.anyOf ?? shape.oneOf ?? [];
  if (one) return sampleOf(one);
  const type = Array.isArray(shape.type) ? shape.type[0] : shape.type;
  switch (type) {
    case "object": {
      const names = shape.required ?? [];
      return Object.fromEntries(
        names.map((name) => [name, sampleOf(shape.properties?.[name] ?? {})]),
      );
    }
    case "array":
      return Array.from({ length: shape.minItems ?? 0 }, () => sampleOf(shape.items ?? {}));
    case "integer":
    case "number":
      return Math.max(shape.minimum ?? 1, 0);
    case "boolean":
      return true;
    default:
      return sampleText(shape);
  }
}

function sampleText({ format, minLength = 0 }: Shape): string {
  if (format === "uuid") return crypto.randomUUID();
  if (format === "date") return "2026-01-01";
  if (format === "date-time") return "2026-01-01T00:00:00.000Z";
  if (format === "email") return "somebody@people.test";
  return "unknown-1".padEnd(minLength, "1");
}
