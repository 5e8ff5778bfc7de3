import type { Language } from "@slipstream/contracts/languages";
import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RailQuery } from "@slipstream/contracts/recommend";
import type { ReviewList } from "@slipstream/contracts/review-api";
import type {
  ConsentState,
  ProductDetail,
  ProductList,
  ShopInfo,
} from "@slipstream/contracts/shop-api";
import { createContext } from "react-router";
import type { ApiClient } from "./api/in-process-client.ts";

/** What a list of products may be asked by; pages count from 1. */
export interface ProductQuery {
  /** A category's slug; its descendants' products count too. */
  category?: string;
  sort?: "relevance" | "newest" | "price_asc" | "price_desc" | "title";
  page?: number;
  /** Products on one page, 1 … 60. */
  pageSize?: number;
}

/** A rail to ask for: the page's own name for it, and the query. `limit` is 12 where absent. */
export type RailRequest = Omit<RailQuery, "limit"> & { key: string; limit?: number };

/**
 * The shop's API as loaders call it: the same functions that answer `/api/*`, in process, without
 * a round trip through JSON. All but `rail` throw `ProblemError` (`@slipstream/contracts/problems`)
 * with the code that the HTTP API would answer.
 */
export interface ShopApi {
  /** Throws `unknown_category`, `database_unavailable`. */
  products(query: ProductQuery): Promise<ProductList>;
  /**
   * Throws `unknown_product`. An old slug finds its product too: where the answer's `slug` differs
   * from the one asked for, redirect there.
   */
  product(slug: string): Promise<ProductDetail>;
  /** The newest reviews of a product. Throws `unknown_product`, `database_unavailable`. */
  reviews(itemId: string): Promise<ReviewList>;
  /**
   * Whether a product that shoppers may see has this picture, by its path. Throws
   * `database_unavailable`.
   */
  showsPicture(path: string): Promise<boolean>;
  /**
   * A rail for this visitor, or for nobody where the page is `cacheable`. Answers within the
   * deadline, degraded where it must, and never throws; `cards` may be empty.
   */
  rail(request: RailRequest): Promise<Rail>;
}

/** What the worker tells the storefront's loaders about a request. */
export interface StorefrontContext {
  /** The language of the page: the address names it. */
  language: Language;
  /** The shop of this host, with its categories. */
  shop: ShopInfo;
  api: ShopApi;
  /**
   * The whole HTTP API, typed, in process and as the page's visitor; a guest where the page is
   * `cacheable`. Its answers are responses: look at `ok`.
   */
  client: ApiClient;
  /** For every inline script, and `<Scripts nonce>`; the Content-Security-Policy names it. */
  nonce: string;
  /** `unknown` while the page is `cacheable`, whoever asked for it. */
  consent: ConsentState["choice"];
  /**
   * This HTML goes to the cache and is shown to everybody: render nothing personal (context rails
   * only), and set no cookie.
   */
  cacheable: boolean;
  /**
   * Whether somebody looks on: the page goes out as soon as its critical data is there, and the
   * rails follow. False for robots and for what is made for the cache alone: wait for all of it.
   */
  streamed: boolean;
  /** Says that a part of the page could not be rendered: such a page is not kept. */
  onBroken(): void;
  /** Keeps the worker alive for work after the response. */
  waitUntil(promise: Promise<unknown>): void;
}

/** The key under which loaders find it: `context.get(storefrontContext)`. */
export const storefrontContext = createContext<StorefrontContext>();
