import { LANGUAGE_COOKIE } from "@slipstream/contracts/cookies";
import {
  acceptedLanguage,
  isLanguage,
  type Language,
  pathIn,
  readPath,
} from "@slipstream/contracts/languages";
import { parse, serialize } from "hono/utils/cookie";
import { isDeclaredBot } from "../events/declared-bot.ts";

const COOKIE_MAX_AGE_SECONDS = 400 * 24 * 3600;
/** The parameter of a link by which somebody chooses a language. */
const CHOICE = "language";
/** What is for programs speaks no language: it stands at one address. */
const filePath = /\.(data|svg|xml|txt|webp|png)$/;

/**
 * Where a browser is sent instead of the page that it asked for: to the page in the language that
 * the link chose, and that is kept; else to the language that was kept; else, at an address that
 * names no language, to what the browser likes best. Undefined where the page is right as it is.
 * Robots, whatever they say they like, see each page where it stands.
 */
export function languageRedirect(request: Request): Response | undefined {
  const url = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  if (filePath.test(url.pathname)) return undefined;
  const { language, path } = readPath(url.pathname);
  const choice = url.searchParams.get(CHOICE);
  const chosen = isLanguage(choice) ? choice : undefined;
  const wished = chosen ?? keptLanguage(request) ?? unlessNamed(language, request);
  const target = pathIn(wished ?? language, path);
  if (target === url.pathname && chosen === undefined) return undefined;
  url.searchParams.delete(CHOICE);
  const headers = new Headers({
    // A path that begins with two slashes would be another site's.
    location: target.replace(/^\/{2,}/, "/") + url.search,
    "cache-control": "private, no-store",
    vary: "Accept-Language, Cookie",
  });
  if (chosen) headers.set("set-cookie", languageCookie(request, chosen));
  return new Response(null, { status: 302, headers });
}

function unlessNamed(language: Language, request: Request): Language {
  if (language !== "en") return language;
  if (isDeclaredBot(request.headers.get("user-agent") ?? undefined)) return language;
  return acceptedLanguage(request.headers.get("accept-language")) ?? language;
}

function keptLanguage(request: Request): Language | undefined {
  const kept = parse(request.headers.get("cookie") ?? "", LANGUAGE_COOKIE)[LANGUAGE_COOKIE];
  return isLanguage(kept) ? kept : undefined;
}

function languageCookie(request: Request, language: Language): string {
  return serialize(LANGUAGE_COOKIE, language, {
    path: "/",
    maxAge: COOKIE_MAX_AGE_SECONDS,
    sameSite: "Lax",
    secure: new URL(request.url).protocol === "https:",
  });
}
