import { type Language, readPath } from "@slipstream/contracts/languages";
import { ProblemError } from "@slipstream/contracts/problems";
import { newViewSuffix } from "@slipstream/contracts/request-views";
import { inProcessClient } from "../api/in-process-client.ts";
import { app } from "../app.ts";
import { Catalogue } from "../catalogue/catalogue.ts";
import { shopInfo } from "../catalogue/shop-info.ts";
import { shopOfHost } from "../catalogue/shops.ts";
import { Database } from "../database/database.ts";
import { type Env, settingsOf } from "../env.ts";
import { isRobot } from "../events/declared-bot.ts";
import { traitsOf } from "../experiments/traits.ts";
import { countPage } from "../metrics/count-requests.ts";
import { isOriginAllowed } from "../middleware/origin.ts";
import { problemResponse } from "../middleware/problem.ts";
import { limitLinkPictures } from "../middleware/rate-limit.ts";
import { pagePolicy, setSecurityHeaders } from "../middleware/security-headers.ts";
import { clearedVisitor, newVisitor, readVisitor, type Visitor } from "../middleware/visitor.ts";
import { payPagePolicy } from "../payments/pay-page-policy.ts";
import { findFile, keepFile } from "./file-cache.ts";
import { noShopPage } from "./no-shop-page.ts";
import { type CacheState, type RenderResult, throughPageCache } from "./page-cache.ts";
import { languageRedirect } from "./page-language.ts";
import type { StoredPage } from "./page-store.ts";
import { pageForView } from "./personalise.ts";
import { cacheableUrl } from "./policy.ts";
import { loadContext, type PageSurroundings, type RenderPage } from "./render.ts";

/** Drawing these takes a while: who asks for one that is not kept is counted. */
const linkPicturePath = /^\/media\/link\//;
const safeMethods = new Set(["GET", "HEAD"]);
/** Each answer has its own nonce: nobody but the browser that asked may keep it. */
const PRIVATE = "private, no-cache";

/** What all renders of a request share. */
type RequestSurroundings = Pick<
  PageSurroundings,
  "env" | "settings" | "database" | "catalogue" | "shop" | "language" | "waitUntil"
> & { execution: ExecutionContext };

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
  const startedAt = Date.now();
  try {
    const drawn = await findFile(request);
    if (drawn) return drawn;
    const surroundings = await prepare(options);
    if (linkPicturePath.test(new URL(request.url).pathname)) {
      await limitLinkPictures(surroundings.settings, request);
    }
    const elsewhere = languageRedirect(request);
    if (elsewhere) return finish(elsewhere, request, "bypass");
    const visitor = await readVisitor(request, surroundings.settings, surroundings.shop.id);
    const url = buildId === undefined ? undefined : cacheableUrl(request);
    const response =
      url && buildId !== undefined
        ? await cachedPage({ ...options, surroundings, url, buildId })
        : await personalPage({ ...options, surroundings, visitor });
    keepFile(request, response, surroundings.waitUntil);
    if (visitor.forged) await replaceForged(response, request, surroundings, visitor);
    countPage({ ...surroundings, startedAt, request, response });
    return response;
  } catch (error) {
    const isUnknownShop = error instanceof ProblemError && error.code === "unknown_shop";
    if (isUnknownShop && wantsHtml(request)) return noShopPage(request);
    return problemResponse(error);
  }
}

function wantsHtml(request: Request): boolean {
  return request.headers.get("accept")?.includes("text/html") === true;
}

async function prepare(options: {
  request: Request;
  env: Env;
  execution: ExecutionContext;
}): Promise<RequestSurroundings> {
  const { env, execution } = options;
  const settings = settingsOf(env);
  const database = new Database(env);
  const waitUntil = (work: Promise<unknown>) => execution.waitUntil(work);
  const { hostname, pathname } = new URL(options.request.url);
  const { language } = readPath(pathname);
  const record = await shopOfHost({ database, host: hostname, waitUntil });
  if (!record) throw new ProblemError("unknown_shop", { detail: `no shop answers at ${hostname}` });
  const catalogue = await Catalogue.of({ database, shop: record.id, language, waitUntil });
  const shop = shopInfo(record, catalogue);
  return { env, execution, settings, database, catalogue, shop, language, waitUntil };
}

/** The API for the loaders of a page, as whoever `request` comes from, in the page's language. */
function clientFor(request: Request, { env, execution, language }: RequestSurroundings) {
  return inProcessClient({ fetchApi: app.fetch, request, language, env, execution });
}

