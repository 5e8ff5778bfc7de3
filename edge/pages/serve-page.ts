import { ProblemError } from "@slipstream/contracts/problems";
import { Catalogue } from "../catalogue/catalogue.ts";
import { shopInfo } from "../catalogue/shop-info.ts";
import { shopOfHost } from "../catalogue/shops.ts";
import { Database } from "../database/database.ts";
import { type Env, settingsOf } from "../env.ts";
import { isOriginAllowed } from "../middleware/origin.ts";
import { problemResponse } from "../middleware/problem.ts";
import { pagePolicy, setSecurityHeaders } from "../middleware/security-headers.ts";
import { clearedVisitor, newVisitor, readVisitor, type Visitor } from "../middleware/visitor.ts";
import { findFile, keepFile } from "./file-cache.ts";
import { type CacheState, type RenderResult, throughPageCache } from "./page-cache.ts";
import { cacheableUrl } from "./policy.ts";
import { loadContext, type PageSurroundings, type RenderPage } from "./render.ts";

const safeMethods = new Set(["GET", "HEAD"]);
/** Each answer has its own nonce: nobody but the browser that asked may keep it. */
const PRIVATE = "private, no-cache";

type RequestSurroundings = Omit<PageSurroundings, "visitor" | "nonce" | "onDegraded">;

/** Answers with a page: everybody's from the cache, or one made for this visitor, streamed. */
export async function servePage(options: {
  request: Request;
  env: Env;
  execution: ExecutionContext;
  renderPage: RenderPage;
  /** Pages of another build are not served; where absent, none is kept. */
  buildId: string | undefined;
}): Promise<Response> {
  const { request, buildId } = options;
  try {
    const drawn = await findFile(request);
    if (drawn) return drawn;
    const surroundings = await prepare(options);
    const visitor = await readVisitor(request, surroundings.settings, surroundings.shop.id);
    const url = buildId === undefined ? undefined : cacheableUrl(request);
    const response =
      url && buildId !== undefined
        ? await cachedPage({ ...options, surroundings, url, buildId })
        : await personalPage({ ...options, surroundings, visitor });
    keepFile(request, response, surroundings.waitUntil);
    if (visitor.forged) await replaceForged(response, request, surroundings, visitor);
    return response;
  } catch (error) {
    return problemResponse(error);
  }
}

async function prepare(options: {
  request: Request;
  env: Env;
  execution: ExecutionContext;
}): Promise<RequestSurroundings> {
  const { env } = options;
  const settings = settingsOf(env);
  const database = new Database(env);
  const waitUntil = (work: Promise<unknown>) => options.execution.waitUntil(work);
  const { hostname } = new URL(options.request.url);
  const record = await shopOfHost({ database, host: hostname, waitUntil });
  if (!record) throw new ProblemError("unknown_shop", { detail: `no shop answers at ${hostname}` });
  const catalogue = await Catalogue.of({ database, shop: record.id, waitUntil });
  return { env, settings, database, catalogue, shop: shopInfo(record, catalogue), waitUntil };
}

async function cachedPage(options: {
  request: Request;
  renderPage: RenderPage;
  surroundings: RequestSurroundings;
  url: URL;
  buildId: string;
}): Promise<Response> {
  const { request, surroundings, url, buildId } = options;
  const { shop, catalogue, waitUntil } = surroundings;
  const key = `https://pages.invalid/${shop.id}/${encodeURIComponent(buildId)}/${url.host}${url.pathname}${url.search}`;
  const { result, state } = await throughPageCache({
    key,
    version: catalogue.version,
    waitUntil,
    render: () => renderForAll(options),
  });
  if ("response" in result) return finish(result.response, request, state);
  const nonce = newNonce();
  const html = result.page.html.replaceAll(result.page.nonce, nonce);
  const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
  headers.set("content-security-policy", pagePolicy(nonce));
  headers.set("cache-control", PRIVATE);
  const body = request.method === "HEAD" ? null : html;
  return finish(new Response(body, { headers }), request, state);
}

/** Renders for nobody: no cookie, no header of the visitor reaches the loaders. */
async function renderForAll(options: {
  renderPage: RenderPage;
  surroundings: RequestSurroundings;
  url: URL;
}): Promise<RenderResult> {
  const { surroundings } = options;
  const nonce = newNonce();
  const { version } = surroundings.catalogue;
  let whole = true;
  const context = loadContext({
    ...surroundings,
    visitor: undefined,
    nonce,
    onDegraded: () => {
      whole = false;
    },
  });
  const request = new Request(options.url, { headers: { accept: "text/html" } });
  const rendered = await options.renderPage(request, context);
  const isPage = rendered.headers.get("content-type")?.startsWith("text/html") === true;
  if (!isPage) return { response: rendered };
  const html = await rendered.text();
  if (rendered.status === 200 && !rendered.headers.has("set-cookie")) {
    return { page: { html, version, renderedAt: Date.now(), nonce, whole } };
  }
  const headers = new Headers(rendered.headers);
  headers.set("content-security-policy", pagePolicy(nonce));
  headers.set("cache-control", PRIVATE);
  return { response: new Response(html, { status: rendered.status, headers }) };
}

async function personalPage(options: {
  request: Request;
  renderPage: RenderPage;
  surroundings: RequestSurroundings;
  visitor: Visitor;
}): Promise<Response> {
  const { request, surroundings, visitor } = options;
  if (!safeMethods.has(request.method) && !isOriginAllowed(request, surroundings.settings)) {
    throw new ProblemError("origin_not_allowed");
  }
  const nonce = newNonce();
  const context = loadContext({ ...surroundings, visitor, nonce, onDegraded: () => {} });
  const rendered = await options.renderPage(request, context);
  const response = new Response(rendered.body, rendered);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) {
    response.headers.set("content-security-policy", pagePolicy(nonce));
  }
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", PRIVATE);
  return finish(response, request, "bypass");
}

function finish(response: Response, request: Request, state: CacheState): Response {
  setSecurityHeaders(response.headers, request);
  response.headers.set("x-slipstream-cache", state);
  return response;
}

/** A cookie that is not ours is worth nothing: a new one takes its place, or none. */
async function replaceForged(
  response: Response,
  request: Request,
  { settings, shop }: RequestSurroundings,
  visitor: Visitor,
): Promise<void> {
  const cookie =
    visitor.consent === "granted"
      ? (await newVisitor(request, settings, shop.id)).cookie
      : clearedVisitor(request);
  response.headers.append("set-cookie", cookie);
}

function newNonce(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
