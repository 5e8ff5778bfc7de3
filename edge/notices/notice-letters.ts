import { type Language, pathIn } from "@slipstream/contracts/languages";
import type { NoticeKind } from "@slipstream/contracts/notice-api";
import type { Letter } from "../mail/letter.ts";
import { type LinkPurpose, linkToken } from "./link-token.ts";
import { noticeWords } from "./notice-words.ts";

/** What the letters about a notice speak of. */
export interface NoticeSubject {
  id: string;
  kind: NoticeKind;
  language: Language;
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
  { id, kind, language, title, variant }: NoticeSubject,
): Promise<Letter> {
  const thing = named(title, variant);
  const words = noticeWords[language];
  const link = await noticeLink({ ...head, language }, id, "confirm");
  return {
    subject: words.ask(title),
    blocks: [
      kind === "back_in_stock" ? words.askedBack(thing) : words.askedCheaper(thing),
      { link, text: words.yes },
      words.notYou,
    ],
  };
}

/** Tells what was waited for. It is sent once. */
export async function dueLetter(head: LetterHead, subject: NoticeSubject): Promise<Letter> {
  const { id, kind, language, title, variant, price, slug } = subject;
  const thing = named(title, variant);
  const isBack = kind === "back_in_stock";
  const words = noticeWords[language];
  const stop = await noticeLink({ ...head, language }, id, "stop");
  return {
    subject: isBack ? words.isBack(title) : words.isCheaper(title),
    blocks: [
      isBack ? words.back(thing, price) : words.cheaper(thing, price),
      { link: head.origin + pathIn(language, `/p/${slug}`), text: words.look },
      words.once,
      { link: stop, text: words.forget },
    ],
  };
}

function named(title: string, variant: string): string {
  return variant === "" ? title : `${title} (${variant})`;
}

async function noticeLink(
  head: LetterHead & { language: Language },
  id: string,
  purpose: LinkPurpose,
): Promise<string> {
  const token = await linkToken({ ...head, noticeId: id, purpose });
  const page = pathIn(head.language, `/notices/${purpose}`);
  return `${head.origin}${page}?${new URLSearchParams({ id, token })}`;
}
