const XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9";

/** A page of the shop, or a part of its sitemap. */
export interface SitemapEntry {
  url: string;
  /** When it changed last, ISO 8601; absent where nobody knows. */
  changedAt?: string;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A sitemap or an index of sitemaps, cached for an hour. */
export function sitemap(
  kind: "urlset" | "sitemapindex",
  entries: readonly SitemapEntry[],
): Response {
  const element = kind === "urlset" ? "url" : "sitemap";
  const lines = entries.map(({ url, changedAt }) => {
    const lastmod = changedAt === undefined ? "" : `<lastmod>${changedAt}</lastmod>`;
    return `<${element}><loc>${escapeXml(url)}</loc>${lastmod}</${element}>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="${XMLNS}">\n${lines.join("\n")}\n</${kind}>\n`;
  return new Response(xml, {
    headers: {
      "content-type": "application/xml; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}
