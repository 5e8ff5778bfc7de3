import { z } from "zod";
import { itemIdSchema } from "./identifiers.ts";
import { productCardSchema } from "./shop-api.ts";

/** Products that one member may keep for later. */
export const MAX_WISHES = 500;

/** `GET /api/wishlist`: the newest first. Products that are no longer for sale are left out. */
export const wishlistSchema = z.object({
  items: z.array(
    z.object({
      product: productCardSchema,
      /** The variant that goes into the cart; absent where there are several to choose from. */
      sku: z.string().optional(),
      addedAt: z.iso.datetime(),
    }),
  ),
});
export type Wishlist = z.infer<typeof wishlistSchema>;

/** `GET /api/wishlist/ids`: for the hearts on cards. */
export const wishedIdsSchema = z.object({ itemIds: z.array(itemIdSchema) });
