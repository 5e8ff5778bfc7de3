import { languages, pathIn } from "@slipstream/contracts/languages";
import type { Route } from "./+types/robots";

const disallowed = ["/api/", ...languages.map((language) => pathIn(language, "/search")), "/ops"];

export function loader({ url }: Route.LoaderArgs): Response {
  const rules = disallowed.map((path) => `Disallow: ${path}\n`).join("");
  const text = `User-agent: *\n${rules}\nSitemap: ${url.origin}/sitemap.xml\n`;
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}
