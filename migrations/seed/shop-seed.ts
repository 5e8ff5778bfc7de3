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
  };
  /** Parents before children among the categories. */
  catalogue: SeedCatalogue;
  /** Ids of products that are there for what the log says of them, and not for sale. */
  hidden?: ReadonlySet<string>;
}
