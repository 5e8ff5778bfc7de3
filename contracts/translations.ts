import { z } from "zod";
import { freeTextSchema, paragraphsSchema } from "./free-text.ts";
import { otherLanguages } from "./languages.ts";

/** Words of one product: names and values of its attributes and of its variants' options. */
const MAX_WORDS = 200;

/** What a product is called in another language than the shop's own. */
export const productTranslationSchema = z.strictObject({
  title: freeTextSchema(200).trim().min(1, "this must be filled in"),
  /** Empty: it is shown as it was written. */
  description: paragraphsSchema(20_000).default(""),
  /** Names and values of attributes and options, by what they are in the shop's language. */
  words: z
    .record(freeTextSchema(200).trim().min(1), freeTextSchema(200).trim().min(1))
    .refine((words) => Object.keys(words).length <= MAX_WORDS, {
      message: `at most ${MAX_WORDS} of them`,
    })
    .default({}),
});
export type ProductTranslation = z.infer<typeof productTranslationSchema>;

/** By language: those of the pages, but for the one in which all is written anyway. */
export const productTranslationsSchema = z.partialRecord(
  z.enum(otherLanguages),
  productTranslationSchema,
);

/** By language. */
export type ProductTranslations = Readonly<Record<string, ProductTranslation>>;
