import { z } from "zod";
import { freeTextSchema, paragraphsSchema } from "./free-text.ts";
import { otherLanguages } from "./languages.ts";

/** Words of one product: names and values of its attributes and of its variants' options. */
const MAX_WORDS = 200;
const MAX_WORD_LENGTH = 80;
/** Of all of a translation, as JSON. */
const MAX_LENGTH = 40_000;

const wordSchema = freeTextSchema(MAX_WORD_LENGTH).trim().min(1);

/** What a product is called in another language than the shop's own. */
export const productTranslationSchema = z
  .strictObject({
    title: freeTextSchema(200).trim().min(1, "this must be filled in"),
    /** Empty: it is shown as it was written. */
    description: paragraphsSchema(20_000).default(""),
    /** Names and values of attributes and options, by what they are in the shop's language. */
    words: z
      .record(wordSchema, wordSchema)
      .refine((words) => Object.keys(words).length <= MAX_WORDS, {
        message: `at most ${MAX_WORDS} of them`,
      })
      .superRefine((words, context) => {
        const message = mixedUp(words);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      })
      .default({}),
  })
  .refine((all) => JSON.stringify(all).length <= MAX_LENGTH, {
    path: ["words"],
    message: `text and words are longer than ${MAX_LENGTH} characters together`,
  });
export type ProductTranslation = z.infer<typeof productTranslationSchema>;

/** What is wrong with words of which two become one: nobody could tell what they stand for. */
function mixedUp(words: Readonly<Record<string, string>>): string | undefined {
  const originals = new Map<string, string>();
  for (const [original, word] of Object.entries(words)) {
    const other = originals.get(word);
    if (other !== undefined) return `"${other}" and "${original}" cannot both be "${word}"`;
    originals.set(word, original);
  }
  return undefined;
}

/** What a thing that has nothing but a name is called in other languages than the shop's own. */
export const nameTranslationsSchema = z.partialRecord(
  z.enum(otherLanguages),
  z.strictObject({ name: wordSchema }),
);
export type NameTranslations = z.infer<typeof nameTranslationsSchema>;

/** By language: those of the pages, but for the one in which all is written anyway. */
export const productTranslationsSchema = z.partialRecord(
  z.enum(otherLanguages),
  productTranslationSchema,
);

/** By language. */
export type ProductTranslations = Readonly<Record<string, ProductTranslation>>;
