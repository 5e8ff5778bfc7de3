import { expect, test } from "vitest";
import { demoCatalogue } from "./catalogue.ts";
import { demoReviews } from "./reviews.ts";

const catalogue = demoCatalogue();
const { reviews, reviewers } = demoReviews(catalogue);
const ofProducts = Map.groupBy(reviews, ({ productId }) => productId);

test("reviews are the same every time, and no product has two of one person or two alike", () => {
  expect(demoReviews(catalogue).reviews).toEqual(reviews);
  for (const list of ofProducts.values()) {
    expect(new Set(list.map(({ reviewer }) => reviewer)).size).toBe(list.length);
    expect(new Set(list.map(({ body }) => body)).size).toBe(list.length);
  }
  expect(reviews.every(({ reviewer }) => reviewers[reviewer] !== undefined)).toBe(true);
});

test("a good part of the products is reviewed, mostly well and not always", () => {
  expect(ofProducts.size).toBeGreaterThan(catalogue.products.length / 6);
  expect(ofProducts.size).toBeLessThan(catalogue.products.length / 3);
  const shareOf = (rating: number) =>
    reviews.filter((review) => review.rating === rating).length / reviews.length;
  expect(shareOf(5)).toBeGreaterThan(shareOf(4));
  expect(shareOf(4)).toBeGreaterThan(shareOf(3));
  expect(shareOf(1) + shareOf(2)).toBeGreaterThan(0.03);
  expect(shareOf(1) + shareOf(2)).toBeLessThan(0.15);
});

test("no review is older than its product, and no word is left to be filled in", () => {
  const made = new Map(catalogue.products.map(({ id, createdAt }) => [id, createdAt]));
  for (const { productId, createdAt, title, body } of reviews) {
    expect(Date.parse(createdAt)).toBeGreaterThan(Date.parse(made.get(productId) ?? ""));
    expect(title + body).not.toMatch(/[{}]|undefined/);
    expect(body).not.toBe("");
  }
});
