import { ADMIN_PAGE_SIZE } from "@slipstream/contracts/admin-api";
import { literalPattern } from "../database/like.ts";

/** Where a page of a list begins. */
export function offsetOf(page: number): number {
  return (page - 1) * ADMIN_PAGE_SIZE;
}

/** What a page says of the list that it belongs to. */
export function pageOf(
  total: number,
  page: number,
): { total: number; page: number; pages: number } {
  return { total, page, pages: Math.ceil(total / ADMIN_PAGE_SIZE) };
}

/** Words as they stand, anywhere in a text, for LIKE. */
export function likePattern(words: string): string {
  return `%${literalPattern(words.trim())}%`;
}
