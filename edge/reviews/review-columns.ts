import type { Review } from "@slipstream/contracts/review-api";
import { reviews, users } from "@slipstream/migrations/schema";

/** What a review is shown by; join `users` for its author. */
export const reviewColumns = {
  id: reviews.id,
  rating: reviews.rating,
  title: reviews.title,
  body: reviews.body,
  name: users.name,
  orderId: reviews.orderId,
  writtenAt: reviews.createdAt,
  helpful: reviews.helpful,
};

interface ReviewRow {
  id: string;
  rating: number;
  title: string;
  body: string;
  name: string | null;
  orderId: string | null;
  writtenAt: Date;
  helpful: number;
}

export function toReview({ name, orderId, writtenAt, ...row }: ReviewRow): Review {
  return {
    id: row.id,
    rating: row.rating,
    title: row.title,
    body: row.body,
    author: signature(name ?? ""),
    writtenAt: writtenAt.toISOString(),
    verified: orderId !== null,
    helpful: row.helpful,
  };
}

/** "Ida Berg" signs as "Ida B.". */
function signature(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0];
  if (!first) return "A buyer";
  const initial = words.length > 1 ? [...words.at(-1)!][0] : undefined;
  return initial === undefined ? first : `${first} ${initial}.`;
}
