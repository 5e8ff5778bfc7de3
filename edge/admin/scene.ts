import type { DebugQuery, Subject } from "@slipstream/contracts/debugger-api";
import { DEFAULT_LANGUAGE } from "@slipstream/contracts/languages";
import { ProblemError } from "@slipstream/contracts/problems";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { ProductCard } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { and, asc, eq, ilike, inArray } from "drizzle-orm";
import { published, selectCards, toCard } from "../catalogue/card-query.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { ShopTransaction } from "../database/database.ts";
import { likePattern } from "./pages-of.ts";

const MAX_LISTED = 100;

type Scene = Omit<DebugQuery, "wanted">;

/** What the model server is asked, as the page of this scene would ask. Throws `invalid_request`. */
export async function requestOf(
  transaction: ShopTransaction,
  options: { shop: string; scene: Scene; subject: Subject; catalogue: Catalogue },
): Promise<RecommendRequest> {
  const { shop, scene, subject } = options;
  const { placement, itemId, limit } = scene;
  const { visitorId, sessionId, userId } = subject;
  const who = {
    ...(visitorId === undefined ? {} : { visitorId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(userId === undefined ? {} : { userId }),
  };
  const request = { shop, placement, limit, ...who };
  switch (placement) {
    case "cart":
      return { ...request, cart: [needed(itemId)] };
    case "similar":
    case "bought_together":
      return { ...request, itemId: needed(itemId) };
    case "search_rerank":
    case "category_rerank":
      return { ...request, candidates: await listedIds(transaction, options) };
    default:
      return itemId === undefined ? request : { ...request, itemId };
  }
}

function needed(itemId: string | undefined): string {
  if (itemId !== undefined) return itemId;
  const message = "Say which product the page is about";
  throw new ProblemError("invalid_request", { issues: [{ path: "itemId", message }] });
}

/** The list that a page would have re-ranked: of a category, or of what has these words. */
async function listedIds(
  transaction: ShopTransaction,
  { shop, scene, catalogue }: { shop: string; scene: Scene; catalogue: Catalogue },
): Promise<string[]> {
  const { category, words, placement } = scene;
  const slugs = category === undefined ? undefined : catalogue.subtree(category);
  if (placement === "category_rerank" && !slugs) {
    const message = "Say which category's list";
    throw new ProblemError("invalid_request", { issues: [{ path: "category", message }] });
  }
  if (placement === "search_rerank" && !words) {
    const message = "Say what is searched for";
    throw new ProblemError("invalid_request", { issues: [{ path: "words", message }] });
  }
  const rows = await transaction
    .select({ id: products.id })
    .from(products)
    .where(
      and(
        eq(products.shopId, shop),
        published(),
        slugs ? inArray(products.categorySlug, slugs) : undefined,
        words ? ilike(products.title, likePattern(words)) : undefined,
      ),
    )
    .orderBy(asc(products.title), asc(products.id))
    .limit(MAX_LISTED);
  return rows.map(({ id }) => id);
}

/** Cards of products in whatever state, by id: who looks into things sees the hidden ones, too. */
export async function cardsById(
  transaction: ShopTransaction,
  shop: string,
  ids: readonly string[],
): Promise<Record<string, ProductCard>> {
  if (ids.length === 0) return {};
  const rows = await selectCards(transaction, DEFAULT_LANGUAGE).where(
    and(eq(products.shopId, shop), inArray(products.id, [...new Set(ids)])),
  );
  const nowMs = Date.now();
  const made = { nowMs, language: DEFAULT_LANGUAGE };
  return Object.fromEntries(rows.map((row) => [row.itemId, toCard(row, made)]));
}
