import type { JSONValue, TransactionSql } from "postgres";
import type { ReviewSeed } from "./shop-seed.ts";

/**
 * Writes made-up reviews by made-up people, who have no password and so can never sign in. They
 * belong to no order: this is how they are told from those of buyers. What is there already stays.
 */
export async function insertReviews(
  sql: TransactionSql,
  shop: string,
  { reviewers, reviews }: ReviewSeed,
): Promise<void> {
  const people = reviewers.map((name, reviewer) => ({ name, reviewer }));
  await sql`
    insert into users (id, shop_id, email, name, visitor_id)
    select md5(${shop} || ' reviewer ' || reviewer)::uuid, ${shop},
      'reviewer-' || reviewer || '@simulated.test', name, 'seed-reviewer-' || reviewer
    from jsonb_to_recordset(${sql.json(people)}) as seed(reviewer int, name text)
    on conflict do nothing`;
  await sql`
    insert into reviews (id, shop_id, product_id, user_id, rating, title, body, state, created_at,
      updated_at, moderated_at)
    select md5(${shop} || ' review ' || seed."productId" || ' ' || seed.reviewer)::uuid, ${shop},
      seed."productId", md5(${shop} || ' reviewer ' || seed.reviewer)::uuid, seed.rating,
      seed.title, seed.body, 'published', seed."createdAt", seed."createdAt", seed."createdAt"
    from jsonb_to_recordset(${sql.json([...reviews] as unknown as JSONValue)}) as seed(
      "productId" text, reviewer int, rating int, title text, body text, "createdAt" timestamptz)
    on conflict do nothing`;
  await sql`
    update products p set rating_count = r.count, rating_sum = r.sum
    from (
      select product_id, count(*)::int as count, sum(rating)::int as sum from reviews
      where shop_id = ${shop} and state = 'published' group by product_id) r
    where p.shop_id = ${shop} and p.id = r.product_id`;
}
