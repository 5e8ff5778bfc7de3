import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { placementSchema } from "@slipstream/contracts/placements";
import { MAX_QUERY_LENGTH, searchSortSchema } from "@slipstream/contracts/search-api";
import { productDetailSchema } from "@slipstream/contracts/shop-api";
import { z } from "zod";
import type { ApiClient } from "../api/in-process-client.ts";
import { toolAnswer, toolResult } from "./tool-result.ts";

const READS = { readOnlyHint: true, openWorldHint: false } as const;
const MAX_FOUND = 20;

/** A product as an agent compares it with others. Prices in minor units. */
const foundSchema = z.object({
  itemId: z.string(),
  slug: z.string(),
  title: z.string(),
  brand: z.string().optional(),
  priceMinor: z.number().int(),
  currency: z.string(),
  inStock: z.boolean().optional(),
  rating: z.object({ average: z.number(), count: z.number().int() }).optional(),
  url: z.string().describe("The product's page, for people"),
});

interface Parts {
  client: ApiClient;
  /** Of the shop's pages. */
  origin: string;
}

/** Tools that look for products. */
export function addProductTools(server: McpServer, parts: Parts): void {
  addSearch(server, parts);
  addProduct(server, parts);
  addRecommend(server, parts);
}

function addSearch(server: McpServer, { client, origin }: Parts): void {
  server.registerTool(
    "search_products",
    {
      title: "Search the shop",
      description:
        "Finds products by words, by category, or both. Typing mistakes are forgiven. Prices are in minor units of the currency (cents).",
      annotations: READS,
      inputSchema: {
        query: z.string().max(MAX_QUERY_LENGTH).optional().describe("What to look for"),
        category: z.string().max(64).optional().describe("A category's slug"),
        minPriceMinor: z.number().int().min(0).optional(),
        maxPriceMinor: z.number().int().min(0).optional(),
        inStock: z.boolean().optional().describe("Only what can be had now"),
        sort: searchSortSchema.optional(),
        page: z.number().int().min(1).max(50).default(1),
      },
      outputSchema: {
        products: z.array(foundSchema),
        total: z.number().int(),
        page: z.number().int(),
        pages: z.number().int(),
        didYouMean: z.string().optional().describe("The spelling that was searched for instead"),
        categories: z
          .array(z.object({ slug: z.string(), name: z.string(), count: z.number().int() }))
          .describe("Where the finds lie: to narrow the search"),
      },
    },
    async ({ query, category, minPriceMinor, maxPriceMinor, inStock, sort, page }) => {
      const response = await client.api.search.$get({
        query: {
          ...(query === undefined ? {} : { q: query }),
          ...(category === undefined ? {} : { within: category }),
          ...(minPriceMinor === undefined ? {} : { minPrice: String(minPriceMinor) }),
          ...(maxPriceMinor === undefined ? {} : { maxPrice: String(maxPriceMinor) }),
          ...(inStock ? { inStock: "true" as const } : {}),
          ...(sort === undefined ? {} : { sort }),
          page: String(page),
          pageSize: String(MAX_FOUND),
        },
      });
      return toolAnswer(response, ({ items, total, pages, didYouMean, facets }) => {
        const products = items.map((item) => toFound(item, origin));
        const values = facets.find(({ key }) => key === "category")?.values ?? [];
        const categories = values.map(({ value, label, count }) => ({
          slug: value,
          name: label,
          count,
        }));
        const spelling = didYouMean?.applied ? { didYouMean: didYouMean.query } : {};
        return toolResult({ products, total, page, pages, categories, ...spelling });
      });
    },
  );
}

function addProduct(server: McpServer, { client, origin }: Parts): void {
  server.registerTool(
    "get_product",
    {
      title: "Look at a product",
      description:
        "All of one product: description, attributes, and its variants with their price and stock. A variant's `sku` is what goes into a cart.",
      annotations: READS,
      inputSchema: { slug: z.string().max(200).describe("As search_products gives it") },
      outputSchema: productDetailSchema.extend({ url: z.string() }).shape,
    },
    async ({ slug }) => {
      const response = await client.api.products[":slug"].$get({ param: { slug } });
      return toolAnswer(response, (product) =>
        toolResult({ ...product, url: `${origin}/p/${product.slug}` }),
      );
    },
  );
}

function addRecommend(server: McpServer, { client, origin }: Parts): void {
  server.registerTool(
    "recommend",
    {
      title: "Recommend products",
      description:
        "What the shop recommends: what is like a product (similar), what is bought with it (bought_together), what fits a cart (cart), what is popular now (trending), or what suits somebody who looked at the products in `context` (home_for_you, because_you_viewed). Each comes with its reason.",
      annotations: READS,
      inputSchema: {
        placement: placementSchema.default("home_for_you"),
        itemId: itemIdSchema.optional().describe("The product that it is about"),
        context: z
          .array(itemIdSchema)
          .max(50)
          .optional()
          .describe("Ids of products that the person looked at, newest first"),
        limit: z.number().int().min(1).max(20).default(8),
      },
      outputSchema: {
        products: z.array(foundSchema.extend({ reason: z.string() })),
        requestId: z.string().describe("Give it to add_to_cart with what was chosen from here"),
      },
    },
    async ({ placement, itemId, context, limit }) => {
      const response = await client.api.recommendations.$get({
        query: {
          placement,
          limit: String(limit),
          ...(itemId === undefined ? {} : { itemId }),
          ...(context === undefined ? {} : { context: context.join(",") }),
        },
      });
      return toolAnswer(response, ({ cards, requestId }) => {
        const products = cards.map((card) => ({ ...toFound(card, origin), reason: whyOf(card) }));
        return toolResult({ products, requestId });
      });
    },
  );
}

/** `because_you_viewed: Brass lamp` */
function whyOf({ reason }: { reason: { code: string; title?: string | undefined } }): string {
  return reason.title ? `${reason.code}: ${reason.title}` : reason.code;
}

interface Card {
  itemId: string;
  slug: string;
  title: string;
  priceMinor: number;
  currency: string;
  brand?: string;
  inStock?: boolean;
  rating?: { average: number; count: number } | undefined;
}

function toFound(card: Card, origin: string) {
  const { itemId, slug, title, priceMinor, currency, brand, inStock, rating } = card;
  return {
    itemId,
    slug,
    title,
    ...(brand ? { brand } : {}),
    priceMinor,
    currency,
    ...(inStock === undefined ? {} : { inStock }),
    ...(rating === undefined ? {} : { rating }),
    url: `${origin}/p/${slug}`,
  };
}
