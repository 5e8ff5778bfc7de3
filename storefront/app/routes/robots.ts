import type { Route } from "./+types/robots";

export function loader({ url }: Route.LoaderArgs): Response {
  const text = `User-agent: *\nDisallow: /api/\nDisallow: /search\nDisallow: /ops\n\nSitemap: ${url.origin}/sitemap.xml\n`;
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}
