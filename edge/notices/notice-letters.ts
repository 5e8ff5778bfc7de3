import type { NoticeKind } from "@slipstream/contracts/notice-api";
import type { Letter } from "../mail/letter.ts";
import { type LinkPurpose, linkToken } from "./link-token.ts";

/** What the letters about a notice speak of. */
export interface NoticeSubject {
  id: string;
  kind: NoticeKind;
  title: string;
  slug: string;
  /** The variant in words: "green, large"; empty where there is but one. */
  variant: string;
  /** As it is read: "€ 24.00". */
  price: string;
}

/** Where letters of a shop lead, and what signs their links. */
export interface LetterHead {
  shop: string;
  /** `https://shop.example` */
  origin: string;
  secret: string;
}

/** Asks a guest whether it was them who asked. */
export async function confirmationLetter(
  head: LetterHead,
  { id, kind, title, variant }: NoticeSubject,
): Promise<Letter> {
  const thing = named(title, variant);
  return {
    subject: `Shall we tell you about ${title}?`,
    blocks: [
      kind === "back_in_stock"
        ? `Somebody, hopefully you, asked us to write when ${thing} is back in stock.`
        : `Somebody, hopefully you, asked us to write when ${thing} gets cheaper.`,
      { link: await noticeLink(head, id, "confirm"), text: "Yes, tell me" },
      "If it was not you, do nothing: without your yes we do not write again.",
    ],
  };
}

/** Tells what was waited for. It is sent once. */
export async function dueLetter(head: LetterHead, subject: NoticeSubject): Promise<Letter> {
  const { id, kind, title, variant, price, slug } = subject;
  const thing = named(title, variant);
  const isBack = kind === "back_in_stock";
  return {
    subject: isBack ? `${title} is back` : `${title} is cheaper now`,
    blocks: [
      isBack ? `${thing} is in stock again, for ${price}.` : `${thing} now costs ${price}.`,
      { link: `${head.origin}/p/${slug}`, text: "Look at it" },
      "You asked us to tell you. This was the only letter about it.",
      { link: await noticeLink(head, id, "stop"), text: "Forget that I asked" },
    ],
  };
}

function named(title: string, variant: string): string {
  return variant === "" ? title : `${title} (${variant})`;
}

async function noticeLink(head: LetterHead, id: string, purpose: LinkPurpose): Promise<string> {
  const token = await linkToken({ ...head, noticeId: id, purpose });
  return `${head.origin}/notices/${purpose}?${new URLSearchParams({ id, token })}`;
}
