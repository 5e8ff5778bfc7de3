import { z } from "zod";

/** As much of JSON Schema as the description of the API uses. */
export interface Shape {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  items?: Shape | undefined;
  properties?: Record<string, Shape> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | Shape | undefined;
  anyOf?: Shape[] | undefined;
  oneOf?: Shape[] | undefined;
  allOf?: Shape[] | undefined;
}

const methods = ["get", "post", "put", "patch", "delete"] as const;
const shapeSchema = z.custom<Shape>((value) => typeof value === "object" && value !== null);

const parameterSchema = z.object({
  in: z.enum(["path", "query", "header", "cookie"]),
  name: z.string(),
  required: z.boolean().default(false),
  schema: shapeSchema,
});

const operationSchema = z.object({
  parameters: z.array(parameterSchema).default([]),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: shapeSchema }).loose()) })
    .optional(),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), shapeSchema).default({}) }),
});

export type Parameter = z.infer<typeof parameterSchema>;

/** One operation of the API, as its own description tells. */
export interface Operation {
  /** `GET /api/orders/{number}`. */
  name: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  /** What its body may be: media type → shape. */
  bodies: readonly { mediaType: string; shape: Shape }[];
}

/** The API as its OpenAPI document tells. */
export interface Description {
  operations: readonly Operation[];
  /** By the names that `$ref` ends with. */
  schemas: Readonly<Record<string, Shape>>;
}

/** Reads an OpenAPI document. Throws ZodError for one of another kind. */
export function readDescription(document: unknown): Description {
  const { paths, components } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, { parameters, requestBody }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters,
      bodies: Object.entries(requestBody?.content ?? {}).map(([mediaType, { schema }]) => ({
        mediaType,
        shape: schema,
      })),
    })),
  );
  return { operations, schemas: components.schemas };
}
