import { DEFAULT_LANGUAGE, languages, pathIn } from "@slipstream/contracts/languages";
import type { MetaDescriptor } from "react-router";
import { currentLanguage } from "../language/current.ts";
import { linkPictureTags } from "./link-picture.ts";

interface PageMeta {
  title: string;
  description: string;
  /** The page's address, without its language. */
  url: string;
  image?: string;
  type?: "website" | "product";
}

/** Title, description, where the page stands in each language, and what other sites show of it. */
export function pageMeta({ title, description, url, image, type = "website" }: PageMeta) {
  const short = description.length > 200 ? `${description.slice(0, 197).trimEnd()}…` : description;
  const { origin, pathname, search } = new URL(url);
  const [here = url, ...others] = [currentLanguage(), ...languages, DEFAULT_LANGUAGE].map(
    (language) => origin + pathIn(language, pathname) + search,
  );
  const tags: MetaDescriptor[] = [
    { title },
    { name: "description", content: short },
    { tagName: "link", rel: "canonical", href: here },
    ...[...languages, "x-default"].map((hrefLang, place) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang,
      href: others[place],
    })),
    { property: "og:title", content: title },
    { property: "og:description", content: short },
    { property: "og:url", content: here },
    { property: "og:type", content: type },
    { name: "twitter:card", content: "summary_large_image" },
  ];
  if (image) tags.push(...linkPictureTags(image));
  return tags;
}
