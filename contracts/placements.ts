import { z } from "zod";

/** Where a rail stands, which decides what it is made of. */
export const placementSchema = z.enum([
  "home_for_you",
  "because_you_viewed",
  "similar",
  "bought_together",
  "cart",
  "trending",
  "search_rerank",
  "category_rerank",
]);
export type Placement = z.infer<typeof placementSchema>;
