import { hashText, randomFrom } from "@slipstream/illustrations";
import type { SeedCatalogue, SeedProduct } from "../catalogue.ts";
import type { ReviewSeed, SeedReview } from "../shop-seed.ts";
import { reviewers, type Voice } from "./reviewers.data.ts";
import { closers, details, type Mood, openers, titles, usedUpOpeners } from "./reviews.data.ts";

/** Of the products so many are liked so well that people write about them. */
const REVIEWED_SHARE = 0.24;
const FEWEST = 3;
const MOST = 16;
const DAY_MS = 86_400_000;
/** No review is younger. */
const LAST_DAY = Date.UTC(2026, 10, 15);
/** Nobody writes before this long after a product came in. */
const FIRST_DAYS = 10;

/** Reviews of popular products, the same every time; all made up, and shown as such. */
export function demoReviews({ products, categories }: SeedCatalogue): ReviewSeed {
  const parents = new Map(categories.map(({ slug, parent }) => [slug, parent ?? slug]));
  return {
    reviewers: reviewers.map(([name]) => name),
    reviews: products.flatMap((product) =>
      reviewsOf(product, parents.get(product.category) ?? product.category),
    ),
  };
}

function reviewsOf(product: SeedProduct, department: string): SeedReview[] {
  const { id, createdAt } = product;
  const firstDay = Date.parse(createdAt) + FIRST_DAYS * DAY_MS;
  if (share(id, "reviewed") > REVIEWED_SHARE || firstDay >= LAST_DAY) return [];
  const count = FEWEST + Math.floor((MOST - FEWEST) * share(id, "count") ** 2);
  const quality = 3.9 + share(id, "quality");
  const writing = new Writing(product, department);
  return writersOf(id, count).flatMap((reviewer) => {
    const rating = ratingOf(quality, share(`${id} ${reviewer}`, "rating"));
    const at = firstDay + share(`${id} ${reviewer}`, "when") * (LAST_DAY - firstDay);
    const text = writing.review(reviewer, rating);
    if (text.body === "") return [];
    return { productId: id, reviewer, rating, ...text, createdAt: new Date(at).toISOString() };
  });
}

/** As many different people, in an order of this product's own. */
function writersOf(id: string, count: number): number[] {
  return reviewers
    .map((_, index) => ({ index, key: share(`${id} ${index}`, "writer") }))
    .sort((left, right) => left.key - right.key)
    .slice(0, count)
    .map(({ index }) => index);
}

/** Most are near the product's quality; some are not pleased, whatever it is. */
function ratingOf(quality: number, unit: number): number {
  if (unit < 0.03) return 1;
  if (unit < 0.07) return 2;
  return Math.min(5, Math.max(3, Math.round(quality + 2 * unit - 1)));
}

function moodOf(rating: number): Mood {
  if (rating === 5) return "delighted";
  if (rating === 4) return "content";
  return rating === 3 ? "mixed" : "let_down";
}

/** Writes the reviews of one product, none of which says what another said. */
class Writing {
  readonly #product: SeedProduct;
  readonly #department: string;
  readonly #said = new Set<string>();
  readonly #words: Readonly<Record<string, string>>;

  constructor(product: SeedProduct, department: string) {
    this.#product = product;
    this.#department = department;
    const noun = product.title.replace(`${product.attributes.Line} `, "");
    this.#words = wordsOf(noun);
  }

  review(reviewer: number, rating: number): { title: string; body: string } {
    const voice: Voice = reviewers[reviewer]?.[1] ?? "dry";
    const mood = moodOf(rating);
    const key = `${this.#product.id} ${reviewer}`;
    const isTitled = share(key, "titled") < 0.7;
    const register = voice === "warm" || voice === "long" ? "warm" : "dry";
    const first = this.#product.consumable ? usedUpOpeners : openers;
    const known = details[this.#department];
    const notes = rating >= 4 ? known?.good : known?.bad;
    const remark = rating === 4 ? known?.bad : undefined;
    const parts = [
      this.#pick(first[mood][register], `${key} opener`),
      ...(voice === "brief" ? [] : [this.#pick(notes ?? [], `${key} note`)]),
      ...(voice === "long" ? [this.#pick(remark ?? [], `${key} remark`)] : []),
      ...(voice === "long" ? [this.#pick(closers[mood], `${key} closer`)] : []),
    ];
    return {
      title: isTitled ? this.#pick(titles[mood], `${key} title`) : "",
      body: parts.filter((part) => part !== "").join(" "),
    };
  }

  /** One that was not said yet; nothing, where all was. */
  #pick(list: readonly string[], key: string): string {
    const left = list.filter((text) => !this.#said.has(text));
    const text = left[Math.floor(share(key, "pick") * left.length)];
    if (text === undefined) return "";
    this.#said.add(text);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => this.#words[name] ?? "");
  }
}

/** The words that stand for a product, in its number. */
function wordsOf(noun: string): Record<string, string> {
  const isPlural = /[^su]s$/.test(noun);
  const one = { this: `this ${noun}`, is: "is" };
  const many = { this: `these ${noun}`, is: "are" };
  return { noun, ...(isPlural ? many : one) };
}

/** A number in 0..1 that belongs to this key and purpose. */
function share(key: string, purpose: string): number {
  return randomFrom(hashText(`review ${purpose}#${key}`))();
}
