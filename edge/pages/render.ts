import type { Traits } from "@slipstream/contracts/assignment";
import type { Language } from "@slipstream/contracts/languages";
import type { RailQuery } from "@slipstream/contracts/recommend";
import type { ShopInfo } from "@slipstream/contracts/shop-api";
import { RouterContextProvider } from "react-router";
import type { ApiClient } from "../api/in-process-client.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { readProduct } from "../catalogue/product-detail.ts";
import { listProducts } from "../catalogue/product-list.ts";
import { isPictureShown } from "../catalogue/shown-picture.ts";
import type { Database } from "../database/database.ts";
import type { Env, Settings } from "../env.ts";
import type { Visitor } from "../middleware/visitor.ts";
import { railForVisitor } from "../recommend/visitor-rail.ts";
import { listReviews } from "../reviews/read-reviews.ts";
import { type ShopApi, storefrontContext } from "../storefront-context.ts";

export type RenderPage = (request: Request, context: RouterContextProvider) => Promise<Response>;

const RAIL_LIMIT = 12;

/** What a page is made with. */
export interface PageSurroundings {
  env: Env;
  settings: Settings;
  database: Database;
  catalogue: Catalogue;
  shop: ShopInfo;
  language: Language;
  client: ApiClient;
  /** Undefined for a page that everybody gets. */
  visitor: Visitor | undefined;
  /** What is known of them for experiments. */
  traits: Traits | undefined;
  nonce: string;
  waitUntil: (work: Promise<unknown>) => void;
  /** Whether the page goes out while it is made. */
  streamed: boolean;
  /** Called when a rail is a stand-in: the page serves for seconds. */
  onDegraded: () => void;
  /** Called when a part of the page could not be rendered: it is not to be kept. */
  onBroken: () => void;
  /** Called with the id of each rail that the page shows. */
  onRail: (requestId: string) => void;
}

/** What React Router's loaders find in their context. */
export function loadContext(surroundings: PageSurroundings): RouterContextProvider {
  const { shop, language, client, nonce, visitor, streamed, onBroken, waitUntil } = surroundings;
  const context = new RouterContextProvider();
  context.set(storefrontContext, {
    shop,
    language,
    api: shopApi(surroundings),
    client,
    nonce,
    consent: visitor?.consent ?? "unknown",
    cacheable: visitor === undefined,
    streamed,
    onBroken,
    waitUntil,
  });
  return context;
}

function shopApi(surroundings: PageSurroundings): ShopApi {
  const { env, settings, database, catalogue, waitUntil } = surroundings;
  const shop = surroundings.shop.id;
  return {
    products: (query) => listProducts({ database, catalogue, shop, query }),
    product: (slug) => readProduct({ database, catalogue, shop, slug }),
    reviews: (itemId) =>
      listReviews({ database, catalogue, query: { shop, itemId, sort: "newest", page: 1 } }),
    showsPicture: (path) => isPictureShown(database, shop, path),
    rail: async ({ key, limit = RAIL_LIMIT, ...rest }) => {
      const query: RailQuery = { ...rest, limit };
      const { rail, fromModel } = await railForVisitor(
        { settings, database, language: surroundings.language, waitUntil },
        {
          env,
          shop,
          visitor: surroundings.visitor,
          traits: surroundings.traits,
          key,
          query,
          deadlineMs: settings.RECOMMEND_DEADLINE_MS,
        },
      );
      if (!fromModel) surroundings.onDegraded();
      surroundings.onRail(rail.requestId);
      return rail;
    },
  };
}
