import type { Language } from "@slipstream/contracts/languages";
import type { NoticeInput } from "@slipstream/contracts/notice-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { notices, users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { queueMail } from "../mail/queue.ts";
import { confirmationLetter, type LetterHead } from "./notice-letters.ts";
import { subjectOf, watchedVariant } from "./watched-variant.ts";

/** A second letter to an address that has not answered the first goes out after this at the soonest. */
const LETTER_AGAIN_MS = 60 * 60 * 1000;
/** Notices of one address. */
const MAX_NOTICES = 100;
/** Those among them whose letters were not answered: nobody's letter box is filled by a stranger. */
const MAX_UNANSWERED = 5;

interface Asking {
  shop: { id: string; name: string; locale: string };
  head: LetterHead;
  /** Undefined for a guest. */
  userId: string | undefined;
  input: NoticeInput;
  language: Language;
}

/**
 * Notes who wants to hear of a variant. A member whose address is proven is told without further
 * ado; anybody else first has to follow a link in a letter. Throws `unknown_variant`, `already_so`
 * (it is in stock), `invalid_request` (a guest without an address), `rate_limited`.
 */
export async function askForNotice(
  transaction: ShopTransaction,
  { shop, head, userId, input, language }: Asking,
): Promise<"watching" | "confirm_by_mail"> {
  const { kind, sku } = input;
  const watched = await watchedVariant(transaction, shop.id, sku);
  if (!watched) throw new ProblemError("unknown_variant");
  if (kind === "back_in_stock" && watched.available > 0) {
    throw new ProblemError("already_so", { detail: "It is in stock" });
  }
  const { email, proven } = await addressOf(transaction, userId, input);
  await lockAddress(transaction, shop.id, email);
  const whose = and(
    eq(notices.shopId, shop.id),
    eq(notices.kind, kind),
    eq(notices.sku, sku),
    eq(notices.email, email),
  );
  const [known] = await transaction.select().from(notices).where(whose).for("update");
  const waits = known !== undefined && known.sentAt === null;
  const next = proven ? "watching" : "confirm_by_mail";
  if (waits && known.confirmedAt !== null && !proven) return next;
  const writtenLately = waits && Date.now() - known.createdAt.getTime() < LETTER_AGAIN_MS;
  if (!known) await refuseTooMany(transaction, shop.id, email);
  const id = known?.id ?? uuidv7();
  // Of an address that nobody proved, what somebody else asked for stays theirs.
  const owner = known && !proven ? known.userId : (userId ?? known?.userId ?? null);
  const fresh = {
    userId: owner,
    priceMinor: kind === "price_drop" ? watched.priceMinor : null,
    confirmedAt: proven ? new Date() : null,
    sentAt: null,
    language,
  };
  if (known) {
    const createdAt = writtenLately ? known.createdAt : new Date();
    await transaction
      .update(notices)
      .set({ ...fresh, createdAt })
      .where(eq(notices.id, id));
  } else {
    const row = { id, shopId: shop.id, kind, sku, email, productId: watched.itemId };
    await transaction.insert(notices).values({ ...row, ...fresh });
  }
  if (!proven && !writtenLately) {
    const subject = subjectOf(watched, { id, kind, language, locale: shop.locale });
    const letter = await confirmationLetter(head, subject);
    await queueMail(transaction, shop, { to: email, userId, template: "notice_confirm", letter });
  }
  return next;
}

/** Wishes for one address wait for each other: two at once would both be the first. */
async function lockAddress(
  transaction: ShopTransaction,
  shop: string,
  email: string,
): Promise<void> {
  const name = `notices of ${shop} ${email.toLowerCase()}`;
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** Whose letters they are; `proven` where it is known that the address is theirs. */
async function addressOf(
  transaction: ShopTransaction,
  userId: string | undefined,
  input: NoticeInput,
): Promise<{ email: string; proven: boolean }> {
  if (userId !== undefined) {
    const [user] = await transaction
      .select({ email: users.email, emailVerifiedAt: users.emailVerifiedAt })
      .from(users)
      .where(eq(users.id, userId));
    if (!user) throw new ProblemError("sign_in_required");
    return { email: user.email, proven: user.emailVerifiedAt !== null };
  }
  if (input.email === undefined) {
    const issues = [{ path: "email", message: "Please say where to write" }];
    throw new ProblemError("invalid_request", { issues });
  }
  return { email: input.email, proven: false };
}

/** Nobody waits for so much: it is a machine, or somebody's joke. Throws `rate_limited`. */
async function refuseTooMany(
  transaction: ShopTransaction,
  shop: string,
  email: string,
): Promise<void> {
  const [waiting] = await transaction
    .select({
      all: sql<number>`count(*)::int`,
      unanswered: sql<number>`(count(*) filter (where ${notices.confirmedAt} is null))::int`,
    })
    .from(notices)
    .where(and(eq(notices.shopId, shop), eq(notices.email, email)));
  if (!waiting) return;
  if (waiting.all >= MAX_NOTICES || waiting.unanswered >= MAX_UNANSWERED) {
    throw new ProblemError("rate_limited", { retryAfterSeconds: LETTER_AGAIN_MS / 1000 });
  }
}
