import { waitOnExecutionContext } from "cloudflare:test";
import type { RouterContextProvider } from "react-router";
import { expect, test } from "vitest";
import { type StorefrontContext, storefrontContext } from "../storefront-context.ts";
import { bindings, control, cookiesOf, eventually } from "../testing/client.ts";
import { newExecution } from "../testing/execution.ts";
import { servePage } from "./serve-page.ts";

type Render = (storefront: StorefrontContext, request: Request) => Promise<Response> | Response;

let builds = 0;

/** A shop whose products no test changes: a page that is kept stays the page that is kept. */
const atRest = "http://pages.test";

/** A site with one way of rendering, under a build of its own so that tests share no cache. */
function site(render: Render, host = atRest) {
  const buildId = `test-${++builds}`;
  let renders = 0;
  const renderPage = async (request: Request, context: RouterContextProvider) => {
    renders++;
    return render(context.get(storefrontContext), request);
  };
  const get = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const execution = newExecution();
    const request = new Request(new URL(path, host), { headers, method });
    const response = await servePage({ request, env: bindings, execution, renderPage, buildId });
    const text = await response.text();
    await waitOnExecutionContext(execution);
    return { response, text, state: response.headers.get("x-slipstream-cache") };
  };
  return { get, renders: () => renders };
}

function html(body: string, init: ResponseInit = {}): Response {
  return new Response(`<html>${body}</html>`, {
    ...init,
    headers: { "content-type": "text/html; charset=utf-8", ...init.headers },
  });
}

test("a cached page is rendered once, for nobody, and has a nonce of its own each time", async () => {
  const shop = site(({ nonce, consent, cacheable }, request) =>
    html(
      `<script nonce="${nonce}"></script>${consent}|${cacheable}|${request.headers.get("cookie")}|${request.url}`,
    ),
  );
  const cookie = await cookiesOf("t-page", "pages");
  const first = await shop.get("/p/product-1?utm_source=letter", { cookie, "user-agent": "me" });
  const second = await shop.get("/p/product-1");
  expect([first.state, second.state, shop.renders()]).toEqual(["miss", "hit", 1]);
  expect(first.text).toContain("unknown|true|null|http://pages.test/p/product-1<");
  const nonces = [first, second].map(({ response, text }) => {
    const nonce = /nonce="([^"]+)"/.exec(text)![1]!;
    expect(response.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.getSetCookie()).toEqual([]);
    return nonce;
  });
  expect(new Set(nonces).size).toBe(2);
});

test("where the Cache API had nothing for a while it is asked for one page of eight, until it has one", async () => {
  const shop = site((_, { url }) => html(`made ${url}`));
  const keyOf = (path: string) => `https://pages.invalid/pages/test-${builds}/pages.test${path}`;
  const askInVain = async (list: string) => {
    for (let page = 1; page <= 8; page++) await shop.get(`${list}?page=${page}`);
  };
  const states = async (paths: readonly string[]) => {
    const found: (string | null)[] = [];
    for (const path of paths) found.push((await shop.get(path)).state);
    return found;
  };
  await askInVain("/c/home");
  const kept = (await caches.default.match(keyOf("/c/home?page=1")))!;
  const paths = Array.from({ length: 17 }, (_, place) => `/p/product-${place}`);
  for (const path of paths) await caches.default.put(keyOf(path), kept.clone());
  expect((await states(paths.slice(0, 8))).at(-1)).toBe("hit");
  await askInVain("/c/none");
  const made = Array.from({ length: 7 }, () => "miss");
  expect(await states(paths.slice(8))).toEqual([...made, "hit", "hit"]);
});

test("only what changes a page makes another one", async () => {
  const shop = site((_, request) => html(new URL(request.url).search));
  await shop.get("/c/home?page=2&sort=title&utm_source=x");
  expect((await shop.get("/c/home?sort=title&page=2")).state).toBe("hit");
  expect((await shop.get("/c/home?sort=title&page=3")).state).toBe("miss");
  expect((await shop.get("/c/home", {}, "HEAD")).text).toBe("");
});

test("a list that somebody narrowed is one of too many to keep", async () => {
  const shop = site((_, request) => html(new URL(request.url).search));
  for (const filter of ["attribute=Colour:Red", "price=0-1000", "inStock=true&page=2"]) {
    for (let visit = 0; visit < 2; visit++) {
      expect((await shop.get(`/c/home?${filter}`)).state).toBe("bypass");
    }
  }
});

