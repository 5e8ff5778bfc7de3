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
  parameters?: unknown[];
  "x-access"?: string;
  "x-idempotent"?: string;
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

const reads = "it changes nothing";
const secretsOfSignIn = "a password, code or token comes in, and no trace of it may stay";
const numbered = "each thing in it has an id of its own, by which it counts once";

/** Which POSTs take no Idempotency-Key, and why they need none: each new one is a decision. */
const withoutKey: Record<string, string> = {
  "/api/admin/debugger": reads,
  "/api/admin/rules/preview": reads,
  "/api/checkout/quote": reads,
  "/api/recommendations": reads,
  "/api/recommendations/page": reads,
  "/api/account/email": secretsOfSignIn,
  "/api/account/email/confirm": secretsOfSignIn,
  "/api/auth/login": secretsOfSignIn,
  "/api/auth/login/second-step": secretsOfSignIn,
  "/api/auth/logout": "signed out twice is signed out",
  "/api/auth/password/change": secretsOfSignIn,
  "/api/auth/password/forgot":
    "it answers the same always, and the last letter's link is the one that works",
  "/api/auth/password/reset": secretsOfSignIn,
  "/api/auth/refresh": "the same token has the same successor",
  "/api/auth/signup": secretsOfSignIn,
  "/api/auth/totp/confirm": secretsOfSignIn,
  "/api/auth/totp/disable": secretsOfSignIn,
  "/api/auth/totp/enrol": secretsOfSignIn,
  "/api/auth/totp/recovery-codes": secretsOfSignIn,
  "/api/consent": "chosen twice is chosen",
  "/api/events": numbered,
  "/api/mcp": "it is JSON-RPC: each tool says of itself whether it may be called again",
  "/api/notices/links/{purpose}": "followed twice is followed",
  "/api/payments/test/challenge": "it stands for a provider, which answers a payment once",
  "/api/payments/test/confirm": "it stands for a provider, which takes a payment once",
  "/api/payments/webhooks/{provider}": numbered,
  "/api/ops/experiments/plan": reads,
  "/api/ops/experiments/{id}/state": "a step that was taken is refused",
  "/api/vitals": "a page sends its figures once, and one more changes no percentile that is read",
  "/api/privacy/erase": "nobody is left whose answer it could be",
};

test("every POST takes an Idempotency-Key, or is known to need none", async () => {
  const posts = operationsOf(await read()).filter(({ at }) => at.startsWith("post "));
  const without = posts.filter(({ operation }) => operation["x-idempotent"] === undefined);
  expect(without.map(({ at }) => at.slice("post ".length)).sort()).toEqual(
    Object.keys(withoutKey).sort(),
  );
  const of = (path: string) => posts.find(({ at }) => at === `post ${path}`)?.operation;
  const header = { in: "header", name: "Idempotency-Key" };
  for (const [path, required] of [
    ["/api/notices", false],
    ["/api/checkout", true],
  ] as const) {
    expect(of(path)?.parameters).toContainEqual(expect.objectContaining({ ...header, required }));
  }
});
