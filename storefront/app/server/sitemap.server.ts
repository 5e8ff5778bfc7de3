const XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9";
/** Products of one part; the API gives at most 60 at once, so a part costs ten queries. */
export const PRODUCTS_PER_QUERY = 60;
export const QUERIES_PER_PART = 10;
export const PRODUCTS_PER_PART = PRODUCTS_PER_QUERY * QUERIES_PER_PART;

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A sitemap or an index of sitemaps, cached for an hour. */
export function sitemap(kind: "urlset" | "sitemapindex", urls: readonly string[]): Response {
  const entry = kind === "urlset" ? "url" : "sitemap";
  const lines = urls.map((url) => `<${entry}><loc>${escapeXml(url)}</loc></${entry}>`);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="${XMLNS}">\n${lines.join("\n")}\n</${kind}>\n`;
  return new Response(xml, {
    headers: {
      "content-type": "application/xml; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}
