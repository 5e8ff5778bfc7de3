import type { MetaDescriptor } from "react-router";

interface PageMeta {
  title: string;
  description: string;
  url: string;
  image?: string;
  type?: "website" | "product";
}

/** Title, description and what other sites show of a link to the page. */
export function pageMeta({ title, description, url, image, type = "website" }: PageMeta) {
  const short = description.length > 200 ? `${description.slice(0, 197).trimEnd()}…` : description;
  const tags: MetaDescriptor[] = [
    { title },
    { name: "description", content: short },
    { tagName: "link", rel: "canonical", href: url },
    { property: "og:title", content: title },
    { property: "og:description", content: short },
    { property: "og:url", content: url },
    { property: "og:type", content: type },
    { name: "twitter:card", content: "summary_large_image" },
  ];
  if (image) tags.push({ property: "og:image", content: image });
  return tags;
}
