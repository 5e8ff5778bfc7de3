import { hrefOf } from "../language/current.ts";

interface Shop {
  name: string;
  origin: string;
}

interface Step {
  name: string;
  /** Path within the shop; of the page itself it may be left out. */
  to?: string;
}

/** The shop, and how to search it, as schema.org describes them: for search engines. */
export function siteSchema({ name, origin }: Shop) {
  const url = origin + hrefOf("/");
  return {
    "@context": "https://schema.org",
    "@graph": [
      { "@type": "Organization", "@id": `${url}#organization`, name, url },
      {
        "@type": "WebSite",
        "@id": `${url}#website`,
        name,
        url,
        publisher: { "@id": `${url}#organization` },
        potentialAction: {
          "@type": "SearchAction",
          target: {
            "@type": "EntryPoint",
            urlTemplate: `${origin}${hrefOf("/search")}?q={search_term_string}`,
          },
          "query-input": "required name=search_term_string",
        },
      },
    ],
  };
}

/** The way from the shop's door to a page, the page last. */
export function breadcrumbSchema(steps: readonly Step[], origin: string) {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: steps.map(({ name, to }, place) => ({
      "@type": "ListItem",
      position: place + 1,
      name,
      ...(to === undefined ? {} : { item: origin + hrefOf(to) }),
    })),
  };
}
