/** The texts of a form that was sent, by name; "" for what is missing or a file. */
export function formTexts<Name extends string>(
  form: FormData,
  ...names: readonly Name[]
): Record<Name, string> {
  const texts = names.map((name) => {
    const value = form.get(name);
    return [name, typeof value === "string" ? value : ""];
  });
  return Object.fromEntries(texts) as Record<Name, string>;
}
