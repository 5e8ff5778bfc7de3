import { createHash } from "node:crypto";
import { demoCatalogue, demoShop } from "./demo/catalogue.ts";
import { demoPrices } from "./demo/prices.data.ts";
import { demoReviews } from "./demo/reviews.ts";
import { insertShop, type ShopInserted } from "./insert-shop.ts";

const DEMO = "demo";

/**
 * Loads the demo shop when it is missing or its catalogue has changed. Orders, carts and stock of
 * products that are still sold stay as they are, and so do reviews.
 */
export function ensureDemoShop(options: { ownerUrl: string }): Promise<ShopInserted> {
  const catalogue = demoCatalogue();
  const reviews = demoReviews(catalogue);
  return insertShop({
    ownerUrl: options.ownerUrl,
    shop: DEMO,
    hash: createHash("sha256")
      .update(JSON.stringify([catalogue, demoPrices, reviews]))
      .digest("hex"),
    makeSeed: () => ({
      shop: {
        id: DEMO,
        name: demoShop.name,
        hosts: ["localhost", "127.0.0.1", "demo.localhost"],
        currency: catalogue.products[0]!.currency,
        locale: "en-GB",
        simulated: true,
        provenance:
          "Catalogue and illustrations were made for this project; its shoppers and their reviews are simulated.",
        translations: {
          de: {
            provenance:
              "Sortiment und Bilder wurden für dieses Projekt gemacht; die Kundschaft und ihre Bewertungen sind simuliert.",
          },
        },
      },
      catalogue,
      prices: demoPrices,
      reviews,
    }),
  });
}