async function cachedPage(options: {
  request: Request;
  renderPage: RenderPage;
  surroundings: RequestSurroundings;
  url: URL;
  buildId: string;
}): Promise<Response> {
  const { request, surroundings, url, buildId } = options;
  const { shop, language, catalogue, waitUntil } = surroundings;
  const key = `https://pages.invalid/${shop.id}/${encodeURIComponent(buildId)}/${url.host}${url.pathname}${url.search}`;
  const { result, state } = await throughPageCache({
    key,
    version: catalogue.version,
    waitUntil,
    render: (how) => renderForAll({ ...options, streamed: how.streamed && !isOfRobot(request) }),
  });
  if ("response" in result) return finish(result.response, request, state, language);
  const rendered = "rendering" in result;
  const nonce = rendered ? result.rendering.nonce : newNonce();
  const html = rendered
    ? result.rendering.body
    : pageForView(result.page, { nonce, suffix: newViewSuffix() });
  const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
  headers.set("content-security-policy", pagePolicy(nonce));
  headers.set("cache-control", PRIVATE);
  if (request.method !== "HEAD")
    return finish(new Response(html, { headers }), request, state, language);
  if (typeof html !== "string") await html.cancel();
  return finish(new Response(null, { headers }), request, state, language);
}

/** Renders for nobody: no cookie, no header of the visitor reaches the loaders. */
async function renderForAll(options: {
  renderPage: RenderPage;
  surroundings: RequestSurroundings;
  url: URL;
  streamed: boolean;
}): Promise<RenderResult> {
  const { surroundings, streamed } = options;
  const nonce = newNonce();
  const { version } = surroundings.catalogue;
  const made = { whole: true, broken: false, requestIds: new Set<string>() };
  const request = new Request(options.url, { headers: { accept: "text/html" } });
  const { client } = clientFor(request, surroundings);
  const context = loadContext({
    ...surroundings,
    client,
    visitor: undefined,
    traits: undefined,
    nonce,
    streamed,
    onDegraded: () => {
      made.whole = false;
    },
    onBroken: () => {
      made.broken = true;
    },
    onRail: (requestId) => made.requestIds.add(requestId),
  });
  const rendered = await options.renderPage(request, context);
  const isPage = rendered.headers.get("content-type")?.startsWith("text/html") === true;
  if (!isPage) return { response: unlessSaid(rendered) };
  const { body } = rendered;
  if (body && rendered.status === 200 && !rendered.headers.has("set-cookie")) {
    const seal = (html: string): StoredPage | undefined => {
      const { whole, broken } = made;
      if (broken) return undefined;
      const requestIds = [...made.requestIds];
      return { html, version, renderedAt: Date.now(), nonce, requestIds, whole };
    };
    return { rendering: { body, nonce, seal } };
  }
  const headers = new Headers(rendered.headers);
  headers.set("content-security-policy", pagePolicy(nonce));
  headers.set("cache-control", PRIVATE);
  return { response: new Response(body, { status: rendered.status, headers }) };
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
  const { client, setCookies } = clientFor(request, surroundings);
  const context = loadContext({
    ...surroundings,
    client,
    visitor,
    traits: traitsOf(request),
    nonce,
    streamed: !isOfRobot(request),
    onDegraded: () => {},
    onBroken: () => {},
    onRail: () => {},
  });
  const rendered = await options.renderPage(request, context);
  const response = unlessSaid(rendered);
  for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) {
    const more = payPagePolicy(request, surroundings.settings);
    response.headers.set("content-security-policy", pagePolicy(nonce, more));
  }
  return finish(response, request, "bypass", surroundings.language);
}

/** Where nothing else is said, nobody keeps it: not even a redirect for good, which may turn round. */
function unlessSaid(rendered: Response): Response {
  const response = new Response(rendered.body, rendered);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", PRIVATE);
  return response;
}

function finish(
  response: Response,
  request: Request,
  state: CacheState,
  language?: Language,
): Response {
  setSecurityHeaders(response.headers, request);
  if (language && response.headers.get("content-type")?.startsWith("text/html")) {
    response.headers.set("content-language", language);
    // At the same address others are sent to their own language.
    response.headers.append("vary", "Accept-Language, Cookie");
  }
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

/** Robots read a page once, from its first byte to its last, and run no script of it. */
function isOfRobot(request: Request): boolean {
  return isRobot(request.headers.get("user-agent") ?? undefined);
}

function newNonce(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
