import { outbox, reviews } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { eraseVotes } from "../reviews/vote.ts";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { bought } from "../testing/bought.ts";
import { bindings, call, control, eventually, problemOf } from "../testing/client.ts";

const database = new Database(bindings);

function write(who: SignedIn, itemId: string, body: Record<string, unknown>): Promise<Response> {
  const { headers } = who;
  return call(`/api/account/reviews/${itemId}`, { method: "PUT", headers, body });
}

function decide(who: SignedIn, id: string, body: Record<string, unknown>): Promise<Response> {
  return call(`/api/admin/reviews/${id}/decision`, { headers: who.headers, body });
}

interface ReviewPage {
  summary: { count: number; average: number; histogram: number[] };
  reviews: { id: string; rating: number; author: string; verified: boolean; title: string }[];
  pages: number;
}

async function pageOf(itemId: string, query = ""): Promise<ReviewPage> {
  return (await call(`/api/reviews?product=${itemId}${query}`)).json();
}

async function idOf(who: SignedIn, itemId: string): Promise<string> {
  const rows = await database.withShop(who.shop, (transaction) =>
    transaction
      .select({ id: reviews.id })
      .from(reviews)
      .where(and(eq(reviews.userId, who.userId), eq(reviews.productId, itemId))),
  );
  return rows[0]!.id;
}

test("a buyer's review is shown once an admin has published it, and changes the product", async () => {
  const admin = await signedIn({ roles: ["buyer", "admin"] });
  const ida = await signedIn({ name: "Ida Berg" });
  const orderId = await bought(ida, "p10");
  const written = await write(ida, "p10", { rating: 4, title: "Good light", body: "One.\r\nTwo." });
  expect(written.status).toBe(200);
  expect(await written.json()).toMatchObject({
    mayWrite: true,
    review: { rating: 4, body: "One.\nTwo.", state: "pending", refusal: "" },
  });
  expect((await pageOf("p10")).summary.count).toBe(0);
  const before: { version: number } = await (await call("/api/products/product-10")).json();

  const queue = await call("/api/admin/reviews", { headers: admin.headers });
  const id = await idOf(ida, "p10");
  const { reviews: waiting } = (await queue.json()) as { reviews: { id: string }[] };
  expect(waiting).toContainEqual(
    expect.objectContaining({ id, productSlug: "product-10", author: "Ida B." }),
  );
  expect((await decide(admin, id, { decision: "publish" })).status).toBe(204);

  const shown = await eventually(async () => {
    const page = await pageOf("p10");
    return page.summary.count === 1 ? page : undefined;
  });
  expect(shown.summary).toEqual({ count: 1, average: 4, histogram: [0, 0, 0, 1, 0] });
  expect(shown.reviews).toMatchObject([{ id, rating: 4, author: "Ida B.", verified: true }]);
  const after = await (await call("/api/products/product-10")).json();
  expect(after).toMatchObject({
    rating: { average: 4, count: 1 },
    version: before.version + 1,
  });
  const facts = await factsOf(ida);
  expect(facts).toMatchObject([{ type: "rating", itemId: "p10", rating: 4, orderId }]);
});

/** The ratings of a person that are on their way to the log. */
async function factsOf(who: SignedIn): Promise<unknown[]> {
  const rows = await database.withShop(who.shop, (transaction) =>
    transaction
      .select({ payload: outbox.payload })
      .from(outbox)
      .where(sql`${outbox.payload} ->> 'visitorId' = ${who.visitorId}`),
  );
  return rows.map(({ payload }) => payload);
}

test("only who bought it may review it", async () => {
  const stranger = await signedIn();
  const refused = await write(stranger, "p11", { rating: 5 });
  expect(await problemOf(refused)).toEqual({ status: 403, code: "purchase_required" });
  await bought(stranger, "p11", { state: "cancelled" });
  const cancelled = await write(stranger, "p11", { rating: 5 });
  expect(await problemOf(cancelled)).toEqual({ status: 403, code: "purchase_required" });
  const guest = await call("/api/account/reviews/p11", { method: "PUT", body: { rating: 5 } });
  expect(await problemOf(guest)).toEqual({ status: 401, code: "sign_in_required" });
  expect(await factsOf(stranger)).toEqual([]);
});

test("a review that is written anew waits again, counts once and tells its rating once", async () => {
  const admin = await signedIn({ roles: ["buyer", "admin"] });
  const bo = await signedIn();
  await bought(bo, "p12");
  await write(bo, "p12", { rating: 2 });
  const id = await idOf(bo, "p12");
  await decide(admin, id, { decision: "publish" });
  await eventually(async () => ((await pageOf("p12")).summary.count === 1 ? true : undefined));
  const again = await write(bo, "p12", { rating: 5, title: "It grew on me" });
  expect(await again.json()).toMatchObject({ review: { id, state: "pending", rating: 5 } });
  await eventually(async () => ((await pageOf("p12")).summary.count === 0 ? true : undefined));
  await decide(admin, id, { decision: "refuse", reason: "It speaks of another product" });
  const own = await call("/api/account/reviews", { headers: bo.headers });
  expect(await own.json()).toMatchObject({
    reviews: [
      { state: "refused", refusal: "It speaks of another product", product: { itemId: "p12" } },
    ],
    toReview: [],
  });
  expect(await factsOf(bo)).toHaveLength(1);
  const gone = await call("/api/account/reviews/p12", { method: "DELETE", headers: bo.headers });
  expect(gone.status).toBe(204);
  const twice = await call("/api/account/reviews/p12", { method: "DELETE", headers: bo.headers });
  expect(await problemOf(twice)).toEqual({ status: 404, code: "unknown_review" });
});

