import { waitOnExecutionContext } from "cloudflare:test";
import { productDetailSchema } from "@slipstream/contracts/shop-api";
import type { RouterContextProvider } from "react-router";
import { expect, test, vi } from "vitest";
import { pagePolicy } from "../middleware/security-headers.ts";
import { servePage } from "../pages/serve-page.ts";
import { signedIn } from "../testing/accounts.ts";
import { TestBrowser } from "../testing/browser.ts";
import {
  bindings,
  call,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
  query,
  sendAs,
  storedOnce,
  view,
} from "../testing/client.ts";
import { newExecution } from "../testing/execution.ts";

/** What attackers try that no other test is about; docs/threat-model.md names the others. */

const signUp = (browser: TestBrowser, more: object = {}) =>
  browser.call("/api/auth/signup", {
    body: { email: `${newVisitorId()}@people.test`, password: "correct horse battery", ...more },
  });

test("a page runs and is styled by what carries its nonce alone", () => {
  const policy = new Map(
    pagePolicy("n0nce")
      .split("; ")
      .map((part) => [part.slice(0, part.indexOf(" ")), part.slice(part.indexOf(" ") + 1)]),
  );
  expect(policy.get("script-src")).toBe("'self' 'nonce-n0nce'");
  expect(policy.get("style-src")).toBe("'self' 'nonce-n0nce'");
  expect(policy.get("object-src")).toBe("'none'");
  expect(policy.get("base-uri")).toBe("'none'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("form-action")).toBe("'self'");
  expect([...policy.values()].join()).not.toMatch(/unsafe|\*|https?:/);
});

test("fields that nobody offers are refused: no role, owner, price or state comes with a form", async () => {
  const refused = await signUp(new TestBrowser(), { roles: ["admin"] });
  expect(await problemOf(refused)).toEqual({ status: 400, code: "invalid_request" });
  const { headers, userId } = await signedIn();
  for (const more of [{ roles: ["admin"] }, { userId: "1" }, { emailVerifiedAt: "2026-01-01" }]) {
    const body = { name: "Name", ...more };
    const answer = await call("/api/account", { method: "PATCH", headers, body });
    expect((await problemOf(answer)).code, JSON.stringify(more)).toBe("invalid_request");
  }
  const line = { sku: "p1-1", quantity: 1, priceMinor: 1 };
  expect((await problemOf(await call("/api/cart/lines", { headers, body: line }))).status).toBe(
    400,
  );
  const polluting = '{"sku": "p1-1", "quantity": 1, "__proto__": {"isAdmin": true}}';
  await (await call("/api/cart/lines", { headers, body: polluting })).body?.cancel();
  expect({}).not.toHaveProperty("isAdmin");
  const roles = await query(`select role from user_roles where user_id = '${userId}'`);
  expect(roles.filter(({ role }) => role !== "buyer")).toEqual([]);
});

test("no address of a picture is ever fetched: only what was uploaded can be shown", async () => {
  const { headers } = await signedIn({ roles: ["seller"] });
  const made = await call("/api/selling/products", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    body: {
      title: "Lamp",
      description: "A lamp",
      categorySlug: "lamps",
      brand: "B",
      priceMinor: 100,
    },
  });
  const { id } = (await made.json()) as { id?: string };
  const fetched = vi.spyOn(globalThis, "fetch");
  try {
    for (const url of [
      "http://169.254.169.254/latest/meta-data/",
      "https://evil.test/a.png",
      "//evil.test/a.png",
      "file:///etc/passwd",
      `/media/u/${"0".repeat(64)}/../../internal/outbox`,
      "javascript:alert(1)",
    ]) {
      const answer = await call(`/api/selling/products/${id ?? "p1"}/images`, {
        method: "PUT",
        headers,
        body: { version: 1, images: [{ url, alt: "x" }] },
      });
      expect(answer.status, url).toBeGreaterThanOrEqual(400);
      expect(answer.status, url).toBeLessThan(500);
      await answer.body?.cancel();
    }
    const outward = fetched.mock.calls.filter(([to]) => /evil|169\.254/.test(String(to)));
    expect(outward).toEqual([]);
  } finally {
    fetched.mockRestore();
  }
});

test("line breaks in what people send make no header", async () => {
  const broken = "x\r\nset-cookie: injected=1\r\n\r\nx";
  const { headers } = await signedIn();
  const renamed = await call("/api/account", { method: "PATCH", headers, body: { name: broken } });
  const answers = [
    renamed,
    await call(`/api/products/${encodeURIComponent(broken)}`),
    await call(`/api/search?q=${encodeURIComponent(broken)}`),
    await call("/api/cart", { headers: { "accept-language": "de", traceparent: "x-injected" } }),
  ];
  for (const answer of answers) {
    expect(answer.headers.getSetCookie().join()).not.toContain("injected");
    await answer.body?.cancel();
  }
});

test("text that no column can hold is a fault of who sent it", async () => {
  const { headers } = await signedIn({ roles: ["admin"] });
  const nul = encodeURIComponent("a\u0000b");
  for (const path of [`/api/admin/discounts/${nul}`, `/api/products/${nul}`]) {
    const { status } = await problemOf(await call(path, { headers }));
    expect([400, 404], path).toContain(status);
  }
  const body = { reference: "a\u0000b", approve: true };
  const answer = await call("/api/payments/test/challenge", { body });
  expect(answer.status).toBeLessThan(500);
  await answer.body?.cancel();
});

