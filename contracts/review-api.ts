import { z } from "zod";
import { freeTextSchema, paragraphsSchema } from "./free-text.ts";
import { itemIdSchema } from "./identifiers.ts";
import { productCardSchema } from "./shop-api.ts";

const MAX_REVIEW_TITLE = 120;
const MAX_REVIEW_BODY = 5_000;
/** Reviews on one page of a product. */
export const REVIEW_PAGE_SIZE = 10;

export const reviewStateSchema = z.enum(["pending", "published", "refused"]);
export type ReviewState = z.infer<typeof reviewStateSchema>;

const ratingSchema = z.number().int().min(1).max(5);

const helpfulSchema = z.number().int().min(0);

/** A review as everybody reads it. Only those who bought the product may write one. */
const reviewSchema = z.object({
  id: z.uuid(),
  rating: ratingSchema,
  title: z.string(),
  body: z.string(),
  /** First name and the first letter of the last one. */
  author: z.string(),
  writtenAt: z.iso.datetime(),
  /** Its writer bought the product in this shop. */
  verified: z.boolean(),
  /** How many members found it helpful. */
  helpful: helpfulSchema,
});
export type Review = z.infer<typeof reviewSchema>;

/** All published reviews of a product in figures. */
const reviewSummarySchema = z.object({
  count: z.number().int(),
  /** Of 1 to 5 stars; 0 where there is no review. */
  average: z.number(),
  /** How many gave one star, two stars … five stars. */
  histogram: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
});
export type ReviewSummary = z.infer<typeof reviewSummarySchema>;

export const reviewSortSchema = z.enum(["newest", "helpful", "highest", "lowest"]);
export type ReviewSort = z.infer<typeof reviewSortSchema>;

/** `GET /api/reviews?product=`: one page. */
export const reviewListSchema = z.object({
  summary: reviewSummarySchema,
  reviews: z.array(reviewSchema),
  page: z.number().int(),
  pages: z.number().int(),
});
export type ReviewList = z.infer<typeof reviewListSchema>;

/** `PUT` and `DELETE /api/reviews/{id}/vote`: what the review has now. */
export const reviewVoteSchema = z.object({ reviewId: z.uuid(), helpful: helpfulSchema });
/** `GET /api/reviews/votes?product=`: the reviews that the member found helpful. */
export const reviewVotesSchema = z.object({ votes: z.array(reviewVoteSchema) });
export type ReviewVote = z.infer<typeof reviewVoteSchema>;

/** `PUT /api/account/reviews/{itemId}`. */
export const reviewInputSchema = z.strictObject({
  rating: ratingSchema,
  title: freeTextSchema(MAX_REVIEW_TITLE).trim().default(""),
  body: paragraphsSchema(MAX_REVIEW_BODY).default(""),
});
export type ReviewInput = z.infer<typeof reviewInputSchema>;

/** A review as its writer sees it. */
const ownReviewSchema = reviewSchema
  .pick({ id: true, rating: true, title: true, body: true })
  .extend({
    itemId: itemIdSchema,
    writtenAt: z.iso.datetime(),
    state: reviewStateSchema,
    /** Why it was refused; empty unless it was. */
    refusal: z.string(),
  });
export type OwnReview = z.infer<typeof ownReviewSchema>;

/** `GET /api/account/reviews`: what was written, and what was bought and waits for a word. */
export const ownReviewsSchema = z.object({
  reviews: z.array(ownReviewSchema.extend({ product: productCardSchema.optional() })),
  toReview: z.array(productCardSchema),
});

/** `GET /api/account/reviews/{itemId}`. */
export const reviewChanceSchema = z.object({
  product: productCardSchema,
  /** False for who did not buy it here. */
  mayWrite: z.boolean(),
  review: ownReviewSchema.optional(),
});

/** A review as those see it who decide on it. */
const moderatedReviewSchema = reviewSchema.extend({
  state: reviewStateSchema,
  refusal: z.string(),
  itemId: itemIdSchema,
  productTitle: z.string(),
  productSlug: z.string(),
});
export type ModeratedReview = z.infer<typeof moderatedReviewSchema>;

/** `GET /api/admin/reviews`: one page of a state, the longest waiting first. */
export const moderationQueueSchema = z.object({
  reviews: z.array(moderatedReviewSchema),
  counts: z.object({
    pending: z.number().int(),
    published: z.number().int(),
    refused: z.number().int(),
  }),
  page: z.number().int(),
  pages: z.number().int(),
  /** Whether new reviews are published without a look at them. */
  publishAtOnce: z.boolean(),
});

/** `POST /api/admin/reviews/{id}/decision`. */
export const reviewDecisionSchema = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("publish") }),
  z.strictObject({
    decision: z.literal("refuse"),
    /** For the writer to read. */
    reason: freeTextSchema(500).trim().min(1),
  }),
]);