test("a forced reload is rendered for its visitor, beside the cache", async () => {
  let count = 0;
  const shop = site(({ cacheable }) => html(`render ${++count} ${cacheable}`));
  await shop.get("/");
  const forced = await shop.get("/", { "cache-control": "no-cache" });
  expect([forced.state, forced.text]).toEqual(["bypass", "<html>render 2 false</html>"]);
  expect((await shop.get("/")).text).toContain("render 1 true");
});

test("errors, redirects and pages that set cookies are never kept", async () => {
  const answers: [string, () => Response][] = [
    ["an error", () => html("broken", { status: 500 })],
    ["nothing there", () => html("none", { status: 404 })],
    ["a redirect", () => new Response(null, { status: 301, headers: { location: "/p/other" } })],
    ["a cookie", () => html("hello you", { headers: { "set-cookie": "who=you" } })],
  ];
  for (const [name, answer] of answers) {
    const shop = site(answer);
    const got = [await shop.get("/"), await shop.get("/")];
    expect([name, ...got.map(({ state }) => state)]).toEqual([name, "miss", "miss"]);
    expect(got[0]?.response.headers.get("cache-control")).toBe("private, no-cache");
  }
  const failing = site(() => Promise.reject(new Error("the render broke")));
  expect((await failing.get("/")).response.status).toBe(500);
});

test("a page with a stand-in rail serves for seconds only", async () => {
  const shop = site(async ({ api }) => {
    const rail = await api.rail({ key: "k", placement: "similar", itemId: "p17", limit: 3 });
    return html(`${rail.cards.length} ${rail.degraded}`);
  });
  const page = await shop.get("/p/product-1");
  expect(page.text).toContain("3 true");
  expect((await shop.get("/p/product-1")).state).toBe("hit");
  const kept = await caches.default.match(
    `https://pages.invalid/pages/test-${builds}/pages.test/p/product-1`,
  );
  expect(kept).toBeUndefined();
});

test("a changed product shows at once, and a page that cannot be made anew is served as it was", async () => {
  let broken = false;
  const shop = site(async ({ api }) => {
    if (broken) return html("broken", { status: 500 });
    return html((await api.product("product-40")).title);
  }, "http://shop.test");
  const before = await shop.get("/p/product-40");
  const rename = (title: string) =>
    control("/sql", {
      statement: `update products set title = '${title}', updated_at = now() where shop_id = 'demo' and id = 'p40'`,
    });
  await rename("Another name");
  await eventually(async () =>
    (await shop.get("/p/product-40")).text.includes("Another name") ? true : undefined,
  );
  broken = true;
  await rename("A third name");
  const stale = await eventually(async () => {
    const page = await shop.get("/p/product-40");
    return page.state === "stale" ? page : undefined;
  });
  expect(stale.response.status).toBe(200);
  expect(stale.text).toContain("Another name");
  await rename(/<html>(.*)<\/html>/.exec(before.text)![1]!);
});

test("a personal page is made for its visitor, and kept by nobody", async () => {
  const shop = site(({ consent, cacheable }) => html(`${consent}|${cacheable}`));
  const cookie = await cookiesOf("t-personal", "pages");
  const pages = [await shop.get("/search?q=lamp", { cookie }), await shop.get("/ops", { cookie })];
  for (const page of pages) {
    expect(page.state).toBe("bypass");
    expect(page.text).toContain("granted|false");
    expect(page.response.headers.get("cache-control")).toBe("private, no-cache");
  }
  expect(shop.renders()).toBe(2);
});

test("a forged cookie is replaced on pages, cached or not", async () => {
  const shop = site(() => html("page"));
  const cookie = (await cookiesOf("t-forged", "pages")).replace("t-forged", "t-else");
  for (const path of ["/", "/", "/search"]) {
    const { response } = await shop.get(path, { cookie });
    expect(response.headers.get("set-cookie")).toMatch(/^slipstream-visitor=[0-9a-f-]{36}\./);
  }
  expect((await shop.get("/")).response.headers.get("set-cookie")).toBeNull();
});

test("at a name that is no shop's, a browser gets a page and a program a problem", async () => {
  const shop = site(() => html("never"));
  const page = await shop.get("http://nobody.test/", { accept: "text/html,*/*;q=0.8" });
  expect(page.response.status).toBe(404);
  expect(page.response.headers.get("content-type")).toContain("text/html");
  expect(page.text).toContain("nobody.test");
  const program = await shop.get("http://nobody.test/", { accept: "*/*" });
  expect(program.response.status).toBe(404);
  expect(JSON.parse(program.text)).toMatchObject({ code: "unknown_shop" });
  expect(shop.renders()).toBe(0);
});

test("files that say so are kept, whatever the query", async () => {
  const shop = site(
    () => new Response("<svg/>", { headers: { "cache-control": "public, max-age=60" } }),
  );
  await shop.get("/media/drawn/one.svg?a");
  await shop.get("/media/drawn/one.svg?b");
  expect(shop.renders()).toBe(1);
});

