import { expect, test } from "vitest";
import { productSchema } from "./product-schema.ts";
import { breadcrumbSchema, siteSchema } from "./site-schema.ts";

const origin = "https://shop.example";

test("the shop says who it is and where its search asks", () => {
  const graph = siteSchema({ name: "Norr", origin })["@graph"];
  expect(graph.map((part) => part["@type"])).toEqual(["Organization", "WebSite"]);
  expect(JSON.stringify(graph)).toContain(
    '"urlTemplate":"https://shop.example/search?q={search_term_string}"',
  );
});

test("a product is offered as its page opens: at the price of the first variant in stock", () => {
  const product = {
    ...{ itemId: "mug", slug: "mug", title: "Mug", description: "", brand: "", tint: "" },
    ...{ priceMinor: 900, currency: "EUR", inStock: true, version: 1, attributes: {} },
    ...{ images: [], categoryPath: [] },
    variants: [
      { sku: "small", options: { size: "small" }, priceMinor: 900, available: 0 },
      { sku: "large", options: { size: "large" }, priceMinor: 1_250, available: 3 },
    ],
  };
  const shop = { locale: "en-IE", simulated: false };
  expect(productSchema(product, { url: `${origin}/p/mug`, origin, shop }).offers).toMatchObject({
    price: "12.50",
    availability: "https://schema.org/InStock",
  });
});

test("a way is numbered from the door; the page at its end needs no address", () => {
  const way = breadcrumbSchema([{ name: "Home", to: "/c/home" }, { name: "Brass lamp" }], origin);
  expect(way.itemListElement).toEqual([
    { "@type": "ListItem", position: 1, name: "Home", item: "https://shop.example/c/home" },
    { "@type": "ListItem", position: 2, name: "Brass lamp" },
  ]);
});
