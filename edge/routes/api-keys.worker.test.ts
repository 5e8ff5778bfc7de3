import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import {
  call,
  control,
  eventually,
  problemOf,
  query,
  sendWithKey,
  worker,
} from "../testing/client.ts";
import { testPng } from "../testing/picture.ts";

const path = "/api/admin/api-keys";

async function makeKey(scopes: string[], more: Record<string, unknown> = {}) {
  const { headers } = await signedIn({ roles: ["admin"] });
  const response = await call(path, { body: { name: "a server", scopes, ...more }, headers });
  expect(response.status).toBe(201);
  return { headers, ...((await response.json()) as { id: string; key: string; prefix: string }) };
}

const withKey = (key: string, cookie?: string) =>
  call("/api/ops/status", {
    headers: { authorization: `Bearer ${key}`, ...(cookie === undefined ? {} : { cookie }) },
  });

test("a key does what its scopes say, and is shown once", async () => {
  const { headers, id, key, prefix } = await makeKey(["operations:read"]);
  expect((await withKey(key)).status).toBe(200);
  expect((await sendWithKey([], key)).status).toBe(403);
  const weak = await makeKey(["product:read"]);
  expect(await problemOf(await withKey(weak.key))).toEqual({ status: 403, code: "missing_scope" });
  const list = await (await call(path, { headers })).text();
  expect(list).toContain(prefix);
  expect(list).not.toContain(key);
  const rows = await query<{ row: string }>(
    `select k::text as row from api_keys k where id = '${id}'`,
  );
  expect(rows[0]?.row).not.toContain(key);
});

test("asked again under its Idempotency-Key, the same key comes, which no row holds", async () => {
  const { headers } = await signedIn({ roles: ["admin"] });
  const make = (name: string) =>
    call(path, {
      body: { name, scopes: ["operations:read"] },
      headers: { ...headers, "idempotency-key": "make-it-once" },
    });
  const first = await make("a server");
  const again = await make("a server");
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  const made = (await first.json()) as { id: string; key: string };
  expect(await again.json()).toEqual(made);
  expect(await problemOf(await make("another"))).toMatchObject({ code: "idempotency_key_reused" });
  const rows = await query<{ row: string }>(
    `select k::text as row from idempotency_keys k where key = 'make-it-once'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain(made.key);
  expect(rows[0]?.row).not.toContain(made.id);
});

test("a key brings nobody's cookie with it", async () => {
  const weak = await makeKey(["product:read"]);
  const admin = await signedIn({ roles: ["admin"] });
  expect((await withKey(weak.key, admin.headers.cookie)).status).toBe(403);
  expect(await problemOf(await withKey("slip_of_nobody", admin.headers.cookie))).toEqual({
    status: 401,
    code: "invalid_api_key",
  });
});

test("a revoked key is refused, who revoked it is written down, and only once", async () => {
  const { headers, id, key } = await makeKey(["operations:read"]);
  const revoke = () => call(`${path}/${id}`, { method: "DELETE", headers });
  expect((await revoke()).status).toBe(204);
  expect(await problemOf(await withKey(key))).toEqual({ status: 401, code: "invalid_api_key" });
  expect(await problemOf(await revoke())).toEqual({ status: 404, code: "unknown_api_key" });
  const trail = await query<{ action: string }>(
    `select action from audit where resource_id = '${id}' order by created_at`,
  );
  expect(trail.map(({ action }) => action)).toEqual(["make", "revoke"]);
});

test("a key that is limited to two calls a second gets no third", async () => {
  const { key } = await makeKey(["operations:read"], { rateLimitPerSecond: 2 });
  const refused = await eventually(async () => {
    const three = await Promise.all([withKey(key), withKey(key), withKey(key)]);
    return three.find(({ status }) => status === 429);
  });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("keys of another shop are no keys here", async () => {
  const { key } = await makeKey(["operations:read"]);
  const elsewhere = await call("/api/ops/status", {
    host: "http://other.test",
    headers: { authorization: `Bearer ${key}` },
  });
  expect(elsewhere.status).toBe(401);
});

test("a server with the scope uploads pictures and sells, and the audit says that it was a key", async () => {
  const { key } = await makeKey(["upload:write", "product:write"]);
  const authorization = `Bearer ${key}`;
  const uploaded = await worker.fetch("http://shop.test/api/selling/uploads", {
    method: "POST",
    headers: { authorization, "content-type": "image/png" },
    body: testPng({ width: 30, height: 20, red: 17 }) as BufferSource,
  });
  expect(uploaded.status).toBe(201);
  const body = { title: "A server's thing", categorySlug: "lamps" };
  const made = await call("/api/selling/products", { body, headers: { authorization } });
  expect(made.status).toBe(201);
  const { itemId } = (await made.json()) as { itemId: string };
  const trail = await query<{ actor_kind: string }>(
    `select actor_kind from audit where resource_id = '${itemId}'`,
  );
  expect(trail).toEqual([{ actor_kind: "api_key" }]);
  await control("/sql", { statement: `delete from products where id = '${itemId}'` });
});