test("pictures for links: the shop's own alone, and no address has many of them drawn", async () => {
  const shown = site(async ({ api }) => {
    const paths = ["p1-1", "hidden1-1", "o1-1", "none"].map((name) => `/images/${name}.svg`);
    return html(JSON.stringify(await Promise.all(paths.map((path) => api.showsPicture(path)))));
  });
  expect((await shown.get("http://shelf.test/live")).text).toContain("[true,false,false,false]");

  const keep = { headers: { "cache-control": "public, max-age=60" } };
  const shop = site((_, { url }) =>
    url.endsWith("kept.png") ? new Response("png", keep) : html("none", { status: 404 }),
  );
  const from = { "cf-connecting-ip": `10.99.${Date.now() & 255}.${(Date.now() >> 8) & 255}` };
  await shop.get("/media/link/kept.png", from);
  const pages = await Promise.all(
    Array.from({ length: 60 }, (_, place) => shop.get(`/media/link/${place}.png`, from)),
  );
  const statuses = new Set(pages.map(({ response }) => response.status));
  expect([...statuses].sort()).toEqual([404, 429]);
  expect(shop.renders()).toBeLessThan(60);
  expect((await shop.get("/media/link/kept.png", from)).response.status).toBe(200);
  expect((await shop.get("/media/drawn/any.svg", from)).response.status).toBe(404);
});

test("each language is kept for itself, and nobody gets another one than the address says", async () => {
  const shop = site(({ language, shop: { categories } }, request) =>
    html(`${language} ${new URL(request.url).pathname} ${categories.length}`),
  );
  const pages = [
    await shop.get("/p/product-1"),
    await shop.get("/de/p/product-1"),
    await shop.get("/p/product-1"),
    await shop.get("/de/p/product-1", { "accept-language": "en" }),
  ];
  expect(pages.map(({ state }) => state)).toEqual(["miss", "miss", "hit", "hit"]);
  const spoken = pages.map(({ text }) => text.slice("<html>".length, -"</html>".length).split(" "));
  expect(spoken.map(([language, path]) => [language, path])).toEqual([
    ["en", "/p/product-1"],
    ["de", "/de/p/product-1"],
    ["en", "/p/product-1"],
    ["de", "/de/p/product-1"],
  ]);
  for (const { response, text } of pages) {
    expect(text).toContain(`<html>${response.headers.get("content-language")} `);
    expect(response.headers.get("vary")).toContain("Accept-Language, Cookie");
  }
});

test("who likes German best is sent there, and a choice by hand is kept and wins", async () => {
  const shop = site(() => html("page"));
  const german = { "accept-language": "de-AT,de;q=0.9,en;q=0.7" };
  const keptEnglish = { ...german, cookie: "slipstream-language=en" };
  const keptGerman = { "accept-language": "en", cookie: "slipstream-language=de" };
  const cases: [string, Record<string, string>, string | null][] = [
    ["/c/home?page=2", german, "/de/c/home?page=2"],
    ["/", german, "/de"],
    ["/", { "accept-language": "fr" }, null],
    ["/", { ...german, "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" }, null],
    ["/", {}, null],
    ["/de/cart", { "accept-language": "en" }, null],
    ["/p/product-1", keptEnglish, null],
    ["/de/p/product-1", keptEnglish, "/p/product-1"],
    ["/p/product-1", keptGerman, "/de/p/product-1"],
    ["/admin/orders", keptGerman, null],
    ["/de/admin/orders", keptGerman, "/admin/orders"],
    ["/cart.data", german, null],
    ["/sitemap.xml", german, null],
    ["/de//evil.test", keptEnglish, "/evil.test"],
  ];
  const answers = await Promise.all(cases.map(([path, headers]) => shop.get(path, headers)));
  for (const [place, [path, , target]] of cases.entries()) {
    const { response } = answers[place]!;
    expect([path, response.headers.get("location")]).toEqual([path, target]);
    if (target === null) continue;
    expect(response.status).toBe(302);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("vary")).toBe("Accept-Language, Cookie");
  }
  const { response } = await shop.get("/de/search?q=lamp&language=en", german);
  expect(response.headers.get("location")).toBe("/search?q=lamp");
  expect(response.headers.get("set-cookie")).toMatch(
    /^slipstream-language=en; Max-Age=\d+; Path=\//,
  );
  const posted = await shop.get("/de/cart", { ...keptEnglish, origin: atRest }, "POST");
  expect(posted.response.headers.get("location")).toBeNull();
});
