/** An instant as `<input type="datetime-local">` has it, in UTC; empty for none. */
export function timeForField(at: string | undefined): string {
  return at === undefined ? "" : at.slice(0, 16);
}

/** What such a field says, as ISO 8601; undefined where it is empty. */
export function timeOfField(text: string): string | undefined {
  if (text === "") return undefined;
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
