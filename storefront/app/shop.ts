import { type Language, localeIn } from "@slipstream/contracts/languages";
import type { Category, ShopInfo } from "@slipstream/contracts/shop-api";
import { useMemo } from "react";
import { useRouteLoaderData } from "react-router";

/** A category as every page knows it: enough to lead there. */
type CategoryName = Pick<Category, "slug" | "name" | "parentSlug">;

interface Shop extends Omit<ShopInfo, "categories"> {
  categories: CategoryName[];
}

/** What every page knows of the shop; from the root loader. */
export interface ShopData {
  shop: Shop;
  origin: string;
}

const unnamed: Shop = {
  id: "shop",
  name: "The shop",
  currency: "EUR",
  locale: "en",
  simulated: false,
  provenance: "",
  categories: [],
};

/** What is sent along with every page: little, since it is sent with every page. */
export function shopForPages(shop: ShopInfo, language: Language): Shop {
  const categories = shop.categories.map(({ slug, name, parentSlug }) => ({
    slug,
    name,
    ...(parentSlug === undefined ? {} : { parentSlug }),
  }));
  return { ...shop, categories, locale: localeIn(language, shop.locale) };
}

/** The shop of this page; an unnamed one where even the root loader failed. */
export function useShop(): Shop {
  const data = useRouteLoaderData("root") as ShopData | undefined;
  return data?.shop ?? unnamed;
}

/** Names of categories by slug. */
export function useCategoryName(): (slug: string) => string | undefined {
  const { categories } = useShop();
  return useMemo(() => {
    const names = new Map(categories.map(({ slug, name }) => [slug, name]));
    return (slug: string) => names.get(slug);
  }, [categories]);
}
