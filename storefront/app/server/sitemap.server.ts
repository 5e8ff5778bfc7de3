import { languages, pathIn } from "@slipstream/contracts/languages";

const XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML = "http://www.w3.org/1999/xhtml";

/** A page of the shop, without its language, or a part of its sitemap. */
export interface SitemapEntry {
  url: string;
  /** When it changed last, ISO 8601; absent where nobody knows. */
  changedAt?: string;
}

/** A sitemap, with each page in each of its languages, or an index of sitemaps; cached for an hour. */
export function sitemap(
  kind: "urlset" | "sitemapindex",
  entries: readonly SitemapEntry[],
): Response {
  const lines = kind === "urlset" ? entries.flatMap(pagesOf) : entries.map(partOf);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} xmlns="${XMLNS}" xmlns:xhtml="${XHTML}">\n${lines.join("\n")}\n</${kind}>\n`;
  return new Response(xml, {
    headers: {
      "content-type": "application/xml; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}

function partOf({ url, changedAt }: SitemapEntry): string {
  return `<sitemap><loc>${escapeXml(url)}</loc>${lastModified(changedAt)}</sitemap>`;
}

/** A page in each of its languages, each of them with the ways to all. */
function pagesOf({ url, changedAt }: SitemapEntry): string[] {
  const { origin, pathname } = new URL(url);
  const places = languages.map((language) => ({
    language,
    href: escapeXml(origin + pathIn(language, pathname)),
  }));
  const links = places.map(
    ({ language, href }) => `<xhtml:link rel="alternate" hreflang="${language}" href="${href}"/>`,
  );
  return places.map(
    ({ href }) => `<url><loc>${href}</loc>${lastModified(changedAt)}${links.join("")}</url>`,
  );
}

function lastModified(changedAt: string | undefined): string {
  return changedAt === undefined ? "" : `<lastmod>${changedAt}</lastmod>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