test("a shop may publish at once; the list is sorted and paged, and what waits is offered", async () => {
  await control("/sql", {
    statement: `insert into settings (shop_id, name, value)
      values ('demo', 'reviews.publish_at_once', 'true')`,
  });
  for (const rating of [3, 5, 1, 5]) {
    const buyer = await signedIn({ name: "" });
    await bought(buyer, "p13");
    await bought(buyer, "p14");
    const { review } = (await (await write(buyer, "p13", { rating })).json()) as {
      review: { state: string };
    };
    expect(review.state).toBe("published");
    const own = await call("/api/account/reviews", { headers: buyer.headers });
    expect(await own.json()).toMatchObject({ toReview: [{ itemId: "p14" }] });
  }
  await control("/sql", {
    statement: "delete from settings where name = 'reviews.publish_at_once'",
  });
  const lowest = await eventually(async () => {
    const page = await pageOf("p13", "&sort=lowest");
    return page.summary.count === 4 ? page : undefined;
  });
  expect(lowest.reviews.map(({ rating }) => rating)).toEqual([1, 3, 5, 5]);
  expect(lowest.reviews[0]?.author).toBe("A buyer");
  expect(lowest.summary).toEqual({ count: 4, average: 3.5, histogram: [1, 0, 1, 0, 2] });
  expect(lowest.pages).toBe(1);
  const unknown = await call("/api/reviews?product=nothing");
  expect(await problemOf(unknown)).toEqual({ status: 404, code: "unknown_product" });
});

test("a review is helpful to each member once, and can be taken back", async () => {
  const [writer, one, two] = [await signedIn(), await signedIn(), await signedIn()];
  await bought(writer, "p18");
  await bought(one, "p18");
  await write(writer, "p18", { rating: 4 });
  await write(one, "p18", { rating: 5 });
  const [id, other] = [await idOf(writer, "p18"), await idOf(one, "p18")];
  const vote = (who: SignedIn | undefined, review: string, method: "PUT" | "DELETE") =>
    call(`/api/reviews/${review}/vote`, { method, headers: who?.headers ?? {} });
  expect(await problemOf(await vote(two, id, "PUT"))).toMatchObject({ code: "unknown_review" });
  const admin = await signedIn({ roles: ["buyer", "admin"] });
  for (const each of [id, other]) await decide(admin, each, { decision: "publish" });

  const several = [vote(one, id, "PUT"), vote(one, id, "PUT"), vote(two, id, "PUT")];
  expect((await Promise.all(several)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await (await vote(one, id, "PUT")).json()).toEqual({ reviewId: id, helpful: 2 });
  expect(await problemOf(await vote(writer, id, "PUT"))).toEqual({
    status: 403,
    code: "own_review",
  });
  expect(await problemOf(await vote(undefined, id, "PUT"))).toMatchObject({ status: 401 });
  const votes = await call("/api/reviews/votes?product=p18", { headers: two.headers });
  expect(await votes.json()).toEqual({ votes: [{ reviewId: id, helpful: 2 }] });
  const page = await eventually(async () => {
    const list = await pageOf("p18", "&sort=helpful");
    return list.summary.count === 2 ? list : undefined;
  });
  expect(page.reviews.map((review) => review.id)).toEqual([id, other]);

  expect(await (await vote(one, id, "DELETE")).json()).toEqual({ reviewId: id, helpful: 1 });
  expect(await (await vote(one, id, "DELETE")).json()).toEqual({ reviewId: id, helpful: 1 });
  const { shop, userId } = two;
  expect(await database.withShop(shop, (tx) => eraseVotes(tx, { shop, userId }))).toBe(1);
  expect(await (await vote(one, id, "PUT")).json()).toEqual({ reviewId: id, helpful: 1 });
});

test("written twice at once it is one review, and one rating", async () => {
  const buyer = await signedIn();
  await bought(buyer, "p15");
  const answers = await Promise.all([4, 5, 4, 5].map((rating) => write(buyer, "p15", { rating })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await factsOf(buyer)).toHaveLength(1);
});

test("what was bought often is offered once, and leaves room for the rest", async () => {
  const buyer = await signedIn();
  await bought(buyer, "p16");
  for (let times = 0; times < 13; times++) await bought(buyer, "p17");
  const own = await call("/api/account/reviews", { headers: buyer.headers });
  const { toReview } = (await own.json()) as { toReview: { itemId: string }[] };
  expect(toReview.map(({ itemId }) => itemId)).toEqual(["p17", "p16"]);
});
