/** A text as a pattern of `like` that matches it alone: put `%` before or behind it. */
export function literalPattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
