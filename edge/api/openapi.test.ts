import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test, vi } from "vitest";
import { openApiDocument } from "./openapi.ts";

// The runtime's own module, which is not there outside of it; nothing here calls what it gives. The
// validator makes code of its schema, which the runtime forbids: so this runs in Node.
vi.mock("cloudflare:workers", () => ({ env: {} }));

interface Operation {
  summary?: string;
  tags?: string[];
  security?: Record<string, unknown>[];
  responses: Record<string, { content?: Record<string, unknown> }>;
  "x-access"?: string;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Record<string, unknown> };
}

const methods = new Set(["get", "put", "post", "delete", "patch"]);

async function read(): Promise<Document> {
  const { app } = await import("../app.ts");
  return JSON.parse(JSON.stringify(openApiDocument(app))) as Document;
}

function operationsOf(document: Document): { at: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ at: `${method} ${path}`, operation })),
  );
}

test("the description of the API is valid OpenAPI 3.1", async () => {
  const document = await read();
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document) as never);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("every operation says what it does, where it belongs, who may, and how it fails", async () => {
  const document = await read();
  const operations = operationsOf(document);
  expect(operations.length).toBeGreaterThan(60);
  const names = new Set(document.tags.map(({ name }) => name));
  for (const { at, operation } of operations) {
    expect(operation.summary, at).toBeTruthy();
    expect(operation.tags, at).toHaveLength(1);
    expect(names, at).toContain(operation.tags![0]);
    expect(operation.responses.default?.content, at).toHaveProperty(["application/problem+json"]);
    if (operation["x-access"] === undefined) continue;
    for (const scheme of operation.security!.flatMap(Object.keys)) {
      expect(document.components.securitySchemes, at).toHaveProperty([scheme]);
    }
  }
});

test("what guests may is open, what they may not asks for a session or a key", async () => {
  const { paths } = await read();
  expect(paths["/api/cart"]?.get?.security).toContainEqual({});
  const wishlist = paths["/api/wishlist"]?.get;
  expect(wishlist?.security).toEqual([{ session: [] }, { apiKey: [] }]);
  expect(wishlist?.tags).toEqual(["Wishlist"]);
});
