import { expect, test } from "vitest";
import { breadcrumbSchema, siteSchema } from "./site-schema.ts";

const origin = "https://shop.example";

test("the shop says who it is and where its search asks", () => {
  const graph = siteSchema({ name: "Norr", origin })["@graph"];
  expect(graph.map((part) => part["@type"])).toEqual(["Organization", "WebSite"]);
  expect(JSON.stringify(graph)).toContain(
    '"urlTemplate":"https://shop.example/search?q={search_term_string}"',
  );
});

test("a way is numbered from the door; the page at its end needs no address", () => {
  const way = breadcrumbSchema([{ name: "Home", to: "/c/home" }, { name: "Brass lamp" }], origin);
  expect(way.itemListElement).toEqual([
    { "@type": "ListItem", position: 1, name: "Home", item: "https://shop.example/c/home" },
    { "@type": "ListItem", position: 2, name: "Brass lamp" },
  ]);
});
