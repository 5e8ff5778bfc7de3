import type { ShopInfo } from "@slipstream/contracts/shop-api";
import { useMemo } from "react";
import { useRouteLoaderData } from "react-router";

/** What every page knows of the shop; from the root loader. */
export interface ShopData {
  shop: ShopInfo;
  origin: string;
}

const unnamed: ShopInfo = {
  id: "shop",
  name: "The shop",
  currency: "EUR",
  locale: "en",
  simulated: false,
  provenance: "",
  categories: [],
};

/** The shop of this page; an unnamed one where even the root loader failed. */
export function useShop(): ShopInfo {
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
