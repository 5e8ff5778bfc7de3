import { z } from "zod";

/** C0 and C1 controls and DEL. PostgreSQL's jsonb has no place for the first of them. */
const controls = /\p{Cc}/u;

/**
 * Text that people type: anything but control characters and halves of surrogate pairs, which UTF-8
 * and PostgreSQL cannot hold.
 */
export function freeTextSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .refine((text) => text.isWellFormed() && !controls.test(text), {
      message: "text must be well-formed Unicode without control characters",
    });
}

/** The same over several lines: line feeds may be in it, however the sender ended its lines. */
export function paragraphsSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .overwrite((text) => text.replace(/\r\n?/g, "\n").trim())
    .refine((text) => text.isWellFormed() && !controls.test(text.replaceAll("\n", "")), {
      message: "text must be well-formed Unicode without control characters",
    });
}
