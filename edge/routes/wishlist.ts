import { createRoute, z } from "@hono/zod-openapi";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { ProblemError } from "@slipstream/contracts/problems";
import { wishedIdsSchema, wishlistSchema } from "@slipstream/contracts/wishlist-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import { catalogueOf } from "../app-env.ts";
import { addWish, readWishlist, removeWish, wishedIds } from "../wishlist/wishlist.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const tags = ["Wishlist"];
const noStore = { "cache-control": "no-store" };
const one = { params: z.object({ itemId: itemIdSchema }) };

const listRoute = createRoute({
  method: "get",
  path: "/api/wishlist",
  tags,
  summary: "What the member keeps for later, the newest first",
  ...guarded("wishlist", "read"),
  responses: { 200: jsonAnswer(wishlistSchema, "The list"), default: problemAnswer },
});

const idsRoute = createRoute({
  method: "get",
  path: "/api/wishlist/ids",
  tags,
  summary: "The same as mere ids: for the hearts on cards",
  ...guarded("wishlist", "read"),
  responses: { 200: jsonAnswer(wishedIdsSchema, "The ids"), default: problemAnswer },
});

const addRoute = createRoute({
  method: "put",
  path: "/api/wishlist/{itemId}",
  tags,
  summary: "Keep a product for later",
  ...guarded("wishlist", "write"),
  request: one,
  responses: { 204: { description: "It is on the list" }, default: problemAnswer },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/wishlist/{itemId}",
  tags,
  summary: "Take a product off the list",
  ...guarded("wishlist", "write"),
  request: one,
  responses: { 204: { description: "It is not on the list" }, default: problemAnswer },
});

/** What members keep for later. */
export const wishlistRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database } = context.var;
    const catalogue = await catalogueOf(context);
    const list = await readWishlist({ database, catalogue }, memberOf(context));
    return context.json(list, 200, noStore);
  })
  .openapi(idsRoute, async (context) => {
    const member = memberOf(context);
    const wishes = await context.var.database.withShop(member.shop, (transaction) =>
      wishedIds(transaction, member),
    );
    return context.json({ itemIds: wishes.map(({ itemId }) => itemId) }, 200, noStore);
  })
  .openapi(addRoute, async (context) => {
    const member = memberOf(context);
    const { itemId } = context.req.valid("param");
    const catalogue = await catalogueOf(context);
    if (!catalogue.visibility(itemId)) await catalogue.recheck();
    if (!catalogue.visibility(itemId)) throw new ProblemError("unknown_product");
    await context.var.database.withShop(member.shop, (transaction) =>
      addWish(transaction, member, itemId),
    );
    return context.body(null, 204);
  })
  .openapi(removeRoute, async (context) => {
    const member = memberOf(context);
    const { itemId } = context.req.valid("param");
    await context.var.database.withShop(member.shop, (transaction) =>
      removeWish(transaction, member, itemId),
    );
    return context.body(null, 204);
  });