test("cookies from before signing in are worth nothing after it: no session can be planted", async () => {
  const attacker = new TestBrowser();
  await (await signUp(attacker)).body?.cancel();
  const victim = new TestBrowser();
  for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
  const planted = new Map(victim.cookies);
  const answer = await signUp(victim);
  expect(answer.status).toBe(201);
  const { member } = (await answer.json()) as { member: { id: string } };
  for (const name of [...planted.keys()].filter((each) => /access|refresh/.test(each))) {
    expect(victim.cookies.get(name), name).not.toBe(planted.get(name));
  }
  const session = await attacker.call("/api/session");
  expect(JSON.stringify(await session.json())).not.toContain(member.id);
});

test("headers that are in no key of a cache reach neither the page nor what is kept of it", async () => {
  let seen: Request | undefined;
  const renderPage = async (request: Request, _: RouterContextProvider) => {
    seen = request;
    return new Response(`<html>${request.url} ${[...request.headers].join()}</html>`, {
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  };
  const get = async (headers: Record<string, string>) => {
    const execution = newExecution();
    const request = new Request("http://shop.test/p/product-5", { headers });
    const buildId = "security";
    const response = await servePage({ request, env: bindings, execution, renderPage, buildId });
    const text = await response.text();
    await waitOnExecutionContext(execution);
    return { text, response };
  };
  const cookie = await cookiesOf(newVisitorId());
  const poisoned = await get({
    cookie,
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "evil",
    "x-forwarded-prefix": "/evil",
    "x-original-url": "/evil",
    "x-rewrite-url": "/evil",
    forwarded: "host=evil.test",
    "accept-language": "evil",
    "x-http-method-override": "DELETE",
    origin: "https://evil.test",
    authorization: "Bearer evil",
  });
  expect([...(seen?.headers.keys() ?? [])]).toEqual(["accept"]);
  const next = await get({});
  expect(next.response.headers.get("x-slipstream-cache")).toBe("hit");
  for (const { text, response } of [poisoned, next]) {
    expect(text + [...response.headers].join()).not.toMatch(/evil|granted/);
  }
  const answer = await call("/api/products/product-5", {
    headers: { "x-forwarded-host": "evil.test" },
  });
  const detail = productDetailSchema.parse(await answer.json());
  expect(JSON.stringify(detail)).not.toContain("evil");
});

test("a visitor teaches so much of one product a day; what is more moves their own session alone", async () => {
  const visitorId = newVisitorId();
  const send = async (events: unknown[]) => (await sendAs(visitorId, events)).json();
  const views = Array.from({ length: 5 }, () => view("p5"));
  expect(await send(views)).toEqual({ accepted: 5, duplicates: 0, ignored: 0 });
  expect(await send([view("p6")])).toMatchObject({ accepted: 1 });
  const stored = await storedOnce([visitorId], 6);
  const lessons = stored.map(({ itemId, untaught }) => `${itemId}${untaught ? " untaught" : ""}`);
  expect(lessons).toEqual(["p5", "p5", "p5", "p5 untaught", "p5 untaught", "p6"]);
});

test("what a page tells beyond any person's day is ignored", async () => {
  const visitorId = newVisitorId();
  let accepted = 0;
  let ignored = 0;
  for (let batch = 0; batch < 21; batch++) {
    const events = Array.from({ length: 100 }, () => view(`p${batch + 1}`));
    // The outbox of the tests is small: what it has no room for is sent again.
    const answer = await eventually(async () => {
      const response = await sendAs(visitorId, events);
      return response.ok ? response.json() : undefined;
    });
    accepted += (answer as { accepted: number }).accepted;
    ignored += (answer as { ignored: number }).ignored;
  }
  expect([accepted, ignored]).toEqual([2_000, 100]);
});

test("one event of a page tells of one product, whatever its lines say", async () => {
  const headers = { cookie: await cookiesOf(newVisitorId()) };
  const lines = Array.from({ length: 50 }, () => ({ itemId: "p5" }));
  for (const more of [{ lines }, { lines: [{ itemId: "p6" }] }]) {
    const answer = await call("/api/events", { headers, body: { events: [view("p5", more)] } });
    expect(await problemOf(answer)).toEqual({ status: 422, code: "invalid_events" });
  }
});

test("programs that say what they are teach nothing, browsers without a window do", async () => {
  const cookie = await cookiesOf(newVisitorId());
  const send = async (agent: string) => {
    const headers = { cookie, "user-agent": agent };
    const answer = await call("/api/events", { headers, body: { events: [view()] } });
    return ((await answer.json()) as { accepted: number }).accepted;
  };
  expect(await send("Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com/bot.html)")).toBe(
    0,
  );
  expect(await send("python-requests/2.32")).toBe(0);
  expect(
    await send("Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/141.0 Safari/537.36"),
  ).toBe(1);
  expect(await send("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/141.0 Safari/537.36")).toBe(1);
});

test("one address with many visitors is asked to wait", async () => {
  const address = { "cf-connecting-ip": "198.51.100.77" };
  const ask = async (from: Record<string, string>) => {
    // Who has said no is counted as well, and costs the tests no way to the hub.
    const cookie = (await cookiesOf(newVisitorId())).replace("granted", "denied");
    const answer = await call("/api/events", {
      headers: { cookie, ...from },
      body: { events: [view()] },
    });
    await answer.body?.cancel();
    return answer.status;
  };
  let statuses: number[] = [];
  for (let round = 0; round < 30 && !statuses.includes(429); round++) {
    statuses = await Promise.all(Array.from({ length: 20 }, () => ask(address)));
  }
  expect(statuses).toContain(429);
  expect(await ask({ "cf-connecting-ip": "198.51.100.78" })).toBe(202);
});
