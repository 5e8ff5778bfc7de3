/** Attributes as people write them: a line each, `Material: Oak`; `16\:9` is a name with a colon. */
export function attributeText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name.replace(/[\\:]/g, "\\$&")}: ${value}`)
    .join("\n");
}

/** The attributes of such lines. A line without a colon has an empty value, which the API refuses. */
export function attributesOf(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = "", value = ""] = /^((?:\\[\\:]|[^:])*)(?::(.*))?$/s.exec(line) ?? [];
      return [name.trim().replace(/\\([\\:])/g, "$1"), value.trim()];
    }),
  );
}
