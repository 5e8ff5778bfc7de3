import type { NameTranslations } from "@slipstream/contracts/translations";
import type { SeedCatalogue } from "./catalogue.ts";

/** A shop and its whole catalogue, ready to be written. */
export interface ShopSeed {
  shop: {
    id: string;
    name: string;
    hosts: string[];
    currency: string;
    locale: string;
    /** Its shoppers' behaviour is simulated. */
    simulated: boolean;
    /** Where the data comes from and under which licence, for people. */
    provenance: string;
    /** The same in other languages, by language. */
    translations?: Record<string, { provenance: string }>;
  };
  /** Parents before children among the categories. */
  catalogue: SeedCatalogue;
  /** Without it nothing can be ordered, until somebody sets it up. */
  prices?: PriceSeed;
  /** What people are made to say of products; where there are none, nobody has said anything. */
  reviews?: ReviewSeed;
  /** Ids of products that are there for what the log says of them, and not for sale. */
  hidden?: ReadonlySet<string>;
}

/** Made-up reviews, and the names of the made-up people who wrote them. */
export interface ReviewSeed {
  reviewers: readonly string[];
  reviews: readonly SeedReview[];
}

export interface SeedReview {
  productId: string;
  /** Index of its writer. */
  reviewer: number;
  /** 1 to 5. */
  rating: number;
  title: string;
  body: string;
  createdAt: string;
}

/** What an order costs beside its goods. Amounts in minor units, rates in hundredths of a percent. */
export interface PriceSeed {
  shippingMethods: {
    id: string;
    name: string;
    translations?: NameTranslations;
    countries: string[];
    priceMinor: number;
    freeFromMinor: number | null;
    minDays: number;
    maxDays: number;
  }[];
  taxRates: {
    country: string;
    region: string;
    categorySlug: string;
    name: string;
    translations?: NameTranslations;
    rateBasisPoints: number;
    included: boolean;
  }[];
  currencyRates: Record<string, number>;
  discounts: {
    code: string;
    kind: "percent" | "amount" | "free_shipping";
    value: number;
    minSubtotalMinor?: number;
    categorySlug?: string;
    maxUsesPerCustomer?: number;
  }[];
}
