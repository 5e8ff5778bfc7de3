import { type Language, otherLanguages } from "@slipstream/contracts/languages";
import type { ProductTranslations } from "@slipstream/contracts/translations";
import { products } from "@slipstream/migrations/schema";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** What products are called, by language. */
export type ProductTitles = Readonly<Record<string, string>>;

// Translations are many times as long as all else of a card: a query reads what its page says.

/** Titles for pages in a language. */
export function titlesFor(language: Language): SQL<ProductTitles> {
  return byLanguage(language, (one) => sql`${products.translations} -> ${one}::text -> 'title'`);
}

/** All that is said for pages in a language. */
export function translationsFor(
  language: Language,
  column: SQLWrapper = products.translations,
): SQL<ProductTranslations> {
  return byLanguage(language, (one) => sql`${column} -> ${one}::text`);
}

/** Nothing for the language in which all is written anyway. */
function byLanguage<T>(language: Language, read: (one: string) => SQL): SQL<T> {
  const asked = otherLanguages.filter((one) => one === language);
  const parts = asked.flatMap((one) => [sql`${one}::text`, read(one)]);
  return sql<T>`jsonb_strip_nulls(jsonb_build_object(${sql.join(parts, sql`, `)}))`;
}
